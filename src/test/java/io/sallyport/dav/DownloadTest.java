package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Failure;
import io.sallyport.http.Wire;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DownloadTest {

  private final TestGateway gateway = new TestGateway();

  DownloadTest() {
    gateway.files().file("/ten", "0123456789").folder("/dir");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void file_comesWithItsValidators() throws Exception {
    HttpResponse<String> response = gateway.send("GET", "/m/ten");
    assertEquals(200, response.statusCode());
    assertEquals("0123456789", response.body());
    assertEquals("10", header(response, "Content-Length"));
    assertEquals("bytes", header(response, "Accept-Ranges"));
    assertEquals("Tue, 14 Nov 2023 22:13:20 GMT", header(response, "Last-Modified"));
    assertEquals("\"6553f100-a\"", header(response, "ETag"));
    assertEquals("application/octet-stream", header(response, "Content-Type"));
  }

  @Test
  void head_readsNothing() throws Exception {
    HttpResponse<String> response = gateway.send("HEAD", "/m/ten");
    assertEquals("10", header(response, "Content-Length"));
    assertEquals("", response.body());
    assertEquals(List.of("stat /ten"), gateway.files().log());
  }

  @Test
  void oneStat_aRequest() throws Exception {
    gateway.send("GET", "/m/ten", "If-None-Match", "\"x\"", "Range", "bytes=0-1");
    assertEquals(1, gateway.files().log().stream().filter("stat /ten"::equals).count());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=-3, 206, 789, bytes 7-9/10",
    "bytes=4-, 206, 456789, bytes 4-9/10",
    "bytes=0-3, 206, 0123, bytes 0-3/10",
    "'bytes=0-1,4-5', 200, 0123456789, ",
    "rubbish, 200, 0123456789, ",
    "bytes=10-, 416, , bytes */10",
  })
  void range_isSallyportsOwn(String range, int status, String body, String contentRange)
      throws Exception {
    HttpResponse<String> response = gateway.send("GET", "/m/ten", "Range", range);
    assertEquals(status, response.statusCode());
    if (body != null) {
      assertEquals(body, response.body());
    }
    assertEquals(contentRange == null ? "" : contentRange, header(response, "Content-Range"));
  }

  @Test
  void ifRange_takesARangeOfTheSameVersionOnly() throws Exception {
    assertEquals(206, get("Range", "bytes=0-1", "If-Range", "\"6553f100-a\""));
    assertEquals(206, get("Range", "bytes=0-1", "If-Range", "Tue, 14 Nov 2023 22:13:20 GMT"));
    assertEquals(200, get("Range", "bytes=0-1", "If-Range", "\"other\""));
    assertEquals(200, get("Range", "bytes=0-1", "If-Range", "W/\"6553f100-a\""));
    assertEquals(200, get("Range", "bytes=0-1", "If-Range", "Mon, 13 Nov 2023 22:13:20 GMT"));
  }

  @Test
  void serverWithoutRestart_sendsTheWholeFile() throws Exception {
    gateway.close();
    try (TestGateway other = new TestGateway()) {
      other.files().file("/ten", "0123456789").failRestart();
      HttpResponse<String> response = other.send("GET", "/m/ten", "Range", "bytes=4-");
      assertEquals(200, response.statusCode());
      assertEquals("0123456789", response.body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "If-None-Match, '\"6553f100-a\"', 304",
    "If-None-Match, 'W/\"6553f100-a\"', 304",
    "If-None-Match, '\"x\", \"6553f100-a\"', 304",
    "If-None-Match, *, 304",
    "If-None-Match, '\"x\"', 200",
    "If-Modified-Since, 'Tue, 14 Nov 2023 22:13:20 GMT', 304",
    "If-Modified-Since, 'Tue, 14 Nov 2023 22:13:19 GMT', 200",
    "If-Modified-Since, rubbish, 200",
    "If-Match, '\"6553f100-a\"', 200",
    "If-Match, 'W/\"6553f100-a\"', 412",
    "If-Match, '\"x\"', 412",
    "If-Match, *, 200",
    "If-Unmodified-Since, 'Tue, 14 Nov 2023 22:13:19 GMT', 412",
    "If-Unmodified-Since, 'Tue, 14 Nov 2023 22:13:20 GMT', 200",
  })
  void condition_decides(String name, String value, int status) throws Exception {
    assertEquals(status, get(name, value));
  }

  @Test
  void failureBeforeTheFirstByte_isAStatus() throws Exception {
    gateway.files().fail("read /ten", new Failure.Denied("The server says no.", null));
    HttpResponse<String> response = gateway.send("GET", "/m/ten");
    assertEquals(403, response.statusCode());
    assertEquals("", header(response, "ETag"));
    gateway.files().file("/cut", "abc").cutDownloads(0);
    assertEquals(502, gateway.status("GET", "/m/cut"));
  }

  @Test
  void truncatedDownload_isVisible() throws Exception {
    gateway.files().file("/big", new byte[1_000_000]).cutDownloads(400_000);
    assertThrows(IOException.class, () -> gateway.send("GET", "/m/big"));
  }

  /// Or the beginning of the new file would pass for the old one.
  @Test
  void fileThatIsReplacedInTheMeantime_isSentWhole() throws Exception {
    gateway.files().file("/swap", "first");
    gateway.files().upon("stat /swap", () -> gateway.files().file("/swap", "first and mine"));
    HttpResponse<String> got = gateway.send("GET", "/m/swap");
    assertEquals(200, got.statusCode());
    assertEquals("first and mine", got.body());
    assertEquals(
        gateway.send("HEAD", "/m/swap").headers().firstValue("ETag"),
        got.headers().firstValue("ETag"));
  }

  /// As it was when it was announced; a log that is written to all the time could never be fetched
  /// otherwise.
  @Test
  void fileThatGrowsAndGrows_isSentAsFarAsItWas() throws Exception {
    growing("0");
    HttpResponse<String> got = gateway.send("GET", "/m/log");
    assertEquals(200, got.statusCode());
    assertTrue("0123456789".startsWith(got.body()) && !got.body().isEmpty(), got.body());
  }

  private void growing(String content) {
    gateway.files().file("/log", content);
    gateway.files().upon("stat /log", () -> growing(content + content.length()));
  }

  @Test
  void missing_is404() throws Exception {
    assertEquals(404, gateway.status("GET", "/m/none"));
    assertEquals(404, gateway.status("GET", "/nobody/none"));
    assertEquals(401, gateway.status("GET", "/locked/ten"));
  }

  @Test
  void folderWithoutSlash_isRedirected() throws Exception {
    HttpResponse<String> response = gateway.send("GET", "/m/dir?a=b");
    assertEquals(301, response.statusCode());
    assertEquals("/m/dir/?a=b", header(response, "Location"));
    assertEquals(406, gateway.status("GET", "/m/dir/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.html", "a.SVG", "a.xhtml", "a.xml", "a.js"})
  void whatCouldRunScripts_isAnAttachmentInASandbox(String name) throws Exception {
    gateway.files().file("/" + name, "<script>alert(1)</script>");
    HttpResponse<String> response = gateway.send("GET", "/m/" + name);
    assertTrue(header(response, "Content-Disposition").startsWith("attachment;"));
    assertTrue(header(response, "Content-Security-Policy").startsWith("sandbox;"));
    assertEquals("nosniff", header(response, "X-Content-Type-Options"));
  }

  @Test
  void pdf_opensInTheBrowser_inASandbox() throws Exception {
    gateway.files().file("/a.pdf", "%PDF");
    HttpResponse<String> response = gateway.send("GET", "/m/a.pdf");
    assertEquals("application/pdf", header(response, "Content-Type"));
    assertTrue(header(response, "Content-Security-Policy").startsWith("sandbox;"));
    assertEquals("", header(response, "Content-Disposition"));
  }

  @Test
  void oddName_cannotEndAHeader() throws Exception {
    gateway.files().file("/\"\u00e9;\\ %.html", "x");
    HttpResponse<String> response = gateway.send("GET", "/m/%22%C3%A9%3B%5C%20%25.html");
    assertEquals(
        "attachment; filename=\"__;_ _.html\"; filename*=UTF-8''%22%C3%A9%3B%5C%20%25.html",
        header(response, "Content-Disposition"));
  }

  @Test
  void http10_getsAPlainBody() throws Exception {
    try (Wire wire = gateway.wire()) {
      String all = wire.send("GET /m/ten HTTP/1.0", "").restText();
      assertTrue(all.endsWith("\r\n\r\n0123456789"), all);
    }
  }

  private int get(String... headers) throws Exception {
    return gateway.status("GET", "/m/ten", headers);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
