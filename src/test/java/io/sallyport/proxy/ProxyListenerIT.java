package io.sallyport.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.auth.GatewayUsers;
import io.sallyport.ground.Certificates;
import io.sallyport.ground.Command;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.RealFtpServer;
import io.sallyport.ground.RunningGateway;
import io.sallyport.http.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A proxy on a listener of its own, for those it knows, before a server that insists on TLS and
/// before a backend of the configuration.
@Timeout(120)
final class ProxyListenerIT {

  private static String basic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  private static String ask(int port, String... lines) throws IOException {
    try (Wire wire = new Wire(port)) {
      return wire.send(String.join("\r\n", lines)).send("Connection: close", "").restText();
    }
  }

  @Test
  void knownUsersReachServersOverTlsAndBackends(@TempDir Path temp) throws IOException {
    Certificates.Pair certificate = new Certificates(temp).selfSigned("IP:127.0.0.1");
    Path folder = Files.createDirectory(temp.resolve("ftp"));
    Files.writeString(Files.createDirectory(folder.resolve("pub")).resolve("a.txt"), "over TLS");
    Files.writeString(folder.resolve("above.txt"), "not below the backend");
    try (RealFtpServer server =
            FtpSoftware.PROFTPD.over(folder).tls(certificate.required()).start();
        RealFtpServer configured = FtpSoftware.VSFTPD.over(folder).start();
        RunningGateway gateway =
            RunningGateway.of(
                temp,
                """
                backends:
                  pub:
                    url: "ftp://127.0.0.1:%d/pub"
                    login: {user: %s, password: %s}
                ad-hoc: {allow: ["127.0.0.1:%d"], trust: "%s"}
                proxy: {listen: "127.0.0.1:0", users: [alice]}
                users:
                  alice: {password: "%s"}
                  bob: {password: "%s"}
                """
                    .formatted(
                        configured.port(),
                        configured.user(),
                        configured.password(),
                        server.port(),
                        certificate.certificate(),
                        GatewayUsers.hash("wonder-s3cret"),
                        GatewayUsers.hash("bobs-s3cret")))) {
      int port = gateway.proxyPort();
      String known = "Proxy-Authorization: " + basic("alice", "wonder-s3cret");
      String login = server.user() + ":" + server.password() + "@";
      String tls = "ftpes://" + login + "127.0.0.1:" + server.port() + "/pub/a.txt";

      // Who is asking comes first.
      String unknown = ask(port, "GET " + tls + " HTTP/1.1", "Host: x");
      assertTrue(unknown.startsWith("HTTP/1.1 407 "), unknown);
      assertTrue(unknown.contains("Proxy-Authenticate: Basic realm="), unknown);
      for (String wrong :
          List.of(
              basic("alice", "x"),
              basic("bob", "bobs-s3cret"),
              basic("eve", "wonder-s3cret"),
              "Basic !")) {
        String answer =
            ask(port, "GET " + tls + " HTTP/1.1", "Host: x", "Proxy-Authorization: " + wrong);
        assertTrue(answer.matches("(?s)HTTP/1.1 (407|400) .*"), answer);
      }

      // With TLS on control and data, whether the URL insists or the server does.
      String answer = ask(port, "GET " + tls + " HTTP/1.1", "Host: x", known);
      assertTrue(answer.endsWith("\r\n\r\nover TLS"), answer);
      answer = ask(port, "GET " + tls.replace("ftpes", "ftp") + " HTTP/1.1", "Host: x", known);
      assertTrue(answer.endsWith("\r\n\r\nover TLS"), answer);
      answer = ask(port, "GET " + tls.replace("a.txt", "") + " HTTP/1.1", "Host: x", known);
      assertTrue(answer.contains("<a href=\"a.txt\">"), answer);

      // A backend brings its own login, and shows what it shows on every other door.
      String curl =
          Command.of("curl", "-sS", "--fail", "-x", "http://127.0.0.1:" + port)
              .and("-U", "alice:wonder-s3cret")
              .and("ftp://127.0.0.1:" + configured.port() + "/pub/a.txt")
              .run()
              .out();
      assertEquals("over TLS", curl);
      answer =
          ask(
              port,
              "GET ftp://127.0.0.1:" + configured.port() + "/above.txt HTTP/1.1",
              "Host: x",
              known);
      assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);

      // This listener is a proxy and nothing else; the other one is none.
      answer = ask(port, "GET /pub/a.txt HTTP/1.1", "Host: x", known);
      assertTrue(answer.startsWith("HTTP/1.1 400 ") && answer.contains("ftp_proxy="), answer);
      answer =
          ask(
              port,
              "GET http://127.0.0.1:" + port + "/ HTTP/1.1",
              "Host: 127.0.0.1:" + port,
              known);
      assertTrue(answer.startsWith("HTTP/1.1 501 "), answer);
      answer = ask(port, "CONNECT 127.0.0.1:22 HTTP/1.1", "Host: 127.0.0.1:22", known);
      assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
      String main =
          ask(gateway.port(), "GET ftp://127.0.0.1/pub/a.txt HTTP/1.1", "Host: 127.0.0.1");
      assertFalse(main.contains("over TLS"), main);
      assertTrue(main.contains("501"), main);

      for (String secret : List.of("wonder-s3cret", server.password(), configured.password())) {
        assertFalse(gateway.log().contains(secret), "the log holds a password");
      }
    }
  }
}
