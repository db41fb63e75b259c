package io.sallyport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FrontSettings;
import io.sallyport.config.FrontSettings.Limits;
import io.sallyport.config.HostPort;
import io.sallyport.config.OperationsSettings.LogFormat;
import io.sallyport.ground.Certificates;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What one caller may take of the server, on the wire.
@Timeout(120)
final class LimitsTest {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir Path folder;

  private @Nullable TestServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void headThatDoesNotEnd_isNotWaitedFor() throws Exception {
    start(new Limits(100, SHORT, LONG, LONG));
    try (Wire wire = wire()) {
      assertEquals("", wire.send("GET / HTTP/1.1", "Host: x", "X-Slow: 1").restText());
    }
  }

  @Test
  void headThatIsTooLong_isRefused() throws Exception {
    start(Limits.USUAL);
    try (Wire wire = wire()) {
      wire.send("GET / HTTP/1.1", "Host: x", "X-Long: " + "x".repeat(60_000), "");
      assertTrue(wire.head().startsWith("HTTP/1.1 204 "));
    }
    assertRefused("X-Long: " + "x".repeat(70_000));
    String[] many = new String[300];
    Arrays.fill(many, "X-Many: x");
    assertRefused(many);
  }

  private void assertRefused(String... headers) throws IOException {
    try (Wire wire = wire()) {
      try {
        wire.send("GET / HTTP/1.1", "Host: x").send(headers).send("");
      } catch (IOException e) {
        // Closed before it was all sent; there may be an answer to read all the same.
      }
      String answer = wire.restText();
      assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/1.1 4\\d\\d .*"), answer);
    }
  }

  @Test
  void connectionAtRest_isClosed() throws Exception {
    start(new Limits(100, LONG, SHORT, LONG));
    try (Wire wire = wire()) {
      assertTrue(wire.send("GET / HTTP/1.1", "Host: x", "").head().startsWith("HTTP/1.1 204 "));
      assertEquals("", wire.restText());
    }
    try (Wire silent = wire()) {
      assertEquals("", silent.restText());
    }
  }

  @Test
  void readerThatTakesNothing_isGivenUp() throws Exception {
    BlockingQueue<RuntimeException> seen = new LinkedBlockingQueue<>();
    start(new Limits(100, LONG, LONG, SHORT))
        .answer(call -> {
          ByteBuffer content = ByteBuffer.allocate(1024 * 1024);
          try {
            while (true) {
              call.body().write(content.clear());
            }
          } catch (Disconnected e) {
            seen.add(e);
            throw e;
          }
        });
    try (Wire wire = wire()) {
      wire.send("GET / HTTP/1.1", "Host: x", "");
      assertInstanceOf(Disconnected.class, seen.take());
    }
  }

  @Test
  void connectionsBeyondTheLimit_waitForAnotherToEnd() throws Exception {
    start(new Limits(2, LONG, LONG, LONG));
    Wire first = wire();
    try (first;
        Wire second = wire();
        Wire third = wire()) {
      for (Wire each : List.of(first, second)) {
        assertTrue(each.send("GET / HTTP/1.1", "Host: x", "").head().startsWith("HTTP/1.1 204 "));
      }
      third.patience(SHORT).send("GET / HTTP/1.1", "Host: x", "");
      assertThrows(SocketTimeoutException.class, third::head);
      first.close();
      assertTrue(third.patience(LONG).head().startsWith("HTTP/1.1 204 "));
    }
  }

  @Test
  void streamsBeyondTheLimit_areRefusedAndTheOthersGoOn() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    startTls()
        .answer(call -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          call.respondEmpty(204);
        });
    try (Http2Wire wire = http2()) {
      for (int i = 0; i <= 100; i++) {
        get(wire, 2 * i + 1);
      }
      wire.flush();
      Http2Wire.Frame refused = wire.next(Http2Wire.RST_STREAM).orElseThrow();
      assertEquals(201, refused.stream());
      go.countDown();
      for (int i = 0; i < 100; i++) {
        assertTrue(wire.next(Http2Wire.HEADERS).isPresent(), i + " were answered");
      }
    }
  }

  @Test
  void streamsOpenedAndTakenBackAtOnce_endTheConnection() throws Exception {
    startTls();
    try (Http2Wire wire = http2()) {
      int sent = 0;
      int last = 2 * 100_000 + 1;
      try {
        for (; sent < 100_000; sent++) {
          get(wire, 2 * sent + 1);
          wire.frame(Http2Wire.RST_STREAM, 0, 2 * sent + 1, (byte) 0, (byte) 0, (byte) 0, (byte) 8);
          if (sent % 50 == 0) {
            wire.flush();
          }
        }
        get(wire, last);
        wire.flush();
      } catch (IOException e) {
        // Closed under the sender, which is the point.
      }
      // The reset that ends the connection may overtake the words that say why.
      Optional<Http2Wire.Frame> frame = wire.next();
      while (frame.isPresent()
          && frame.get().type() != Http2Wire.GOAWAY
          && frame.get().stream() != last) {
        frame = wire.next();
      }
      assertTrue(
          frame.isEmpty() || frame.get().type() == Http2Wire.GOAWAY,
          "after 100,000 another was answered");
    }
  }

  @Test
  void headersWithoutEnd_endTheConnection() throws Exception {
    startTls();
    byte[] more = new byte[16_000];
    // x: and 15,000 letters, neither indexed nor compressed.
    byte[] begin = {0, 1, 'x', 0x7f, (byte) 0x99, 0x74};
    Arrays.fill(more, (byte) 'y');
    System.arraycopy(begin, 0, more, 0, begin.length);
    byte[] field = Arrays.copyOf(more, begin.length + 0x7f + 0x19 + (0x74 << 7));
    try (Http2Wire wire = http2()) {
      wire.frame(Http2Wire.HEADERS, Http2Wire.END_STREAM, 1, Http2Wire.get());
      int sent = 0;
      try {
        for (; sent < 2_000; sent++) {
          wire.frame(Http2Wire.CONTINUATION, 0, 1, field).flush();
        }
      } catch (IOException e) {
        // As above.
      }
      assertTrue(
          sent < 2_000 || wire.next(Http2Wire.GOAWAY).isPresent(), "30 MB of headers were taken");
    }
  }

  private static void get(Http2Wire wire, int stream) {
    wire.frame(
        Http2Wire.HEADERS, Http2Wire.END_STREAM | Http2Wire.END_HEADERS, stream, Http2Wire.get());
  }

  private Wire wire() throws IOException {
    return new Wire(server == null ? 0 : server.port());
  }

  private Http2Wire http2() throws Exception {
    return new Http2Wire(server == null ? 0 : server.tlsPort().orElseThrow());
  }

  private TestServer startTls() {
    Certificates.Pair pair = new Certificates(folder).selfSigned("IP:127.0.0.1");
    return start(
        new FrontSettings.Tls(
            new HostPort("127.0.0.1", 0), pair.certificate(), pair.key(), false, Duration.ZERO),
        Limits.USUAL);
  }

  private TestServer start(Limits limits) {
    return start(null, limits);
  }

  private TestServer start(FrontSettings.@Nullable Tls tls, Limits limits) {
    TestServer started =
        new TestServer(
            HttpSettings.of(
                new HostPort("127.0.0.1", 0),
                new FrontSettings(tls, List.of(), "", false, limits),
                LogFormat.OFF),
            call -> call.respondEmpty(204));
    server = started;
    return started;
  }
}
