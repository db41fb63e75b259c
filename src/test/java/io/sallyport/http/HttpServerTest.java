package io.sallyport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Attempt;
import io.sallyport.files.DataMode;
import io.sallyport.files.Failure;
import io.sallyport.files.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpServerTest {

  private final BlockingQueue<Long> uploads = new LinkedBlockingQueue<>();
  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/legacy/a%20b, /legacy/a%20b, legacy, /a b",
    "/legacy/a;b=c, /legacy/a%3Bb%3Dc, legacy, /a;b=c",
    "/legacy/%3b;x/, /legacy/%3B%3Bx/, legacy, /;;x",
    "/legacy/a+b, /legacy/a%2Bb, legacy, /a+b",
    "/legacy/%25%32%66, /legacy/%252f, legacy, /%2f",
    "//legacy//a///b, /legacy/a/b, legacy, /a/b",
    "http://other/legacy/x?y=1, /legacy/x, legacy, /x",
    "/legacy, /legacy, legacy, /",
    "/legacy/, /legacy/, legacy, /",
  })
  void pathIsDecodedOnce(String target, String href, String backend, String path) throws Exception {
    server.answer(call -> {
      Place place = call.place();
      String seen = place.href() + " " + place.backend().orElse("") + " " + place.path();
      call.respond(200, "text/plain", seen.getBytes(StandardCharsets.UTF_8));
    });
    assertEquals(href + " " + backend + " " + path, body(get(target)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/l/../x",
        "/l/%2e%2e/x",
        "/l/a%2fb",
        "/l/a%2Fb",
        "/l/%00",
        "/l/a%0d%0aDELE%20b",
        "/l/%zz",
        "/l/%",
        "/l/%e",
        "/l/.",
        "/l/..%5c..%5cx"
      })
  void hostilePath_is400(String target) throws Exception {
    server.answer(call ->
        call.respond(200, "text/plain", call.place().href().getBytes(StandardCharsets.UTF_8)));
    assertStatus(400, get(target));
  }

  @Test
  void failureBeforeTheFirstByte_isAStatus() throws Exception {
    server.answer(call -> {
      throw new Failure.NotFound("There is no such file.", new Reply(550, "No such\r\nfile"));
    });
    String response = get("/l/x", "Accept: application/json");
    assertStatus(404, response);
    assertTrue(response.contains("application/problem+json"));
    assertEquals(
        "{\"title\":\"Not found\",\"status\":404,\"code\":\"not-found\",\"detail\":\"There is no"
            + " such file.\",\"reply\":\"550 No such file\",\"attempts\":[]}",
        body(response));
  }

  @Test
  void attempts_areListedForEveryReader() throws Exception {
    server.answer(call -> {
      throw new Failure.NoDataConnection(
          "No data connection.",
          null,
          List.of(
              new Attempt(
                  DataMode.EPSV,
                  "192.0.2.1:40000",
                  Attempt.Outcome.TIMED_OUT,
                  new Reply(229, "<b>\""),
                  Duration.ofMillis(1500))));
    });
    String json = get("/l/x", "Accept: application/json");
    assertStatus(504, json);
    assertTrue(
        json.contains(
            "\"attempts\":[{\"mode\":\"EPSV\",\"address\":\"192.0.2.1:40000\","
                + "\"outcome\":\"timed-out\",\"reply\":\"229 \\u003cb>\\\"\",\"millis\":1500}]"),
        json);
    String html = get("/l/x", "Sec-Fetch-Mode: navigate");
    assertTrue(html.contains("text/html") && html.contains("229 &lt;b&gt;&quot;"), html);
    assertTrue(get("/l/x").contains("  EPSV 192.0.2.1:40000 timed-out 1500 ms (229 <b>\")\n"));
  }

  @Test
  void unexpectedException_is500AndTellsNothing() throws Exception {
    server.answer(call -> {
      throw new IllegalStateException("secret inner detail");
    });
    String response = get("/l/x");
    assertStatus(500, response);
    assertFalse(response.contains("secret"));
  }

  @Test
  void failureAfterTheFirstByte_cutsTheConnection() throws Exception {
    server.answer(call -> {
      call.body().write(ByteBuffer.wrap(new byte[10]));
      throw new Failure.Broken("gone", null, false, null);
    });
    try (Wire wire = new Wire(server.port())) {
      String all = wire.send("GET /l/x HTTP/1.1", "Host: x", "").restText();
      assertFalse(all.contains("\r\n0\r\n"), "a last chunk says that the body is whole");
    }
  }

  @Test
  void bodyOfUnknownLength_isChunkedWhateverTheConnection() throws Exception {
    server.answer(call -> {
      call.body().write(ByteBuffer.wrap(new byte[10]));
      call.body().finish();
    });
    String all = get("/l/x");
    assertTrue(all.contains("Transfer-Encoding: chunked\r\n"), all);
    assertTrue(all.endsWith("\r\n0\r\n\r\n"), all);
  }

  @Test
  void failureWithoutFraming_resetsTheConnection() throws Exception {
    server.answer(call -> {
      call.body().write(ByteBuffer.wrap(new byte[10]));
      throw new Failure.Broken("gone", null, false, null);
    });
    try (Wire wire = new Wire(server.port())) {
      wire.send("GET /l/x HTTP/1.0", "");
      assertThrows(IOException.class, () -> wire.bytes(10_000));
    }
  }

  @Test
  void loginPrompt_isForToolsNotForBrowsers() throws Exception {
    server.answer(call -> {
      throw new Failure.NotLoggedIn("Say who you are.", null);
    });
    assertTrue(
        get("/l/x").contains("WWW-Authenticate: Basic realm=\"Sallyport\", charset=\"UTF-8\"\r\n"));
    assertFalse(get("/l/x", "Accept: application/json").contains("WWW-Authenticate"));
    assertFalse(get("/l/x", "Sec-Fetch-Mode: cors").contains("WWW-Authenticate"));
    assertFalse(
        get("/l/x", "User-Agent: Mozilla/5.0", "Accept: text/html,*/*")
            .contains("WWW-Authenticate"));
  }

  @Test
  void rejectedUpload_isAnsweredBeforeItsBody() throws Exception {
    server.answer(call -> {
      throw Refusal.preconditionFailed("It is not the version you know.");
    });
    try (Wire wire = new Wire(server.port())) {
      wire.send("PUT /l/x HTTP/1.1", "Host: x", "Content-Length: 10000000000", "");
      String head = wire.head();
      assertStatus(412, head);
      assertTrue(head.contains("Connection: close"), head);
    }
  }

  @Test
  void rejectedSmallBody_keepsTheConnection() throws Exception {
    server.answer(call -> {
      throw new Failure.NotFound("no", null);
    });
    try (Wire wire = new Wire(server.port())) {
      wire.send("PROPFIND /l/x HTTP/1.1", "Host: x", "Content-Length: 6", "", "1234");
      String head = wire.head();
      assertStatus(404, head);
      wire.bytes(length(head));
      wire.send("GET /l/x HTTP/1.1", "Host: x", "");
      assertStatus(404, wire.head());
    }
  }

  @Test
  void continue_isSentWithTheFirstRead() throws Exception {
    server.answer(call -> {
      call.requestBody().readAll(100);
      call.respondEmpty(204);
    });
    try (Wire wire = new Wire(server.port())) {
      wire.send("PUT /l/x HTTP/1.1", "Host: x", "Content-Length: 3", "Expect: 100-continue", "");
      assertStatus(100, wire.head());
      wire.send("abc".getBytes(StandardCharsets.US_ASCII));
      assertStatus(204, wire.head());
    }
  }

  @Test
  void continue_isNotSentWhereTheUploadIsRefused() throws Exception {
    server.answer(call -> {
      throw Refusal.locked("It is locked.");
    });
    try (Wire wire = new Wire(server.port())) {
      wire.send("PUT /l/x HTTP/1.1", "Host: x", "Content-Length: 3", "Expect: 100-continue", "");
      assertStatus(423, wire.head());
    }
  }

  @Test
  void bodyCutShort_isNoBody() throws Exception {
    server.answer(call -> {
      ByteBuffer buffer = ByteBuffer.allocate(100);
      try {
        while (call.requestBody().read(buffer) >= 0) {
          buffer.clear();
        }
        uploads.add(call.requestBody().readBytes());
      } catch (Disconnected e) {
        uploads.add(-1L);
        throw e;
      }
    });
    try (Wire wire = new Wire(server.port())) {
      wire.send("PUT /l/x HTTP/1.1", "Host: x", "Content-Length: 30", "", "abc");
    }
    assertEquals(-1L, uploads.take());
    try (Wire wire = new Wire(server.port())) {
      wire.send(
          "PUT /l/x HTTP/1.1", "Host: x", "Transfer-Encoding: chunked", "", "3", "abc", "5", "ab");
      wire.reset();
    }
    assertEquals(-1L, uploads.take());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Content-Length: 3\r\nContent-Length: 4",
        "Content-Length: 3\r\nContent-Length: 3",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: xchunked",
        "Host: y",
      })
  void ambiguousFraming_is400AndTheEnd(String headers) throws Exception {
    try (Wire wire = new Wire(server.port())) {
      wire.send("PUT /l/x HTTP/1.1", "Host: x", headers, "", "0", "");
      assertStatus(400, wire.restText());
    }
  }

  @Test
  void missingHost_is400() throws Exception {
    try (Wire wire = new Wire(server.port())) {
      assertStatus(400, wire.send("GET /l/x HTTP/1.1", "").head());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, Sec-Fetch-Site: cross-site, 403",
    "DELETE, Sec-Fetch-Site: same-site, 403",
    "DELETE, Sec-Fetch-Site: same-origin, 204",
    "DELETE, Sec-Fetch-Site: none, 204",
    "DELETE, Origin: https://evil.example, 403",
    "DELETE, Origin: null, 403",
    "DELETE, Origin: https://x, 204",
    "DELETE, Origin: https://x:443, 204",
    "DELETE, Accept: */*, 204",
    "GET, Sec-Fetch-Site: cross-site, 204",
  })
  void otherSites_changeNothing(String method, String header, int status) throws Exception {
    try (Wire wire = new Wire(server.port())) {
      assertStatus(status, wire.send(method + " /l/x HTTP/1.1", "Host: x", header, "").head());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, cross-site, no-cors, Cookie: sallyport=abc, 403",
    "GET, same-site, cors, Cookie: sallyport=abc, 403",
    "HEAD, cross-site, no-cors, Cookie: sallyport=abc, 403",
    "PROPFIND, same-site, cors, Cookie: sallyport=abc, 403",
    "OPTIONS, same-site, cors, Cookie: sallyport=abc, 403",
    "GET, cross-site, no-cors, Authorization: Basic dTpw, 403",
    "GET, same-origin, cors, Cookie: sallyport=abc, 204",
    "GET, none, navigate, Cookie: sallyport=abc, 204",
    "GET, same-site, navigate, Cookie: sallyport=abc, 204",
    "POST, same-site, navigate, Cookie: sallyport=abc, 403",
    "GET, cross-site, no-cors, Cookie: other=abc, 204",
    "GET, cross-site, no-cors, Accept: */*, 204",
  })
  void otherSites_readNothingWithWhatTheBrowserHolds(
      String method, String site, String mode, String header, int status) throws Exception {
    try (Wire wire = new Wire(server.port())) {
      String head =
          wire.send(
                  method + " /l/x HTTP/1.1",
                  "Host: x",
                  "Sec-Fetch-Site: " + site,
                  "Sec-Fetch-Mode: " + mode,
                  header,
                  "")
              .head();
      assertStatus(status, head);
    }
  }

  @Test
  void everyResponse_saysNoSniffing() throws Exception {
    String head = get("/l/x");
    assertTrue(head.contains("X-Content-Type-Options: nosniff\r\n"), head);
    assertTrue(head.contains("Referrer-Policy: no-referrer\r\n"), head);
    assertFalse(head.contains("Server:"), head);
  }

  @Test
  void drain_waitsForWhatRuns() throws Exception {
    BlockingQueue<String> gate = new LinkedBlockingQueue<>();
    BlockingQueue<String> entered = new LinkedBlockingQueue<>();
    server.answer(call -> {
      entered.add("in");
      try {
        gate.take();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      call.respondEmpty(204);
    });
    try (Wire wire = new Wire(server.port())) {
      wire.send("GET /l/x HTTP/1.1", "Host: x", "");
      entered.take();
      assertFalse(server.server().drain(Duration.ofMillis(1)));
      gate.add("go");
      assertTrue(server.server().drain(Duration.ofSeconds(20)));
      assertStatus(204, wire.head());
    }
  }

  private String get(String target, String... headers) throws IOException {
    return server.get(target, headers);
  }

  private static String body(String response) {
    return response.substring(response.indexOf("\r\n\r\n") + 4);
  }

  private static int length(String head) {
    String name = "Content-Length: ";
    int from = head.indexOf(name) + name.length();
    return Integer.parseInt(head.substring(from, head.indexOf("\r\n", from)));
  }

  private static void assertStatus(int status, String response) {
    assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);
  }
}
