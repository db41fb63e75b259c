package io.sallyport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.AdHocSettings;
import io.sallyport.config.HostRule;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.ftp.data.DataModeTable;
import io.sallyport.ground.Answer;
import io.sallyport.ground.ScriptedFtpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Servers that no one configured, with a resolver that answers as the test wants and a clock that
/// the test moves.
@Timeout(60)
final class AdHocServersTest {

  private static final RemotePath DOCS = RemotePath.of("docs");

  private final ScriptedFtpServer server = ScriptedFtpServer.start();
  private final Deque<String> answers = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int lookups;

  AdHocServersTest() {
    server.tree().file("docs/a.txt", "hello");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private AdHocServers servers(int most, AdHocSettings.Plain plain, String... allowed) {
    AdHocSettings usual = AdHocSettings.OFF;
    List<HostRule> allow = java.util.Arrays.stream(allowed).map(HostRule::parse).toList();
    AdHocSettings settings =
        new AdHocSettings(
            allow,
            usual.deny(),
            false,
            usual.ports(),
            plain,
            usual.trust(),
            usual.connections(),
            most,
            Duration.ofMinutes(5));
    return new AdHocServers(
        settings,
        new DataModeTable(),
        () -> {
          throw new AssertionError("nothing is uploaded");
        },
        _ -> {
          lookups++;
          String next = answers.size() > 1 ? answers.pop() : answers.element();
          return List.of(InetAddress.ofLiteral(next));
        },
        () -> now);
  }

  private AdHocServers servers() {
    return servers(10, AdHocSettings.Plain.ANONYMOUS, "127.0.0.1:" + server.port());
  }

  private String name() {
    return "~rebinds.example:" + server.port();
  }

  private static int members(RemoteFiles files) {
    int count = 0;
    try (Listing listing = files.list(DOCS)) {
      while (listing.next().isPresent()) {
        count++;
      }
    }
    return count;
  }

  /// A name that stands for the allowed server when it is judged and for a trap ever after: neither
  /// control nor data connections go there.
  @Test
  void aNameThatChangesItsAnswerLeadsNowhereElse() throws IOException {
    answers.addAll(List.of("127.0.0.1", "127.0.0.9"));
    try (AdHocServers servers = servers();
        ServerSocket trap =
            new ServerSocket(server.port(), 5, InetAddress.ofLiteral("127.0.0.9"))) {
      assertEquals(1, members(servers.named(name()).files(Login.ANONYMOUS)));
      server.disconnectAll();
      server.awaitOpenConnections(0);
      assertEquals(1, members(servers.named(name()).files(Login.ANONYMOUS)));
      assertEquals(1, lookups);

      now = now.plus(Duration.ofMinutes(6));
      Failure.Denied refused = assertThrows(Failure.Denied.class, () -> servers.named(name()));
      assertTrue(String.valueOf(refused.getMessage()).contains("ad-hoc: allow"), refused::toString);
      assertEquals(2, lookups);
      assertEquals(0, waiting(trap));
    }
  }

  @Test
  void aServerThatMovesIsFollowedWhereTheRulesAllowIt() {
    answers.addAll(List.of("127.0.0.1", "127.0.0.1", "127.0.0.9", "127.0.0.9"));
    try (AdHocServers servers = servers(10, AdHocSettings.Plain.ANONYMOUS, "127.0.0.0/8:1-65535")) {
      AdHocBackend first = servers.named(name());
      now = now.plus(Duration.ofMinutes(6));
      assertSame(first, servers.named(name()));
      now = now.plus(Duration.ofMinutes(6));
      assertNotSame(first, servers.named(name()));
      assertEquals(1, servers.size());
    }
  }

  @Test
  void idleServersAreForgotten_andNoMoreThanAllowedAreKept() {
    answers.add("127.0.0.1");
    try (AdHocServers servers = servers(2, AdHocSettings.Plain.ANONYMOUS, "127.0.0.0/8:1-65535")) {
      var _ = servers.named("~a.example");
      var _ = servers.named("~b.example");
      assertThrows(Failure.Busy.class, () -> servers.named("~c.example"));
      now = now.plusSeconds(30);
      var _ = servers.named("~c.example");
      assertEquals(1, servers.size());
      now = now.plus(Duration.ofMinutes(6));
      servers.sweep();
      assertEquals(0, servers.size());
    }
  }

  @Test
  void aServerInUseIsNotForgotten() {
    answers.add("127.0.0.1");
    try (AdHocServers servers = servers()) {
      assertEquals(1, members(servers.named(name()).files(Login.ANONYMOUS)));
      now = now.plus(Duration.ofMinutes(10));
      servers.sweep();
      assertEquals(1, servers.size());
    }
  }

  @Test
  void withoutTls_anonymousMayLogIn_andAPasswordIsNotSaid() {
    answers.add("127.0.0.1");
    server.admitting("u", "s3cret");
    server.on("AUTH", Answer.reply("502 No TLS here."));
    try (AdHocServers servers = servers()) {
      RemoteFiles own = servers.named(name()).files(new Login("u", "s3cret"));
      Failure refused = assertThrows(Failure.Unreachable.class, () -> members(own));
      assertTrue(String.valueOf(refused.getMessage()).contains("offers no TLS"), refused::toString);
      assertTrue(server.lines().stream().noneMatch(line -> line.contains("s3cret")));
    }
    try (AdHocServers servers =
        servers(10, AdHocSettings.Plain.ALWAYS, "127.0.0.1:" + server.port())) {
      assertEquals(1, members(servers.named(name()).files(new Login("u", "s3cret"))));
      assertTrue(server.lines().contains("AUTH TLS"), "TLS is tried first");
    }
    try (AdHocServers servers =
        servers(10, AdHocSettings.Plain.NEVER, "127.0.0.1:" + server.port())) {
      RemoteFiles anybody = servers.named(name()).files(Login.ANONYMOUS);
      assertThrows(Failure.Unreachable.class, () -> members(anybody));
    }
  }

  @Test
  void whatCannotBeANameIsRefusedBeforeAnyLookup() {
    answers.add("127.0.0.1");
    try (AdHocServers servers = servers(10, AdHocSettings.Plain.ALWAYS, "*")) {
      for (String name : List.of("~127.1", "~2130706433", "~0x7f.1", "~a:b", "~")) {
        assertThrows(Failure.Malformed.class, () -> servers.named(name), name);
      }
      for (String name : List.of("~a.example:22", "~a.example:25", "~a.example:6379")) {
        assertThrows(Failure.Denied.class, () -> servers.named(name), name);
      }
      assertEquals(0, lookups);
      assertThrows(Failure.Denied.class, () -> servers.named("~a.example"));
      assertEquals(1, lookups);
    }
  }

  private static int waiting(ServerSocket trap) throws IOException {
    trap.setSoTimeout(1);
    int count = 0;
    while (true) {
      try {
        trap.accept().close();
        count++;
      } catch (java.net.SocketTimeoutException e) {
        return count;
      }
    }
  }
}
