package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Command;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.ScriptedFtpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes wrong by what a caller sends or an operator names: one clear sentence, the right
/// status, nothing on the FTP server, no stack trace, no password. (Broken YAML, unknown options
/// and a port in use are `ServeIT`'s.)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class BadInputIT {

  private static final String SECRET = "c4nary-p4ssw0rd";

  private final ScriptedFtpServer server = ScriptedFtpServer.start().admitting("u", SECRET);
  private PackagedGateway gateway;
  private String base;

  record Case(String name, int status, String sentence, List<String> curl) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  void start() throws IOException {
    server.tree().file("a.txt", "hello").folder("dir");
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    gateway =
        PackagedGateway.serving(
            "ftp://127.0.0.1:" + server.port() + "/",
            "ftp://u:" + SECRET + "@no-such-host.invalid/",
            "ftp://u:" + SECRET + "@localhost:" + closed + "/");
    base = gateway.url();
  }

  @AfterAll
  void stop() {
    try {
      gateway.close();
    } finally {
      server.close();
    }
    assertFalse(gateway.log().contains(SECRET), "the log holds the password");
    assertFalse(gateway.log().contains("\tat "), gateway.log());
  }

  static Stream<Case> cases() {
    return Stream.of(
        wrong(
            "unknown host",
            502,
            "no host named \"no-such-host.invalid\"",
            "/no-such-host.invalid/x"),
        wrong("refused", 502, "refuses the connection", "/localhost/x"),
        wrong("unknown backend", 404, "no server named", "/nowhere/x"),
        wrong("no credentials", 401, "", "/127.0.0.1/a.txt"),
        wrong(
            "wrong password",
            401,
            "refuses this user name and password",
            "-u",
            "u:wrong",
            "/127.0.0.1/a.txt"),
        mine("missing file", 404, "nothing at /none", "/127.0.0.1/none"),
        mine("dots", 400, "holds \"..\"", "/127.0.0.1/../a.txt"),
        mine("encoded dots", 400, "holds \"..\"", "/127.0.0.1/%2e%2e/a.txt"),
        mine("encoded slash", 400, "slash", "/127.0.0.1/..%2fa.txt"),
        mine("line break", 400, "control character", "/127.0.0.1/a%0d%0aDELE%20a.txt"),
        mine("NUL", 400, "control character", "/127.0.0.1/a%00"),
        mine("broken escape", 400, "", "/127.0.0.1/a%zz"),
        mine(
            "line break in a destination",
            400,
            "",
            "-X",
            "MOVE",
            "-H",
            "Destination: /127.0.0.1/b%0aDELE%20a.txt",
            "/127.0.0.1/a.txt"),
        mine("PUT without folder", 409, "", "-T", "/etc/hostname", "/127.0.0.1/none/x"),
        mine("PUT on a folder", 405, "", "-T", "/etc/hostname", "-X", "PUT", "/127.0.0.1/dir"),
        mine("MKCOL of what is there", 405, "", "-X", "MKCOL", "/127.0.0.1/dir"),
        mine(
            "infinite PROPFIND",
            403,
            "propfind-finite-depth",
            "-X",
            "PROPFIND",
            "-H",
            "Depth: infinity",
            "/127.0.0.1/"),
        mine(
            "XML that is none",
            400,
            "",
            "-X",
            "PROPFIND",
            "-H",
            "Depth: 0",
            "-d",
            "<nonsense",
            "/127.0.0.1/"),
        mine("range beyond the end", 416, "", "-r", "100-", "/127.0.0.1/a.txt"),
        mine("unknown method", 405, "", "-X", "BREW", "/127.0.0.1/a.txt"));
  }

  private static Case wrong(String name, int status, String sentence, String... curl) {
    return new Case(name, status, sentence, List.of(curl));
  }

  private static Case mine(String name, int status, String sentence, String... curl) {
    return new Case(
        name,
        status,
        sentence,
        Stream.concat(Stream.of("-u", "u:" + SECRET), Stream.of(curl)).toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isAnsweredWithOneSentence(Case wrong) {
    String place = base.substring(0, base.length() - 1) + wrong.curl().getLast();
    List<String> options = wrong.curl().subList(0, wrong.curl().size() - 1);
    Command.Result said =
        Command.of("curl", "-sS", "--path-as-is", "-w", "\n%{http_code}")
            .and(options.toArray(String[]::new))
            .and(place)
            .run();
    int end = said.out().lastIndexOf('\n');
    String body = said.out().substring(0, end);
    assertEquals(wrong.status(), Integer.parseInt(said.out().substring(end + 1)), said.all());
    assertTrue(body.contains(wrong.sentence()), said.all());
    assertFalse(body.contains("Exception") || body.contains("\tat "), said.all());
    assertFalse(body.contains(SECRET), "the answer holds the password");
  }

  @Test
  void nothingHarmfulReachedTheServer() {
    cases().forEach(this::isAnsweredWithOneSentence);
    assertFalse(server.verbs().contains("DELE"), server.lines().toString());
    assertFalse(server.verbs().contains("RNTO"), server.lines().toString());
    assertEquals("hello", server.tree().text("a.txt").orElseThrow());
  }
}
