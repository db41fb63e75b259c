package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What Microsoft Office sends to a server that it opens a document from by URL, step by step.
final class WordSaveTest {

  private static final String LOCK =
      "<?xml version=\"1.0\" encoding=\"utf-8\" ?><D:lockinfo xmlns:D=\"DAV:\"><D:lockscope>"
          + "<D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype><D:owner>"
          + "<D:href>HOST\\user</D:href></D:owner></D:lockinfo>";

  private final TestGateway gateway = new TestGateway();

  WordSaveTest() {
    gateway.files().folder("/docs").file("/docs/report.docx", "first");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void documentIsOpenedRefreshedSavedAndClosed() throws Exception {
    HttpResponse<String> options = gateway.send("OPTIONS", "/m/docs/");
    assertEquals(200, options.statusCode());
    assertEquals("1, 2, 3", options.headers().firstValue("DAV").orElseThrow());
    assertEquals("DAV", options.headers().firstValue("MS-Author-Via").orElseThrow());
    assertEquals(200, gateway.status("HEAD", "/m/docs/report.docx"));

    // It has been seen to try without a body first.
    assertEquals(400, gateway.status("LOCK", "/m/docs/report.docx", "Timeout", "Second-3600"));
    HttpResponse<String> locked =
        gateway.sendBody("LOCK", "/m/docs/report.docx", LOCK, "Timeout", "Second-120");
    assertEquals(200, locked.statusCode());
    String token = locked.headers().firstValue("Lock-Token").orElseThrow();
    assertTrue(locked.body().contains("<D:href>HOST\\user</D:href>"), locked.body());
    assertTrue(locked.body().matches("(?s).*Second-(180|179).*"), locked.body());

    assertEquals(200, gateway.status("GET", "/m/docs/report.docx"));
    assertEquals(
        200,
        gateway.status(
            "LOCK", "/m/docs/report.docx", "If", "(" + token + ")", "Timeout", "Second-180"));

    // A second person may read and not write.
    assertEquals(200, gateway.status("GET", "/m/docs/report.docx"));
    assertEquals(423, gateway.sendBody("LOCK", "/m/docs/report.docx", LOCK).statusCode());
    assertEquals(423, gateway.sendBody("PUT", "/m/docs/report.docx", "theirs").statusCode());

    HttpResponse<String> saved =
        gateway.sendBody("PUT", "/m/docs/report.docx", "second", "If", "(" + token + ")");
    assertEquals(204, saved.statusCode());
    assertTrue(saved.headers().firstValue("ETag").isPresent());
    assertEquals(200, gateway.status("HEAD", "/m/docs/report.docx"));
    assertEquals(204, gateway.status("UNLOCK", "/m/docs/report.docx", "Lock-Token", token));
    assertEquals(Optional.of("second"), gateway.files().content("/docs/report.docx"));
    assertEquals(204, gateway.sendBody("PUT", "/m/docs/report.docx", "theirs").statusCode());
  }
}
