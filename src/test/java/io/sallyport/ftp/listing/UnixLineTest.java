package io.sallyport.ftp.listing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reading byte by byte says what the patterns say.
final class UnixLineTest {

  private static final Instant NOW = Instant.parse("2026-11-22T15:20:00Z");
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private final UnixLine line = new UnixLine(NOW, ZONE);
  private final HumanFormat patterns = new HumanFormat(NOW, ZONE);

  private void assertSame(String text) {
    Patterns.assertSame(text, line::parse, patterns);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-rw-r--r--    1 ftp      ftp          4096 Nov 22 15:19 plain.txt",
        "-rw-r--r--    1 0        0      5368709120 Feb 01  2019 over 4 GiB.iso",
        "drwxrwsrwt 12 john staff 4096 Jun  3 9:59 two  spaces   here",
        "drwx--S--T 12 john staff 4096 jun  3 09:59 .hidden",
        "-rw-r--r-- 1 u g 1 Dec 31 23:59 next year's last is last year's",
        "-rw-r--r-- 1 u g 1 Feb 29 12:00 leap",
        "-rw-r--r-- 1 u g 1 Mar 29 02:30 in no hour of that day",
        "-rw-r--r-- 1 u g 1 Oct 25 02:30 in two hours of that day",
        "-rw-r--r-- 1 u g 1 Nov 23 15:19 tomorrow",
        "-rw-r--r-- 1 u g 1 Nov 24 15:19 later",
        "-rw-r--r-- 1 domain\\user domain^users 1 Nov 22 15:19 ends with space ",
        "-rw-r--r-- 1 u g 1 Nov 22 15:19 名字 \uD83D\uDE00",
        "-rw-r--r-- 1 u g 1 Nov 22 15:19 a -> b",
        "-rw-r--r-- 1 u g 1 Nov 22 15:19 -a",
        "drwxr-xr-x 2 u g 4096 Nov 22 15:19 .",
        "drwxr-xr-x 2 u g 4096 Nov 22 15:19 ..",
        "-rw-r--r-- 1 u g 1 Nov 22 15:19 ../../etc/passwd",
        "-rw-r--r-- 1 u g 1 Nov 22 15:19 tab\tin it",
      })
  void usualLines_areReadAsByPatterns(String text) {
    assertSame(text);
  }

  @Test
  void anyTime_isReadAsByPatterns() {
    Random random = new Random(7);
    String[] months = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    for (int i = 0; i < 2000; i++) {
      String month = months[random.nextInt(12)];
      int day = 1 + random.nextInt(28);
      String clock =
          random.nextBoolean()
              ? " " + (1971 + random.nextInt(80))
              : "%02d:%02d".formatted(random.nextInt(24), random.nextInt(60));
      String size = Long.toString(random.nextLong(1L << random.nextInt(1, 50)));
      assertSame("-rw-r--r--  1 a b %s %s %2d %s n".formatted(size, month, day, clock));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "total 12",
        "-rw-r--r--",
        "-rw-r--r-- 1 u g 1 Nov 22 15:19",
        "-rw-r--r-- 1 u g 1 Nov 22 15:19 ",
        "-rw-r--r-- 1 u g 1 Nov 22 15:19  leading space",
        "-rw-r--r--. 1 u g 1 Nov 22 15:19 x",
        "-rw-r--r--+ 1 u g 1 Nov 22 15:19 x",
        "lrwxrwxrwx 1 u g 1 Nov 22 15:19 x -> y",
        "crw-rw-rw- 1 u g 1, 3 Nov 22 15:19 null",
        "-rw-r--r-- 1 u 1 Nov 22 15:19 no group",
        "-rw-r--r-- 1 John Smith users 1 Nov 22 15:19 x",
        "-rw-r--r-- 1 u g 1 22 Nov 15:19 x",
        "-rw-r--r-- 1 u g 1 2026-11-22 15:19 x",
        "-rw-r--r-- 1 u g 1 Feb 30 15:19 x",
        "-rw-r--r-- 1 u g 1 Nov 22 24:00 x",
        "-rw-r--r-- 1 u g 1 Nov 22 15:60 x",
        "-rw-r--r-- 1 u g 1 Nov 22 15:5 x",
        "-rw-r--r-- 1 u g 9999999999999999999999 Nov 22 15:19 x",
        "-rwxrwxrwq 1 u g 1 Nov 22 15:19 x",
        "d [R----F--] supervisor 512 Jan 16 18:53 login",
        "01-16-02  11:14AM       <DIR>          epsgroup",
      })
  void otherLines_areLeftToThePatterns(String text) {
    assertEquals(Optional.empty(), line.parse(text.getBytes(UTF_8)));
  }

  @Test
  void namesThatAreNotUtf8_keepTheirBytes() {
    byte[] text = "-rw-r--r-- 1 u g 1 Nov 22 15:19 \0".getBytes(UTF_8);
    for (int last : List.of(0x80, 0x85, 0xA0, 0xE9, 0xFF)) {
      text[text.length - 1] = (byte) last;
      assertEquals(Optional.of(patterns.parseByPatterns(text)), line.parse(text));
    }
  }
}
