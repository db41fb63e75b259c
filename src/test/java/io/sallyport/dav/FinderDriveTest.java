package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the macOS Finder sends when a file is copied to a mounted folder, step by step.
final class FinderDriveTest {

  private static final String LOCK =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <D:lockinfo xmlns:D="DAV:">
      <D:lockscope><D:exclusive/></D:lockscope>
      <D:locktype><D:write/></D:locktype>
      <D:owner>
      <D:href>http://www.apple.com/webdav_fs/</D:href>
      </D:owner>
      </D:lockinfo>
      """;

  private static final String QUOTA =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <D:propfind xmlns:D="DAV:">
      <D:prop>
      <D:quota-available-bytes/><D:quota-used-bytes/><D:quota/><D:quotaused/>
      </D:prop>
      </D:propfind>
      """;

  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void fileIsCopiedToTheFolder() throws Exception {
    // Without credentials, and still told that this can be written to.
    HttpResponse<String> options = gateway.send("OPTIONS", "/m/");
    assertEquals(200, options.statusCode());
    assertTrue(options.headers().firstValue("DAV").orElseThrow().contains("2"));
    HttpResponse<String> quota = gateway.sendBody("PROPFIND", "/m/", QUOTA, "Depth", "0");
    assertEquals(207, quota.statusCode());
    assertTrue(quota.body().contains("<D:quota-available-bytes/>"), quota.body());
    assertTrue(quota.body().contains("HTTP/1.1 404 Not Found"), quota.body());

    for (String path : new String[] {"/m/a%CC%88.txt", "/m/._a%CC%88.txt"}) {
      assertEquals(404, gateway.status("PROPFIND", path, "Depth", "0"));
      assertEquals(201, gateway.sendBody("PUT", path, "").statusCode());
      HttpResponse<String> locked =
          gateway.sendBody("LOCK", path, LOCK, "Depth", "0", "Timeout", "Second-600");
      assertEquals(200, locked.statusCode());
      assertTrue(locked.body().contains("http://www.apple.com/webdav_fs/"), locked.body());
      String token = locked.headers().firstValue("Lock-Token").orElseThrow();
      assertEquals(204, chunked(path, "first try", token));
      assertEquals(204, chunked(path, "content", token));
      assertEquals(207, gateway.status("PROPFIND", path, "Depth", "0"));
      assertEquals(204, gateway.status("UNLOCK", path, "Lock-Token", token));
    }
    // The decomposed name is kept as it was sent.
    assertEquals(Optional.of("content"), gateway.files().content("/a\u0308.txt"));
    assertEquals(404, gateway.status("GET", "/m/%C3%A4.txt"));
    assertEquals(204, gateway.status("DELETE", "/m/._a%CC%88.txt"));
  }

  private int chunked(String path, String body, String token) throws Exception {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return gateway
        .send(
            "PUT",
            path,
            HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)),
            "X-Expected-Entity-Length",
            String.valueOf(bytes.length),
            "If",
            "(" + token + ")")
        .statusCode();
  }
}
