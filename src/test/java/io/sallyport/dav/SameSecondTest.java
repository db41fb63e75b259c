package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sallyport.files.Failure;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// All versions of a file have the same size and are of the same second: whoever holds one learns
/// that it is not the present one.
final class SameSecondTest {

  private final TestGateway gateway = new TestGateway();

  SameSecondTest() {
    gateway.files().stopClock();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private String put(String path, String content, String... headers) throws Exception {
    HttpResponse<String> put = gateway.sendBody("PUT", path, content, headers);
    assertEquals(2, put.statusCode() / 100, put.body());
    return put.headers().firstValue("ETag").orElseThrow();
  }

  private HttpResponse<String> head(String path) throws Exception {
    return gateway.send("HEAD", path);
  }

  private String etag(String path) throws Exception {
    return head(path).headers().firstValue("ETag").orElseThrow();
  }

  private String date(String path) throws Exception {
    return head(path).headers().firstValue("Last-Modified").orElseThrow();
  }

  /// Whoever holds the version of that tag and that date is told that there is another.
  private void isNew(String etag, String date, String content) throws Exception {
    HttpResponse<String> got = gateway.send("GET", "/m/a", "If-None-Match", etag);
    assertEquals(200, got.statusCode());
    assertEquals(content, got.body());
    assertEquals(200, gateway.status("GET", "/m/a", "If-Modified-Since", date));
    assertEquals(412, gateway.sendBody("PUT", "/m/a", "lost", "If-Match", etag).statusCode());
    assertEquals(
        412, gateway.sendBody("PUT", "/m/a", "lost", "If", "([" + etag + "])").statusCode());
    assertEquals(304, gateway.status("GET", "/m/a", "If-None-Match", etag("/m/a")));
    assertEquals(Optional.of(content), gateway.files().content("/a"));
  }

  @Test
  void savedAgain() throws Exception {
    String one = put("/m/a", "one");
    String dateOfOne = date("/m/a");
    String two = put("/m/a", "two");
    String dateOfTwo = date("/m/a");
    assertNotEquals(one, two);
    isNew(one, dateOfOne, "two");
    assertEquals(etag("/m/a"), two);
    put("/m/a", "three, which is longer");
    assertNotEquals(one, put("/m/a", "six"));
    isNew(one, dateOfOne, "six");
    isNew(two, dateOfTwo, "six");
  }

  @Test
  void savedUnderACondition() throws Exception {
    String etag = put("/m/a", "one");
    for (String content : new String[] {"two", "six", "ten"}) {
      String date = date("/m/a");
      String before = etag;
      etag = put("/m/a", content, "If-Match", etag);
      isNew(before, date, content);
    }
  }

  @Test
  void writtenBesideAndMovedOver() throws Exception {
    String one = put("/m/a", "one");
    String date = date("/m/a");
    put("/m/.a.tmp", "two");
    assertEquals(204, gateway.status("MOVE", "/m/.a.tmp", "Destination", "/m/a"));
    isNew(one, date, "two");
  }

  @Test
  void oldMovedAwayAndWrittenAnew() throws Exception {
    String one = put("/m/a", "one");
    String date = date("/m/a");
    assertEquals(201, gateway.status("MOVE", "/m/a", "Destination", "/m/a~"));
    put("/m/a", "two");
    isNew(one, date, "two");
  }

  @Test
  void deletedAndWrittenAnew() throws Exception {
    String one = put("/m/a", "one");
    String date = date("/m/a");
    assertEquals(204, gateway.status("DELETE", "/m/a"));
    put("/m/a", "two");
    isNew(one, date, "two");
  }

  @Test
  void copiedOver() throws Exception {
    String one = put("/m/a", "one");
    String date = date("/m/a");
    put("/m/b", "two");
    assertEquals(204, gateway.status("COPY", "/m/b", "Destination", "/m/a"));
    isNew(one, date, "two");
  }

  @Test
  void serverThatCannotSetTimes_getsNoTagThatIsNotSure() throws Exception {
    put("/m/a", "one");
    gateway.files().fail("time /a", new Failure.Unsupported("Unknown command.", null));
    HttpResponse<String> put = gateway.sendBody("PUT", "/m/a", "two");
    assertEquals(204, put.statusCode());
    assertEquals(Optional.empty(), put.headers().firstValue("ETag"));
  }

  @Test
  void timeThatAClientSets_isKept() throws Exception {
    put("/m/a", "one");
    HttpResponse<String> put = gateway.sendBody("PUT", "/m/a", "two", "X-OC-Mtime", "1000000000");
    assertEquals("accepted", put.headers().firstValue("X-OC-Mtime").orElseThrow());
    assertEquals("Sun, 09 Sep 2001 01:46:40 GMT", date("/m/a"));
    put("/m/a", "six");
    assertEquals("Tue, 14 Nov 2023 22:13:21 GMT", date("/m/a"));
  }
}
