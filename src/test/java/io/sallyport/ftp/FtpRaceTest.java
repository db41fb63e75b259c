package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ftp.ScriptedBackend.put;
import static io.sallyport.ftp.ScriptedBackend.text;
import static io.sallyport.ground.Answer.activeDropped;
import static io.sallyport.ground.Answer.activeRefused;
import static io.sallyport.ground.Answer.passiveDropped;
import static io.sallyport.ground.Answer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Attempt;
import io.sallyport.files.ByteRange;
import io.sallyport.files.DataMode;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.ground.Received;
import io.sallyport.ground.ScriptedFtpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Active mode races a passive port that does not answer.
@Timeout(60)
final class FtpRaceTest {

  /// So long that a test which has to wait for it fails.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ScriptedBackend scripted =
      new ScriptedBackend(server -> settings(server, 4, PATIENCE));
  private final ScriptedFtpServer server = scripted.server();
  private final RemoteFiles files = scripted.files();

  private static FtpSettings settings(
      ScriptedFtpServer server, int connections, Duration dataConnect) {
    FtpSettings usual = FtpSettings.of(server.host(), server.port());
    FtpSettings.Timeouts timeouts = usual.timeouts();
    return usual
        .withConnections(connections)
        .withTimeouts(
            new FtpSettings.Timeouts(
                timeouts.connect(),
                timeouts.reply(),
                dataConnect,
                timeouts.stall(),
                timeouts.lease(),
                timeouts.idle()));
  }

  @BeforeEach
  void passivePortsAreDropped() {
    server.on("EPSV", passiveDropped("229 Here (|||{port}|)"));
  }

  @AfterEach
  void close() {
    scripted.close();
  }

  private static <T> T soon(Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(PATIENCE) < 0, took.toString());
    return result;
  }

  private List<String> linesOfFirst() {
    return server.commands(1).stream().map(Received::line).toList();
  }

  @Test
  void activeWins_andIsRemembered() {
    assertEquals(List.of("docs"), soon(() -> names(files, RemotePath.ROOT)));
    assertEquals(2, server.connections());
    server.awaitOpenConnections(1);
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(1, server.count("EPSV"));
    assertEquals(2, server.connections());
  }

  @Test
  void whoGetsNoSecondSession_isToldByWhoDid() {
    List<FutureTask<List<String>>> callers = new ArrayList<>();
    // Three sessions of four are taken, so one race alone gets a second one.
    for (int i = 0; i < 3; i++) {
      FutureTask<List<String>> caller = new FutureTask<>(() -> names(files, RemotePath.ROOT));
      callers.add(caller);
      Thread.startVirtualThread(caller);
    }
    server.awaitCommand("EPSV", 3);
    for (FutureTask<List<String>> caller : callers) {
      assertEquals(List.of("docs"), soon(() -> result(caller)));
    }
    // The server may notice only after the next one has begun that one has ended.
    assertTrue(server.mostConnections() <= 5);
  }

  private static <T> T result(FutureTask<T> task) {
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void upload_reachesTheServerOnce_onTheFirstSession() {
    soon(() -> {
      put(files, FILE, "words");
      return FILE;
    });
    assertEquals(1, server.count("STOR"));
    assertTrue(
        linesOfFirst().stream().anyMatch(line -> line.startsWith("STOR ")),
        server.commands().toString());
    assertEquals("words", text(files, FILE, ByteRange.ALL));
    assertEquals(List.of("a.txt", "b.txt", "sub"), names(files, RemotePath.of("docs")));
  }

  @Test
  void eprtRefusedToo_portWins() {
    server.on("EPRT", reply("500 what?"));
    assertEquals("hello", soon(() -> text(files, FILE, ByteRange.ALL)));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(1, server.count("EPRT"));
    assertEquals(3, server.count("PORT"));
  }

  @Test
  void noSecondLogin_theModesTakeTurns() {
    server.connectionLimit(1);
    try (FtpBackend backend = new FtpBackend("turns", settings(server, 4, Duration.ofSeconds(1)))) {
      RemoteFiles turns = backend.files(Login.ANONYMOUS);
      assertEquals("hello", text(turns, FILE, ByteRange.ALL));
      assertEquals(2, server.connections());
      assertEquals("hello", text(turns, FILE, ByteRange.ALL));
      assertEquals(2, server.connections());
      assertEquals(1, server.count("EPSV"));
      assertEquals(2, server.count("EPRT"));
    }
  }

  @Test
  void oneConnectionConfigured_noSecondLoginIsTried() {
    try (FtpBackend backend = new FtpBackend("one", settings(server, 1, Duration.ofSeconds(1)))) {
      assertEquals("hello", text(backend.files(Login.ANONYMOUS), FILE, ByteRange.ALL));
      assertEquals(1, server.connections());
    }
  }

  @Test
  void bothDropped_saysSoWithAllAttempts() {
    server.on("EPRT", activeDropped()).on("PORT", activeDropped());
    try (FtpBackend backend = new FtpBackend("both", settings(server, 4, Duration.ofSeconds(1)))) {
      RemoteFiles both = backend.files(Login.ANONYMOUS);
      Failure.NoDataConnection failure =
          assertThrows(Failure.NoDataConnection.class, () -> text(both, FILE, ByteRange.ALL));
      assertEquals(
          List.of(DataMode.EPSV, DataMode.EPRT),
          failure.attempts().stream().map(Attempt::mode).toList());
      assertTrue(failure.timedOut());
      assertEquals(0, server.count("RETR"));
    }
  }

  @Test
  void activeRejected_passiveHasTheLastWord() {
    server.on("EPRT", activeRefused());
    try (FtpBackend backend = new FtpBackend("both", settings(server, 4, Duration.ofSeconds(1)))) {
      RemoteFiles both = backend.files(Login.ANONYMOUS);
      Failure.NoDataConnection failure =
          assertThrows(Failure.NoDataConnection.class, () -> text(both, FILE, ByteRange.ALL));
      assertEquals(
          List.of(Attempt.Outcome.TIMED_OUT, Attempt.Outcome.REJECTED),
          failure.attempts().stream().map(Attempt::outcome).toList());
    }
  }

  @Test
  void listingsForbidden_theModesTakeTurns() {
    server.on("LIST", reply("550 Permission denied."));
    try (FtpBackend backend = new FtpBackend("turns", settings(server, 4, Duration.ofSeconds(1)))) {
      assertEquals("hello", text(backend.files(Login.ANONYMOUS), FILE, ByteRange.ALL));
    }
  }

  @Test
  void passiveAnswers_noSecondLogin() {
    server.forget("EPSV");
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(1, server.connections());
  }
}
