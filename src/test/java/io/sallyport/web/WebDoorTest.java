package io.sallyport.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.api.House;
import io.sallyport.config.LoginRule;
import io.sallyport.files.Entry;
import io.sallyport.files.LosslessUtf8;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebDoorTest {

  private static final String[] NAVIGATION = {
    "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Site", "none", "Accept", "text/html"
  };

  private House house = house("testapp");

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void folder_isAPlainPageOfLinks() throws Exception {
    String gbk = LosslessUtf8.decode(new byte[] {(byte) 0xD6, (byte) 0xD0});
    house.entries.add(Entry.file("x y", 123, Instant.parse("2026-11-22T10:00:00Z")));
    house.entries.add(Entry.folder("<script>alert('1')</script>\"&"));
    house.entries.add(Entry.file(gbk, 0, null));

    HttpResponse<String> answer = house.get("/open/", "Accept", "*/*");

    assertEquals(200, answer.statusCode());
    assertEquals("text/html; charset=utf-8", header(answer, "Content-Type"));
    assertTrue(header(answer, "Content-Security-Policy").startsWith("default-src 'none'"));
    String page = answer.body();
    assertTrue(
        page.contains("<a href=\"x%20y\">x y</a></td><td>123</td><td>2026-11-22T10:00:00Z</td>"),
        page);
    assertTrue(page.contains("<a href=\"%D6%D0\">\uFFFD\uFFFD</a></td><td>0</td><td></td>"), page);
    assertTrue(page.contains("<a href=\"../\">../</a>"), page);
    assertTrue(
        page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;/</a>"), page);
    assertFalse(page.contains("<script"), page);
    assertTrue(page.endsWith("</html>\n"), page);
  }

  @Test
  void top_listsTheBackendsWithoutAWayUp() throws Exception {
    String page = house.get("/").body();
    assertTrue(page.contains("<a href=\"s/\">s/</a>"), page);
    assertFalse(page.contains("../"), page);
  }

  @Test
  void folderWithoutItsSlash_isSentThere() throws Exception {
    house.entries.add(Entry.folder("a b"));
    HttpResponse<String> answer = house.get("/open/a%20b");
    assertEquals(301, answer.statusCode());
    assertEquals("/open/a%20b/", header(answer, "Location"));
    assertEquals("/open/", header(house.get("/open"), "Location"));
  }

  @Test
  void head_hasNoBody() throws Exception {
    HttpResponse<String> answer = house.send("HEAD", "/open/", "");
    assertEquals(200, answer.statusCode());
    assertEquals("", answer.body());
    assertEquals(404, house.send("HEAD", "/open/x/", "").statusCode());
  }

  @Test
  void listingThatBreaks_isAStatusOrAnAbortNeverAShortPage() throws Exception {
    house.breaksAfter = 0;
    assertEquals(502, house.get("/open/").statusCode());
    for (int i = 0; i < 10_000; i++) {
      house.entries.add(Entry.folder("a folder with a long name " + i));
    }
    house.breaksAfter = 9_999;
    assertThrows(IOException.class, () -> house.get("/open/"));
  }

  @Test
  void programWithoutALogin_isAskedForOne() throws Exception {
    HttpResponse<String> answer = house.get("/s/");
    assertEquals(401, answer.statusCode());
    assertTrue(header(answer, "WWW-Authenticate").startsWith("Basic "));
  }

  @ParameterizedTest
  @CsvSource({
    "/,200",
    "/open/,200",
    "/s/,401",
    "/s/file,401",
    "/x/,404",
    "/-/doctor,200",
    "/-/status,200"
  })
  void browser_getsTheApplicationAndNeverAPrompt(String path, int status) throws Exception {
    HttpResponse<String> answer = house.get(path, NAVIGATION);

    assertEquals(status, answer.statusCode());
    assertTrue(answer.body().contains("<title>app</title>"), answer.body());
    assertTrue(answer.body().contains(" src=\"/-/assets/main-Ab12_-xY.js\""), answer.body());
    assertEquals(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
            + " media-src 'self'; frame-src 'self'; font-src 'self'; connect-src 'self';"
            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types svelte-trusted-html dompurify",
        header(answer, "Content-Security-Policy"));
    assertEquals("no-cache", header(answer, "Cache-Control"));
    assertEquals("nosniff", header(answer, "X-Content-Type-Options"));
    assertEquals("no-referrer", header(answer, "Referrer-Policy"));
    assertTrue(header(answer, "Vary").contains("Sec-Fetch-Mode"));
    assertEquals("", header(answer, "WWW-Authenticate"));
  }

  @Test
  void page_isNotSentTwice() throws Exception {
    String etag = header(house.get("/", NAVIGATION), "ETag");
    assertEquals(
        304,
        house
            .get("/", "Sec-Fetch-Mode", "navigate", "Accept", "text/html", "If-None-Match", etag)
            .statusCode());
  }

  @Test
  void hashedFiles_areKeptForEverAndCompressed() throws Exception {
    String path = "/-/assets/main-Ab12_-xY.js";
    HttpResponse<String> plain = house.get(path);
    HttpResponse<String> packed = house.get(path, "Accept-Encoding", "br, gzip;q=0.5");

    assertEquals("public, max-age=31536000, immutable", header(plain, "Cache-Control"));
    assertEquals("text/javascript; charset=utf-8", header(plain, "Content-Type"));
    assertEquals("Accept-Encoding", header(plain, "Vary"));
    assertEquals("gzip", header(packed, "Content-Encoding"));
    assertTrue(packed.body().length() < plain.body().length() / 2);
    assertEquals("", header(house.get(path, "Accept-Encoding", "gzip;q=0"), "Content-Encoding"));
    assertEquals(
        304, house.get(path, "If-None-Match", "\"x\", W/" + header(plain, "ETag")).statusCode());
    assertEquals("no-cache", header(house.get("/-/logo.svg"), "Cache-Control"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/-/",
        "/-",
        "/-/index.html",
        "/-/assets",
        "/-/assets/",
        "/-/nope.js",
        "/-/../WebDoor.class",
        "/-/..%2fWebDoor.class",
        "/-/assets/../index.html",
        "/-//etc/passwd",
        "/-/%2e%2e/x.js"
      })
  void nothingElseBelowTheDash_isServed(String path) throws Exception {
    assertEquals(404, house.get(path).statusCode());
  }

  @Test
  void filesOfTheApplication_areOnlyRead() throws Exception {
    HttpResponse<String> answer = house.send("PUT", "/-/logo.svg", "x");
    assertEquals(405, answer.statusCode());
    assertEquals("GET, HEAD", header(answer, "Allow"));
  }

  @Test
  void withoutTheApplication_browsersGetThePlainPage() throws Exception {
    house.close();
    house = house("noapp");
    String page = house.get("/open/", NAVIGATION).body();
    assertTrue(page.contains("Index of /open/"), page);
  }

  private static House house(String application) {
    return new House(
        new LoginRule.PassThrough(),
        api -> List.of(api, new WebDoor(new Application(application))));
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
