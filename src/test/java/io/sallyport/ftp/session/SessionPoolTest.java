package io.sallyport.ftp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Login;
import io.sallyport.ftp.data.DataModeTable;
import io.sallyport.ground.ScriptedFtpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who gets which session. The clock that uses and logins are measured by stands unless a test
/// moves it; callers wait by the real one.
@Timeout(60)
final class SessionPoolTest {

  private static final Login LOGIN = new Login("u", "secret");

  private final AtomicLong nanos = new AtomicLong();
  private final ScriptedFtpServer server = ScriptedFtpServer.start();
  private Duration loginTakes = Duration.ofSeconds(30);
  private final SessionPool pool = pool(4);

  private SessionPool pool(int connections) {
    FtpSettings settings =
        FtpSettings.of(server.host(), server.port()).withConnections(connections);
    Names names = new Names(null);
    Remote remote = Remote.of(settings, new DataModeTable());
    return new SessionPool(
        settings,
        login -> {
          nanos.addAndGet(loginTakes.toNanos());
          return Session.open(remote, login, names);
        },
        nanos::get);
  }

  @AfterEach
  void close() {
    pool.close();
    server.close();
  }

  /// Uses a session for so long.
  private Session use(Duration time) {
    try (Lease lease = pool.lease(LOGIN)) {
      nanos.addAndGet(time.toNanos());
      lease.keep();
      return lease.session();
    }
  }

  private static void giveBack(Lease lease) {
    lease.keep();
    lease.close();
  }

  private CompletableFuture<Lease> wish() {
    CompletableFuture<Lease> lease = new CompletableFuture<>();
    int before = pool.inUse();
    Thread.ofVirtual().start(() -> lease.complete(pool.lease(LOGIN)));
    while (pool.inUse() == before) {
      Thread.onSpinWait();
    }
    return lease;
  }

  @Test
  void whereUsesAreShort_theNextSessionThatIsGivenBackIsWaitedFor() {
    Session only = use(Duration.ofMillis(1));
    Lease first = pool.lease(LOGIN);
    List<CompletableFuture<Lease>> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiting.add(wish());
    }
    giveBack(first);
    while (!waiting.isEmpty()) {
      CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new)).join();
      List<CompletableFuture<Lease>> served =
          waiting.stream().filter(CompletableFuture::isDone).toList();
      assertEquals(1, served.size());
      assertSame(only, served.getFirst().join().session());
      waiting.removeIf(CompletableFuture::isDone);
      giveBack(served.getFirst().join());
    }
    assertEquals(1, server.count("USER"));
  }

  @Test
  void whoWaitsAsLongAsALoginTakes_logsIn() {
    loginTakes = Duration.ofMillis(20);
    Session only = use(Duration.ofMillis(1));
    try (Lease first = pool.lease(LOGIN);
        Lease second = wish().join()) {
      assertSame(only, first.session());
      assertNotSame(only, second.session());
    }
  }

  /// Were it waited for, it would be until the lease's patience ends.
  @Test
  void whereUsesAreLong_nobodyWaitsForOne() {
    Session only = use(Duration.ofMinutes(1));
    try (Lease first = pool.lease(LOGIN);
        Lease second = wish().join()) {
      assertSame(only, first.session());
      assertNotSame(only, second.session());
    }
  }

  @Test
  void anotherLoginsSession_isNotWaitedFor() {
    Session only = use(Duration.ofMillis(1));
    try (Lease first = pool.lease(LOGIN);
        Lease second = pool.lease(new Login("other", "secret"))) {
      assertSame(only, first.session());
      assertNotSame(only, second.session());
    }
  }

  @Test
  void aSessionThatIsNotGivenBackWell_isGivenToNobody() {
    loginTakes = Duration.ofMillis(50);
    Session only = use(Duration.ofMillis(1));
    Lease first = pool.lease(LOGIN);
    CompletableFuture<Lease> second = wish();
    first.close();
    try (Lease lease = second.join()) {
      assertNotSame(only, lease.session());
    }
  }
}
