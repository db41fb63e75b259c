package io.sallyport.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ParkingTest {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

  @Test
  void waitingUploads_openNoSelectorsOfTheirOwn() throws Exception {
    assumeTrue(Files.isDirectory(DESCRIPTORS), "descriptors can be counted on Linux only");
    try (TestServer server = server(Duration.ofSeconds(60), this::swallow)) {
      long before = selectors();
      List<Wire> wires = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Wire wire = new Wire(server.port());
        wires.add(wire.send("PUT /x HTTP/1.1", "Host: x", "Content-Length: 100", "", "part"));
      }
      for (int i = 0; i < 50; i++) {
        Thread thread = (Thread) seen.take();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
          Thread.onSpinWait();
        }
      }
      assertEquals(before, selectors());
      for (Wire wire : wires) {
        wire.close();
      }
    }
  }

  /// Undertow's I/O thread spins while another thread ends an exchange and the next request comes.
  @Test
  void anExchange_endsOnItsConnectionsOwnThread() throws Exception {
    try (TestServer server =
            server(
                Duration.ofSeconds(60),
                call -> {
                  call.exchange()
                      .addExchangeCompleteListener((exchange, next) -> {
                        seen.add(exchange.getIoThread().equals(Thread.currentThread()));
                        next.proceed();
                      });
                  call.respond(200, "text/plain", new byte[100]);
                });
        Wire wire = new Wire(server.port())) {
      wire.send("GET /x HTTP/1.1", "Host: x", "");
      assertEquals(true, seen.take());
    }
  }

  @Test
  void slowReader_getsEveryByte() throws Exception {
    byte[] content = new byte[20_000_000];
    new Random(1).nextBytes(content);
    try (TestServer server =
            server(
                Duration.ofSeconds(60),
                call -> {
                  seen.add(Thread.currentThread());
                  call.bodyOf(content.length).write(ByteBuffer.wrap(content));
                  call.body().finish();
                });
        Wire wire = new Wire(server.port())) {
      wire.send("GET /x HTTP/1.1", "Host: x", "");
      Thread thread = (Thread) seen.take();
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      assertTrue(wire.head().startsWith("HTTP/1.1 200 "));
      assertArrayEquals(content, wire.bytes(content.length));
    }
  }

  @Test
  void callerWhoMovesNothing_isGivenUp() throws Exception {
    try (TestServer server = server(Duration.ofMillis(20), this::swallow);
        Wire wire = new Wire(server.port())) {
      wire.send("PUT /x HTTP/1.1", "Host: x", "Content-Length: 100", "", "part");
      assertInstanceOf(Thread.class, seen.take());
      assertInstanceOf(Disconnected.class, seen.take());
      assertEquals("", wire.restText());
    }
  }

  private void swallow(Call call) {
    ByteBuffer buffer = ByteBuffer.allocate(200);
    try {
      call.requestBody().read(buffer);
      seen.add(Thread.currentThread());
      while (call.requestBody().read(buffer.clear()) >= 0) {
        // Until the caller is done or gone.
      }
    } catch (Disconnected e) {
      seen.add(e);
      throw e;
    }
    call.respondEmpty(204);
  }

  private static long selectors() throws IOException {
    long count = 0;
    try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : open) {
        try {
          if (Files.readSymbolicLink(descriptor).toString().contains("eventpoll")) {
            count++;
          }
        } catch (NoSuchFileException e) {
          // Closed while the folder was read.
        }
      }
    }
    return count;
  }

  private static TestServer server(Duration stall, Consumer<Call> answer) {
    return new TestServer(HttpSettings.of("127.0.0.1", 0).withStall(stall), answer);
  }
}
