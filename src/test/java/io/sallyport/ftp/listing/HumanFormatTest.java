package io.sallyport.ftp.listing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sallyport.files.Entry;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// LIST lines of real systems, old and odd ones among them.
@Timeout(20)
final class HumanFormatTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:20:00Z");

  private final HumanFormat format = new HumanFormat(NOW, ZoneOffset.UTC);

  private Entry entry(String line) {
    return assertInstanceOf(Parsed.Member.class, format.parse(line.getBytes(UTF_8)), line).entry();
  }

  private List<String> summary(String listing) {
    List<String> members = new ArrayList<>();
    for (String line : listing.split("\n", -1)) {
      switch (format.parse(line.getBytes(UTF_8))) {
        case Parsed.Member member -> {
          Entry entry = member.entry();
          members.add(
              entry.kind() + " " + entry.sizeBytes() + " " + entry.modified() + " " + entry.name());
        }
        case Parsed.Unreadable bad -> members.add("UNREADABLE " + line);
        case Parsed.Dot dot -> members.add("DOT");
        case Parsed.Blank blank -> {
          // Nothing was expected.
        }
      }
    }
    return members;
  }

  @Test
  void unix() {
    assertEquals(
        List.of(
            "DOT",
            "DOT",
            "FILE 3 2026-11-22T15:19:00Z plain.txt",
            "FILE 5368709120 2019-02-01T00:00:00Z over 4 GiB.iso",
            "FOLDER null 2026-06-30T23:59:00Z two  spaces   here",
            "FILE 0 2026-01-05T08:00:00Z  leading space",
            "LINK null 2026-03-03T10:00:00Z link",
            "FILE 7 2026-11-23T12:00:00Z set-uid",
            "FOLDER null 2026-11-22T00:00:00Z sticky",
            "FILE 12 2026-11-01T00:00:00Z no group",
            "FILE 12 2026-11-01T00:00:00Z neither owner nor group",
            "FILE 12 2026-11-01T00:00:00Z domain users",
            "FILE 9 2026-11-01T01:02:00Z a -> b",
            "FILE 9 2026-11-01T01:02:00Z with acl",
            "FILE 9 2026-11-01T01:02:00Z with selinux",
            "FILE 9 2024-02-29T10:00:00Z leap day",
            "OTHER null 2026-11-01T01:02:00Z null",
            "FILE 1024 2026-11-22T13:05:00Z iso date",
            "FILE 7 2026-10-03T11:00:00Z deutsch",
            "FILE 7 2026-03-05T11:00:00Z day first",
            "FILE 7 2026-11-01T01:02:00Z 元素…\u00a0x"),
        summary(
            """
            total 24
            drwxr-xr-x   2 root     root         4096 Nov 22 15:19 .
            drwxr-xr-x   2 root     root         4096 Nov 22 15:19 ..
            -rw-r--r--   1 ftp      ftp             3 Nov 22 15:19 plain.txt
            -rw-r--r--   1 ftp      ftp    5368709120 Feb 01  2019 over 4 GiB.iso
            drwxr-xr-x   2 ftp      ftp          4096 Jun 30 23:59 two  spaces   here
            -rw-r--r--   1 ftp      ftp             0 Jan  5 08:00  leading space
            lrwxrwxrwx   1 ftp      ftp            11 Mar  3 10:00 link -> /else/where
            -rwsr-sr-x   1 root     root            7 Nov 23 12:00 set-uid
            drwxrwxrwt   9 root     root         4096 Nov 22 00:00 sticky
            -rw-r--r--   1 owner         12 Nov  1 00:00 no group
            -rw-r--r--   1         12 Nov  1 00:00 neither owner nor group
            -rw-r--r--   1 DOMAIN\\user name  domain users   12 Nov  1 00:00 domain users
            -rw-r--r--   1 ftp      ftp             9 Nov  1 01:02 a -> b
            -rw-r--r--+  1 ftp      ftp             9 Nov  1 01:02 with acl
            -rw-r--r--.  1 ftp      ftp             9 Nov  1 01:02 with selinux
            -rw-r--r--   1 ftp      ftp             9 Feb 29 10:00 leap day
            crw-rw-rw-   1 root     root       1,   3 Nov  1 01:02 null
            -rw-r--r--   1 ftp      ftp          1024 2026-11-22 13:05 iso date
            -rw-r--r--   1 ftp      ftp             7 Okt  3 11:00 deutsch
            -rw-r--r--   1 ftp      ftp             7  5 Mar 11:00 day first
            -rw-r--r--   1 ftp      ftp             7 Nov  1 01:02 元素…\u00a0x
            """));
  }

  @Test
  void dosAndIis() {
    assertEquals(
        List.of(
            "FOLDER null 2026-11-22T15:19:00Z inetpub",
            "FILE 5368709120 2019-02-01T00:05:00Z over 4 GiB.iso",
            "FILE 12 2026-11-22T03:19:00Z two  spaces.txt",
            "FILE 12 2026-11-22T23:19:00Z 24 hours.txt",
            "FILE 12 2026-11-22T00:05:00Z after midnight.txt",
            "FILE 12 1999-12-31T23:59:00Z last century.txt",
            "FILE 12 2026-11-22T23:19:00Z year first.txt",
            "FILE 12 null no such month.txt"),
        summary(
            """
            11-22-26  03:19PM       <DIR>          inetpub
            02-01-19  12:05AM           5368709120 over 4 GiB.iso
            11-22-2026  03:19AM                   12 two  spaces.txt
            11-22-26  23:19                     12 24 hours.txt
            11-22-26  00:05                     12 after midnight.txt
            12-31-99  23:59                     12 last century.txt
            2026-11-22  23:19                   12 year first.txt
            13-22-26  03:19PM                   12 no such month.txt
            """));
  }

  @Test
  void vms_foldersWithoutEnding_newestVersionOnly_brokenLinesJoined() {
    assertEquals(
        List.of(
            "FILE null 2026-11-02T08:05:00Z README.TXT",
            "FOLDER null 2026-01-22T09:00:00Z SUB",
            "FILE null 2025-06-02T12:00:00Z A_NAME_TOO_LONG_FOR_ITS_COLUMN.TXT"),
        summary(
            """
            Directory DISK$USER:[ANONYMOUS]

            README.TXT;3        4/6     2-NOV-2026 08:05:00  [GROUP,OWNER]    (RWED,RWED,RE,)
            README.TXT;2        4/6     1-NOV-2026 08:05:00  [GROUP,OWNER]    (RWED,RWED,RE,)
            SUB.DIR;1           1/3    22-JAN-2026 09:00:00  [SYSTEM]         (RWE,RWE,RE,RE)
            A_NAME_TOO_LONG_FOR_ITS_COLUMN.TXT;1
                                9/9     2-JUN-2025 12:00:00  [GROUP,OWNER]    (RWED,RWED,RE,)

            Total of 4 files, 18/24 blocks
            """));
  }

  @Test
  void os400() {
    assertEquals(
        List.of(
            "FILE 1024 2026-11-22T09:29:06Z file.txt", "FOLDER null 2003-07-18T08:33:34Z QOpenSys"),
        summary(
            """
            PEP             1024 26/11/22 09:29:06 *STMF      file.txt
            QSYS           77824 03/07/18 08:33:34 *DIR       QOpenSys/
            """));
  }

  @Test
  void mvs_dataSetsAndMembers() {
    assertEquals(
        List.of("FILE null null FILE.SEQ", "FOLDER null null FILE.PART"),
        summary(
            """
            Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname
            B10142 3390   2006/03/20  2   31  F       80    80  PS   FILE.SEQ
            B10142 3390   2006/03/20  2   31  F       80    80  PO   FILE.PART
            """));
    HumanFormat members = new HumanFormat(NOW, ZoneOffset.UTC);
    assertInstanceOf(
        Parsed.Blank.class,
        members.parse(
            " Name      VV.MM   Created       Changed      Size  Init   Mod   Id".getBytes(UTF_8)));
    Entry member =
        assertInstanceOf(
                Parsed.Member.class,
                members.parse(
                    "TBSHELF   01.03 2002/09/12 2002/10/11 09:37    11    11     0 KIL001"
                        .getBytes(UTF_8)))
            .entry();
    assertEquals("TBSHELF", member.name());
    assertEquals(Instant.parse("2002-10-11T09:37:00Z"), member.modified());
    assertNull(member.sizeBytes());
  }

  @Test
  void netware() {
    assertEquals(
        List.of(
            "FOLDER null 2026-02-20T18:42:00Z two words",
            "FILE 161 2004-10-02T00:00:00Z readme.txt"),
        summary(
            """
            d [-RWCEAFMS] username                       512 Feb 20 18:42 two words
            - [-RWCEAFMS] username                       161 Oct 02  2004 readme.txt
            """));
  }

  /// A line that leaves out the year means the last such day, with a day's room for unknown zones.
  @ParameterizedTest
  @CsvSource({
    "2027-01-01T00:10:00Z, Dec 31 23:50, 2026-12-31T23:50:00Z",
    "2027-01-01T00:10:00Z, Jan  1 00:05, 2027-01-01T00:05:00Z",
    "2027-01-01T00:10:00Z, Jan  1 09:00, 2027-01-01T09:00:00Z",
    "2026-12-31T23:50:00Z, Jan  1 01:00, 2027-01-01T01:00:00Z",
    "2026-12-31T23:50:00Z, Jan  3 01:00, 2026-01-03T01:00:00Z",
    "2026-12-31T23:50:00Z, Dec 31 23:49, 2026-12-31T23:49:00Z",
    "2027-03-01T00:00:00Z, Feb 29 12:00, 2024-02-29T12:00:00Z",
    "2028-02-29T13:00:00Z, Feb 29 12:00, 2028-02-29T12:00:00Z",
    "2026-11-22T15:20:00Z, Nov 24 15:20, 2025-11-24T15:20:00Z",
    "2026-11-22T15:20:00Z, Nov 24  2031, 2031-11-24T00:00:00Z",
    "2026-11-22T15:20:00Z, Jan  1  1970, 1970-01-01T00:00:00Z",
  })
  void yearsAreRight_aroundNewYearToo(Instant now, String listed, Instant expected) {
    Parsed parsed =
        new HumanFormat(now, ZoneOffset.UTC)
            .parse(("-rw-r--r-- 1 ftp ftp 3 " + listed + " x").getBytes(UTF_8));
    assertEquals(
        expected, assertInstanceOf(Parsed.Member.class, parsed).entry().modified(), listed);
  }

  @Test
  void timesAreInTheServersZone() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    for (var expected :
        List.of(
            List.of("-rw-r--r-- 1 ftp ftp 3 Jul  1 12:00 x", "2026-07-01T10:00:00Z"),
            List.of("-rw-r--r-- 1 ftp ftp 3 Nov  1 12:00 x", "2026-11-01T11:00:00Z"),
            List.of("11-01-26  12:00PM                  3 x", "2026-11-01T11:00:00Z"),
            List.of("11-01-26  12:00                    3 x", "2026-11-01T11:00:00Z"),
            List.of("07-01-2026  23:59                  3 x", "2026-07-01T21:59:00Z"))) {
      Parsed parsed = new HumanFormat(NOW, berlin).parse(expected.getFirst().getBytes(UTF_8));
      assertEquals(
          Instant.parse(expected.getLast()),
          assertInstanceOf(Parsed.Member.class, parsed).entry().modified());
    }
    Parsed parsed =
        new HumanFormat(NOW, ZoneOffset.ofHours(8))
            .parse("11-01-26  12:00PM                  3 x".getBytes(UTF_8));
    assertEquals(
        Instant.parse("2026-11-01T04:00:00Z"),
        assertInstanceOf(Parsed.Member.class, parsed).entry().modified());
  }

  @Test
  void spacesAtBothEnds_areKept() {
    assertEquals(" x ", entry("-rw-r--r-- 1 ftp ftp 3 Nov 22 15:19  x ").name());
  }

  @Test
  void timesAreNeverExact() {
    assertEquals(false, entry("-rw-r--r-- 1 ftp ftp 3 Nov 22 15:19 x").exactTime());
  }

  @Test
  void badDate_keepsTheEntry() {
    Entry entry = entry("-rw-r--r-- 1 ftp ftp 3 Foo 77 99:99 x");
    assertEquals("x", entry.name());
    assertNull(entry.modified());
  }

  @Test
  void hostileLines_areUnreadable_andTakeNoTime() {
    for (String line :
        List.of(
            "nonsense",
            "11-22-26  03:19PM 99999999999999999999 x",
            "-rw-r--r-- 1 ftp ftp 3 Nov 22 15:19 ../../etc/passwd",
            "-rw-r--r-- 1 ftp ftp 3 Nov 22 15:19 x\u0007y",
            "-rw-r--r-- 1 " + "a ".repeat(900),
            "-rw-r--r-- 1 " + "a ".repeat(8000),
            "d" + " ".repeat(2000) + "[",
            "1 ".repeat(1000) + ";1")) {
      assertInstanceOf(Parsed.Unreadable.class, format.parse(line.getBytes(UTF_8)), line);
    }
  }
}
