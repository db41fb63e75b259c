package io.sallyport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FtpLinkTest {

  @ParameterizedTest
  @CsvSource({
    "ftp://h, '', true, /",
    "ftp://h/, '', true, /",
    "ftp://h/a, a, false, /a/",
    "ftp://h/a/b/, a/b, true, /a/b/",
    "ftp://h/a%20b/, a b, true, /a%20b/",
    "ftp://h/%2Fetc/x, /etc/x, false, /%2Fetc/x/",
    "ftp://h//etc/x, /etc/x, false, /%2Fetc/x/",
    "ftp://h/%2F, /, false, /%2F",
    "ftp://h/what?, what?, false, /what%3F/",
    "ftp://h/a?b=c/d, a?b=c/d, false, /a%3Fb%3Dc/d/",
    "ftp://h/a#top, a, false, /a/",
    "ftp://h/a%23b, a#b, false, /a%23b/",
    "ftp://h/a;b, a;b, false, /a%3Bb/",
    "ftp://h/a;type=i, a, false, /a/",
    "ftp://h/a;type=A, a, false, /a/",
    "ftp://h/a/;type=d, a, true, /a/",
    "FTP://H/A, A, false, /A/"
  })
  void pathsAreReadByTheirRfc(String text, String root, boolean slash, String asFolder) {
    FtpLink link = FtpLink.parse(text);
    assertEquals(root, link.url().root());
    assertEquals(slash, link.slash());
    assertEquals(asFolder, link.asFolder());
  }

  @Test
  void namesKeepBytesThatAreNotUtf8() {
    assertEquals(
        new RemotePath(List.of(LosslessUtf8.decode(new byte[] {(byte) 0xD6, (byte) 0xD0}))),
        FtpLink.parse("ftp://h/%D6%D0").path());
  }

  @Test
  void theTypeSaysWhetherItIsAFolder() {
    assertTrue(FtpLink.parse("ftp://h/a;type=d").isFolder());
    assertFalse(FtpLink.parse("ftp://h/a;type=d").slash());
    assertFalse(FtpLink.parse("ftp://h/a;type=a").isFolder());
  }

  @Test
  void serversAreReadByTheirRfc() {
    FtpUrl six = FtpLink.parse("ftpes://me@[2001:db8::1]:2121/").url();
    assertEquals("2001:db8::1", six.host());
    assertEquals(2121, six.port());
    assertEquals("me", six.user());
    assertEquals(TlsSettings.Mode.REQUIRED, six.tls());
    assertEquals("h@work", FtpLink.parse("ftp://h%40work:x@ftp.example.org/").url().user());
    assertEquals(990, FtpLink.parse("ftps://h/").url().port());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "h/a",
        "http://h/",
        "sftp://h/",
        "ftp:///a",
        "ftp://h:99999/",
        "ftp://h/%0d%0aDELE%20x",
        "ftp://h/%00",
        "ftp://h/../a",
        "ftp://h/%2e%2e/a",
        "ftp://h/a%2Fb",
        "ftp://h/50%",
        "ftp://u:s3cret@/",
        "ftp://u:s3cret/x@h/"
      })
  void whatIsNoLinkIsRefused_withoutItsPassword(String text) {
    String said =
        assertThrows(IllegalArgumentException.class, () -> FtpLink.parse(text)).toString();
    assertFalse(said.contains("s3cret"), said);
  }
}
