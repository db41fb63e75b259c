package io.sallyport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.files.Login;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FtpUrlTest {

  @Test
  void everyPart_isRead() {
    FtpUrl url = FtpUrl.parse("ftp://u%40x:p%3A%2F%25@Host.Example:2121/pub/a%20b/");

    assertEquals(
        new FtpUrl(TlsSettings.Mode.NONE, "u@x", "p:/%", "host.example", 2121, "pub/a b"), url);
    assertEquals("ftp://host.example:2121/pub/a b", url.toString());
    assertEquals(new LoginRule.Fixed(new Login("u@x", "p:/%")), url.login());
  }

  @Test
  void whatIsLeftOut_isAbsent() {
    FtpUrl url = FtpUrl.parse("FTP://h");

    assertEquals(new FtpUrl(TlsSettings.Mode.NONE, null, null, "h", 21, ""), url);
    assertEquals(new LoginRule.PassThrough(), url.login());
  }

  @Test
  void userAlone_isAHintAndAnonymousAloneIsALogin() {
    assertEquals(new LoginRule.PassThrough(), FtpUrl.parse("ftp://u@h/").login());
    assertEquals(new LoginRule.Anonymous(), FtpUrl.parse("ftp://anonymous@h/").login());
    assertEquals(new LoginRule.Fixed(new Login("u", "")), FtpUrl.parse("ftp://u:@h/").login());
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://h/,''",
    "ftp://h/pub,pub",
    "ftp://h/%2Fpub,/pub",
    "ftp://h/%2f,/",
    "ftp://h/a;type=i,a",
    "ftp://h/%E4%B8%AD,中"
  })
  void path_startsAtTheLoginDirectoryUnlessItsSlashIsEncoded(String url, String root) {
    assertEquals(root, FtpUrl.parse(url).root());
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://h/,NONE,21,ftp://h/",
    "ftpes://h/,REQUIRED,21,ftpes://h/",
    "FTPS://h/,IMPLICIT,990,ftps://h/",
    "ftps://h:21/,IMPLICIT,21,ftps://h:21/"
  })
  void scheme_saysHowTlsBegins(String text, TlsSettings.Mode tls, int port, String again) {
    FtpUrl url = FtpUrl.parse(text);
    assertEquals(tls, url.tls());
    assertEquals(port, url.port());
    assertEquals(again, url.toString());
  }

  @Test
  void ipv6_standsInBrackets() {
    FtpUrl url = FtpUrl.parse("ftp://[::1]:2121/");
    assertEquals("::1", url.host());
    assertEquals("[::1]:2121", url.server());
    assertNull(url.user());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://h/|an FTP URL starts with ftp://, ftpes:// or ftps://",
        "h|an FTP URL starts with ftp://, ftpes:// or ftps://",
        "sftp://h/|SFTP is not FTP but SSH, and is not supported",
        "ftp://|the host in the URL is missing",
        "ftp:///a|the host in the URL is missing",
        "ftp://a b/|the host in the URL is not a name",
        "ftp://[::1/|the bracket around the IPv6 address is not closed",
        "ftp://[x]/|the IPv6 address in the URL is not one",
        "ftp://h/a?b|in the URL's path, write ? as %3F and # as %23",
        "ftp://h/../x|the URL's path cannot be used",
        "ftp://u%0d:p@h/|the user in the URL holds a line end",
        "ftp://u:50%@h/|in the URL's password, write % as %25: what follows it is not two digits"
      })
  void whatCannotBeRead_isSaid(String url, String why) {
    assertEquals(
        why, assertThrows(IllegalArgumentException.class, () -> FtpUrl.parse(url)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://u:s3cr/et@h/",
        "ftp://u:s3cr%et@h/",
        "ftp://u:s3cret@h:99999/",
        "x://u:s3cret@h/",
        "ftp://u:s3cret%0a@h/",
        "ftp://u:s3cret@/"
      })
  void noMessage_holdsThePassword(String url) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> FtpUrl.parse(url));
    assertFalse(e.toString().contains("s3cr"), e.toString());
  }
}
