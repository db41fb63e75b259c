package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.text;
import static io.sallyport.ground.Answer.hangUp;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.silence;
import static io.sallyport.ground.Answer.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.ground.ScriptedFtpServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that have fewer places than callers, and callers by the dozen.
@Timeout(60)
final class FtpCrowdTest {

  private final ScriptedBackend scripted =
      new ScriptedBackend(server -> ScriptedBackend.settings(server).withConnections(8));
  private final ScriptedFtpServer server = scripted.server();
  private final RemoteFiles files = scripted.files();

  @AfterEach
  void close() {
    scripted.close();
  }

  private static void readToTheEnd(Download download) {
    ByteBuffer bytes = ByteBuffer.allocate(100);
    while (download.read(bytes) >= 0) {
      assertTrue(bytes.hasRemaining());
    }
  }

  @Test
  void serverAllowsOne_isLearnedByOneRefusal() {
    server.connectionLimit(1);
    try (Download first = files.read(FILE, ByteRange.ALL)) {
      assertThrows(Failure.Busy.class, () -> files.stat(FILE));
      assertEquals(2, server.connections());
      assertThrows(Failure.Busy.class, () -> files.stat(FILE));
      assertEquals(2, server.connections());
      readToTheEnd(first);
    }
    assertEquals(5, files.stat(FILE).sizeBytes());
    assertEquals(2, server.connections());
  }

  @Test
  void serverAllowsOne_callersTakeTurns() throws InterruptedException, ExecutionException {
    server.connectionLimit(1);
    try (FtpBackend patient =
        new FtpBackend(
            "patient", FtpSettings.of(server.host(), server.port()).withConnections(8))) {
      RemoteFiles all = patient.files(Login.ANONYMOUS);
      Download held = all.read(FILE, ByteRange.ALL);
      List<FutureTask<String>> callers = new ArrayList<>();
      callers.add(caller(all));
      while (server.connections() < 2) {
        Thread.onSpinWait();
      }
      readToTheEnd(held);
      held.close();
      for (int i = 0; i < 20; i++) {
        callers.add(caller(all));
      }
      for (FutureTask<String> caller : callers) {
        assertEquals("hello", caller.get());
      }
      // Those who came before the refusal was read may have tried, four at a time.
      assertTrue(server.connections() <= 6, "connections: " + server.connections());
    }
  }

  private static FutureTask<String> caller(RemoteFiles files) {
    FutureTask<String> caller = new FutureTask<>(() -> text(files, FILE, ByteRange.ALL));
    Thread.startVirtualThread(caller);
    return caller;
  }

  @Test
  void restedSessionOfSomebodyElse_makesRoom() {
    server.connectionLimit(1);
    assertEquals(5, files.stat(FILE).sizeBytes());
    RemoteFiles other = scripted.backend().files(new Login("v", "secret"));
    assertEquals(5, other.stat(FILE).sizeBytes());
    assertEquals(1, server.openConnections());
  }

  @Test
  void placesTakenByStrangers_areAskedForAgain() {
    server.once(ScriptedFtpServer.CONNECT, reply("421 Too many users.").then(hangUp()));
    assertEquals(5, files.stat(FILE).sizeBytes());
    assertEquals(2, server.connections());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "530 Sorry, the maximum number of clients (1) for this user are already connected.",
        "530 Too many connections for this user.",
        "421 Too many connections (8) from this IP"
      })
  void loginRefusedBecauseOfTheCrowd_isAskedForAgain(String refusal) {
    server.once("PASS", reply(refusal).then(hangUp()));
    assertEquals(5, files.stat(FILE).sizeBytes());
    assertEquals(2, server.connections());
  }

  @Test
  void endedSession_theServerMayNoticeLate() {
    try (Download held = files.read(FILE, ByteRange.ALL)) {
      files.read(FILE, ByteRange.ALL).close();
      server.once(ScriptedFtpServer.CONNECT, reply("421 Too many users.").then(hangUp()));
      // Had one connection been learned as the most, this would wait for the other to end.
      assertEquals("hello", text(files, FILE, ByteRange.ALL));
      readToTheEnd(held);
    }
  }

  @Test
  void noGreeting_isTriedOnceMore() {
    server.once(ScriptedFtpServer.CONNECT, silence());
    assertEquals(5, files.stat(FILE).sizeBytes());
    assertEquals(2, server.connections());
  }

  @Test
  void noGreetingTwice_isTheEnd() {
    server.on(ScriptedFtpServer.CONNECT, silence());
    assertThrows(Failure.Unreachable.class, () -> files.stat(FILE));
    assertEquals(2, server.connections());
  }

  @Test
  void logins_areNeverABurst() throws InterruptedException, ExecutionException {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    server.on(
        ScriptedFtpServer.CONNECT,
        exchange -> {
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          gate.await();
          usual().to(exchange);
        });
    server.on(
        "PWD",
        exchange -> {
          underWay.decrementAndGet();
          usual().to(exchange);
        });
    try (FtpBackend busy =
        new FtpBackend("busy", FtpSettings.of(server.host(), server.port()).withConnections(30))) {
      List<FutureTask<String>> callers = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        callers.add(caller(busy.files(new Login("u" + i, "secret"))));
      }
      server.awaitOpenConnections(4);
      gate.countDown();
      for (FutureTask<String> caller : callers) {
        assertEquals("hello", caller.get());
      }
      assertEquals(4, most.get());
    }
  }

  @Test
  void callerWhoHoldsTheOnlySession_isToldAtOnceThatThereIsNoOther() {
    FtpSettings one =
        FtpSettings.of(server.host(), server.port())
            .withConnections(1)
            .withTimeouts(
                new FtpSettings.Timeouts(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofHours(1),
                    Duration.ofMinutes(1)));
    try (FtpBackend backend = new FtpBackend("one", one)) {
      RemoteFiles files = backend.files(new Login("u", "secret"));
      try (Download held = files.read(FILE, ByteRange.ALL)) {
        // Would wait for an hour if it waited for itself.
        assertThrows(Failure.Busy.class, () -> files.write(FILE));
        ByteBuffer bytes = ByteBuffer.allocate(10);
        while (held.read(bytes) >= 0) {
          assertTrue(bytes.hasRemaining());
        }
      }
      assertEquals("hello", text(files, FILE, ByteRange.ALL));
    }
    assertEquals(1, server.connections());
  }
}
