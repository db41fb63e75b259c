package io.sallyport.ftp.listing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reading byte by byte says what the patterns say.
final class WindowsLineTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:20:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final WindowsLine line = new WindowsLine(BERLIN);
  private final HumanFormat patterns = new HumanFormat(NOW, BERLIN);

  private void assertSame(String text) {
    Patterns.assertSame(text, line::parse, patterns);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11-22-26  03:19PM       <DIR>          inetpub",
        "11-22-26  03:19PM       <DIR>          two  spaces   here",
        "01-16-02  11:14AM                 1234 name.txt",
        "01-16-02  11:14AM   1234 name.txt",
        "01-16-2002 11:14am 1234 name.txt",
        "01-16-02 11:14pM 0 empty",
        "02-01-19  12:05AM           5368709120 over 4 GiB.iso",
        "02-01-19  12:05PM   999999999999999999 eighteen digits",
        "02-29-24  12:00AM                    1 leap day",
        "11-22-26  23:19                     12 24 hours",
        "11-22-26  00:00                     12 midnight",
        "11-22-2026  12:00                   12 noon",
        "11-22-26  03:19PM                   12      leading spaces",
        "11-22-26  03:19PM                   12 ends with space ",
        "11-22-26  03:19PM                   12 -rw-r--r-- 1 u g 1 Nov 22 15:19 x",
        "11-22-26  03:19PM                   12 <DIR> x",
        "11-22-26  03:19PM       <DIR>          12",
        "11-22-26  03:19PM                   12 名字 \uD83D\uDE00",
        "11-22-26  03:19PM                   12 ..\\..\\etc\\passwd",
        "11-22-26  03:19PM                   12 a/b",
        "11-22-26  03:19PM                   12 tab\tin it",
      })
  void usualLines_areReadAsByPatterns(String text) {
    assertSame(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Berlin",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Pacific/Apia",
        "-03:30"
      })
  void anyTime_isReadAsByPatterns(String id) {
    ZoneId zone = ZoneId.of(id);
    WindowsLine reader = new WindowsLine(zone);
    HumanFormat other = new HumanFormat(NOW, zone);
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      int year = 1980 + random.nextInt(58);
      int month = 1 + random.nextInt(12);
      int day = 1 + random.nextInt(28);
      int hour = random.nextInt(24);
      int minute = random.nextInt(60);
      String clock =
          i % 4 == 0
              ? "%02d:%02d".formatted(hour, minute)
              : "%02d:%02d%s"
                  .formatted(hour % 12 == 0 ? 12 : hour % 12, minute, hour < 12 ? "AM" : "PM");
      String years = i % 3 == 0 ? "%04d".formatted(year) : "%02d".formatted(year % 100);
      String what =
          i % 5 == 0
              ? "      <DIR>         "
              : "%20d".formatted(random.nextLong(1L << random.nextInt(1, 50)));
      String text = "%02d-%02d-%s  %s %s n".formatted(month, day, years, clock, what);
      LocalDateTime time = LocalDateTime.of(year, month, day, hour, minute);
      if (zone.getRules().getValidOffsets(time).size() == 1) {
        Patterns.assertSame(text, reader::parse, other);
      } else {
        assertEquals(Optional.empty(), reader.parse(text.getBytes(UTF_8)), text);
      }
    }
  }

  @Test
  void anyTwoDigitsOfAYear_thatCanMeanOnlyOne_areReadAsByPatterns() {
    for (int year = 0; year < 100; year++) {
      String text = "06-30-%02d  03:19PM       <DIR>          x".formatted(year);
      if (year <= 37 || year >= 80) {
        assertSame(text);
      } else {
        assertEquals(Optional.empty(), line.parse(text.getBytes(UTF_8)), text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "total 12",
        "11-22-26",
        "11-22-26  03:19PM",
        "11-22-26  03:19PM       <DIR>",
        "11-22-26  03:19PM       <DIR>          ",
        "11-22-26  03:19PM       <DIR>x",
        "11-22-26  03:19PM       <dir>          x",
        "11-22-26  03:19PM       <JUNCTION>     x",
        "11-22-26  03:19PM                   12",
        "11-22-26  03:19PM                   12\tx",
        "11-22-26  03:19PM                   12 \tx",
        "11-22-26  03:19PM                   1,234 x",
        "11-22-26  03:19PM                   -1 x",
        "11-22-26  03:19PM  1000000000000000000 nineteen digits",
        "11-22-26  03:19PM12 x",
        " 11-22-26  03:19PM                   12 x",
        "11-22-26  03:19PMx                   12 x",
        "11-22-26  03:19P                     12 x",
        "11-22-26  3:19PM                     12 x",
        "11-22-26  003:19PM                   12 x",
        "11-22-26  03:9PM                     12 x",
        "11-22-26  03:60PM                    12 x",
        "11-22-26  03.19PM                    12 x",
        "11-22-26  00:19AM                    12 x",
        "11-22-26  13:19PM                    12 x",
        "11-22-26  24:00                      12 x",
        "13-22-26  03:19PM                    12 x",
        "00-22-26  03:19PM                    12 x",
        "02-30-26  03:19PM                    12 x",
        "02-29-26  03:19PM                    12 x",
        "1-22-26  03:19PM                     12 x",
        "11-2-26  03:19PM                     12 x",
        "11-22-6  03:19PM                     12 x",
        "11-22-026  03:19PM                   12 x",
        "11-22-1979  03:19PM                  12 x",
        "11-22-2038  03:19PM                  12 x",
        "11/22/26  03:19PM                    12 x",
        "2026-11-22  03:19PM                  12 x",
        "03-29-26  02:30AM                    12 in no hour of that day",
        "10-25-26  02:30AM                    12 in two hours of that day",
        "10-25-26  02:30                      12 in two hours of that day",
        "-rw-r--r-- 1 u g 1 Nov 22 15:19 x",
        "README.TXT;3        4/6     2-NOV-2026 08:05:00  [GROUP,OWNER]    (RWED,RWED,RE,)",
      })
  void otherLines_areLeftToThePatterns(String text) {
    assertEquals(Optional.empty(), line.parse(text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".."})
  void theFolderItselfAndItsParent_areNoMembers(String name) {
    assertEquals(
        Optional.of(new Parsed.Dot()),
        line.parse(("11-22-26  03:19PM       <DIR>          " + name).getBytes(UTF_8)));
  }

  @Test
  void namesThatAreNotUtf8_keepTheirBytes() {
    byte[] text = "11-22-26  03:19PM                   12 \0".getBytes(UTF_8);
    for (int last : List.of(0x80, 0x85, 0xA0, 0xE9, 0xFF)) {
      text[text.length - 1] = (byte) last;
      assertEquals(Optional.of(patterns.parseByPatterns(text)), line.parse(text));
    }
  }

  /// A listing of many kinds says the same of each line, whichever reader took the one before.
  @Test
  void linesAmongOthers_areReadAsByPatterns() {
    HumanFormat format = new HumanFormat(NOW, ZoneOffset.UTC);
    HumanFormat alone = new HumanFormat(NOW, ZoneOffset.UTC);
    for (String text :
        List.of(
            "total 24",
            "-rw-r--r-- 1 ftp ftp 3 Nov 22 15:19 a",
            "11-22-26  03:19PM       <DIR>          b",
            "11-22-26  03:19PM                   12 c",
            "crw-rw-rw- 1 root root 1, 3 Nov  1 01:02 d",
            "11-22-26  3:19PM                    12 e",
            "total 24",
            "PEP             1024 26/11/22 09:29:06 *STMF      f",
            "11-22-26  03:19PM                   12 g",
            "A_NAME_TOO_LONG_FOR_ITS_COLUMN.TXT;1",
            "      9/9     2-JUN-2025 12:00:00  [GROUP,OWNER]    (RWED,RWED,RE,)",
            "11-22-26  03:19PM                   12 h",
            "lrwxrwxrwx 1 ftp ftp 11 Mar  3 10:00 i -> /else/where",
            "drwxr-xr-x 2 ftp ftp 11 Mar  3 10:00 j",
            "11-22-26  23:19                     12 k",
            "nonsense")) {
      byte[] bytes = text.getBytes(UTF_8);
      assertEquals(alone.parseByPatterns(bytes), format.parse(bytes), text);
    }
  }
}
