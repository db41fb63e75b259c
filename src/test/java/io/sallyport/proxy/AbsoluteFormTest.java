package io.sallyport.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.AdHocName;
import io.sallyport.http.HeadRewriter.Rewritten;
import io.sallyport.http.Place;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AbsoluteFormTest {

  private final AbsoluteForm form =
      new AbsoluteForm(
          link ->
              new Place(
                  Optional.of(AdHocName.of(link.url()).toString()), link.path(), link.isFolder()),
          "/base",
          false);

  private static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private Rewritten rewrite(String head) {
    return form.rewrite(head.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String text(Rewritten rewritten) {
    return StandardCharsets.ISO_8859_1.decode(rewritten.head()).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "GET ftp://h/ HTTP/1.1, GET /base/~h/ HTTP/1.1",
    "GET ftp://h HTTP/1.0, GET /base/~h/ HTTP/1.0",
    "HEAD FTP://H:2121/a%20b HTTP/1.1, HEAD /base/~h%3A2121/a%20b HTTP/1.1",
    "PUT ftps://h/a HTTP/1.1, PUT /base/~ftps%3Ah/a HTTP/1.1",
    "GET ftpes://h/%2Fetc/x;type=i HTTP/1.1, GET /base/~~ftpes%3Ah/etc/x HTTP/1.1",
    "GET ftp://h/a;type=d HTTP/1.1, GET /base/~h/a/ HTTP/1.1",
    "GET ftp://h/a|b HTTP/1.1, GET /base/~h/a%7Cb HTTP/1.1",
    "GET ftp://h/a?b#c HTTP/1.1, GET /base/~h/a%3Fb%23c HTTP/1.1"
  })
  void theTargetBecomesItsPlace(String sent, String read) {
    assertTrue(form.wants(sent.substring(0, Math.min(24, sent.length()))), sent);
    assertEquals(read, text(rewrite(head(sent, "Host: h"))).lines().findFirst().orElseThrow());
  }

  @Test
  void theLoginOfTheUrlBecomesAHeader_andThePasswordIsNowhereElse() {
    String read =
        text(
            rewrite(
                head(
                    "GET ftp://me:s3%40ret@h/a HTTP/1.1",
                    "Host: x",
                    "Authorization: Basic b3RoZXI6eA==",
                    "Cookie: sallyport=1",
                    "Range: bytes=1-2")));
    String login = Base64.getEncoder().encodeToString("me:s3@ret".getBytes(StandardCharsets.UTF_8));
    assertTrue(read.contains("\r\nAuthorization: Basic " + login + "\r\n"), read);
    assertTrue(read.contains("\r\nHost: h\r\n"), read);
    assertTrue(read.contains("\r\nRange: bytes=1-2\r\n"), read);
    assertFalse(read.contains("b3RoZXI6eA"), read);
    assertFalse(read.contains("Cookie"), read);
    assertFalse(read.contains("s3"), read);
  }

  @Test
  void withoutAPasswordInTheUrlTheHeaderHolds() {
    for (String url : new String[] {"ftp://h/a", "ftp://me@h/a", "ftp://anonymous:x@h/a"}) {
      String read = text(rewrite(head("GET " + url + " HTTP/1.1", "Authorization: Basic eDp5")));
      assertTrue(read.contains("\r\nAuthorization: Basic eDp5\r\n"), read);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X: y, 0",
    "Content-Length: 12, 12",
    "content-length:12, 12",
    "Content-Length: 1 2, -1",
    "Content-Length: +12, -1",
    "Content-Length: -1, -1",
    "Content-Length: 99999999999999999999, -1",
    "Transfer-Encoding: chunked, -1",
    "Upgrade: h2c, -1"
  })
  void whereTheBodyEndsIsKnownOrTheConnectionEnds(String header, long bytes) {
    Rewritten rewritten = rewrite(head("PUT ftp://h/a HTTP/1.1", header));
    assertEquals(bytes, rewritten.bodyBytes());
    assertEquals(bytes < 0, text(rewritten).contains("\r\nConnection: close\r\n"));
  }

  @Test
  void twoLengthsAreNone() {
    String twice = head("PUT ftp://h/a HTTP/1.1", "Content-Length: 1", "Content-Length: 1");
    assertEquals(-1, rewrite(twice).bodyBytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET ftp://u:p%0d%0aX@h/ HTTP/1.1",
        "GET ftp://h/%0d%0aDELE HTTP/1.1",
        "GET ftp://h/../x HTTP/1.1",
        "GET ftp://127.1/ HTTP/1.1",
        "GET ftp:///x HTTP/1.1",
        "GET ftp://u%3Av:s3cret@h/ HTTP/1.1",
        "GET ftp://u:s3cret@h:port/ HTTP/1.1",
        "GET ftp://h/ x HTTP/1.1",
        "GET ftp://h/",
        "CONNECT h:21 HTTP/1.1"
      })
  void whatCannotBeFetchedIsAnsweredNowhere(String line) {
    Rewritten rewritten = rewrite(head(line, "Host: h"));
    assertTrue(text(rewritten).startsWith("GET /base/-/proxy HTTP/1."), () -> text(rewritten));
    assertEquals(-1, rewritten.bodyBytes());
    assertFalse(text(rewritten).contains("s3cret"), () -> text(rewritten));
  }

  @Test
  void foldedHeadersAreNotUnderstood() {
    String folded = head("GET ftp://h/a HTTP/1.1", "X: y", " Content-Length: 5");
    assertTrue(text(rewrite(folded)).startsWith("GET /base/-/proxy "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: h",
        "GET http://h/ HTTP/1.1",
        "GET /ftp://h/ HTTP/1.1",
        "ftp://h/ GET HTTP/1.1",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n"
      })
  void otherRequestsAreLeftAlone(String begins) {
    assertFalse(form.wants(begins.substring(0, Math.min(24, begins.length()))));
  }

  @Test
  void aListenerForNothingElseTakesWholeUrlsOfEveryScheme() {
    AbsoluteForm only = new AbsoluteForm(_ -> Place.TOP, "", true);
    assertTrue(only.wants("GET http://h/ HTTP/1.1"));
    assertFalse(only.wants("GET /path HTTP/1.1\r\nHost:"));
  }
}
