package io.sallyport.ftp.listing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sallyport.files.Entry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a line of LIST says of permissions.
final class UnixModeTest {

  private static Entry listed(String line) {
    return assertInstanceOf(
            Parsed.Member.class,
            new HumanFormat(Instant.parse("2026-11-22T15:20:00Z"), ZoneOffset.UTC)
                .parse(line.getBytes(UTF_8)))
        .entry();
  }

  @ParameterizedTest
  @CsvSource({
    "----------, 0",
    "-rw-r--r--, 644",
    "-rwxr-x--x, 751",
    "drwxr-xr-x, 755",
    "drwxrwxrwt, 1777",
    "drwxrwxrwT, 1776",
    "-rwsr-sr-x, 6755",
    "-rwSr-Sr-x, 6645",
    "drwxrwsr-x, 2775",
    "-r--------, 400",
    "--w--w--w-, 222",
  })
  void everyPlaceHasItsBit(String mode, String octal) {
    int expected = Integer.parseInt(octal, 8);
    assertEquals(expected, UnixMode.of(mode.getBytes(UTF_8)));
    String usual = mode + " 1 ftp ftp 3 Nov 22 15:19 x";
    assertEquals(expected, listed(usual).mode());
    String byPatterns = mode + " 1 John Smith users 3 Nov 22 15:19 x";
    assertEquals(expected, listed(byPatterns).mode());
  }

  @Test
  void linksHaveThemToo() {
    assertEquals(0777, listed("lrwxrwxrwx 1 ftp ftp 3 Nov 22 15:19 x -> y").mode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-rw-r--r-", "-rw-r--w--", "d [R----F--]", "-rwxrwxrwq", "01-16-02  11:14AM"})
  void whatIsNone_saysNothing(String text) {
    assertEquals(UnixMode.NONE, UnixMode.of(text.getBytes(UTF_8)));
  }

  @Test
  void otherSystems_sayNothing() {
    assertEquals(
        "null null",
        Objects.toString(listed("01-16-02  11:14AM       <DIR>          epsgroup").mode())
            + " "
            + listed("- [-RWCEAFMS] username   161 Oct 02  2004 readme.txt").mode());
  }
}
