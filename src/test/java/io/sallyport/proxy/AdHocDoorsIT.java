package io.sallyport.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Command;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.RealFtpServer;
import io.sallyport.ground.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server that no one configured, active mode only, through every door but the proxy: drives,
/// programs, the application's API.
@Timeout(120)
final class AdHocDoorsIT {

  @TempDir Path temp;
  private RealFtpServer server;
  private RunningGateway gateway;
  private String url;

  @BeforeEach
  void start() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("ftp"));
    Files.writeString(Files.createDirectory(folder.resolve("docs")).resolve("a.txt"), "0123456789");
    server = FtpSoftware.VSFTPD.over(folder).passiveEnabled(false).anonymous().start();
    gateway =
        RunningGateway.of(
            temp, "ad-hoc: {allow: [\"127.0.0.1:" + server.port() + "\"], plain: always}\n");
    url = gateway.url() + "~127.0.0.1:" + server.port() + "/";
  }

  @AfterEach
  void stop() {
    assertFalse(gateway.log().contains(server.password()), "the log holds a password");
    assertFalse(gateway.hasErrors(), gateway.log());
    gateway.close();
    server.close();
  }

  @Test
  void drivesAndPrograms() throws IOException {
    String user = server.user() + ":" + server.password();
    assertEquals("345", curl("-r", "3-5", url + "docs/a.txt"));
    assertTrue(curl(url + "docs/").contains("<a href=\"a.txt\">"));
    assertTrue(
        curl("-H", "Accept: application/json", url + "docs/").contains("\"href\":\"a.txt\""));
    String found = curl("-X", "PROPFIND", "-H", "Depth: 1", url + "docs/");
    assertTrue(found.contains("/docs/a.txt</D:href>"), found);

    Path upload = Files.writeString(temp.resolve("upload"), "sent");
    assertEquals("201", status("-u", user, "-T", upload.toString(), url + "docs/b.txt"));
    assertEquals("201", status("-u", user, "-X", "MKCOL", url + "docs/new/"));
    String to = "Destination: " + url + "docs/new/c.txt";
    assertEquals("201", status("-u", user, "-X", "MOVE", "-H", to, url + "docs/b.txt"));
    assertEquals("sent", Files.readString(server.folder().resolve("docs/new/c.txt")));
    assertEquals("204", status("-u", user, "-X", "DELETE", url + "docs/new/"));
    assertEquals("401", status("-u", server.user() + ":wrong", url));
    assertEquals("403", status("-T", upload.toString(), url + "docs/anonymous.txt"));

    // What works is remembered beside what works for others.
    String modes = Files.readString(temp.resolve("state/data-modes"));
    assertTrue(modes.contains("127.0.0.1 " + server.port() + " 127.0.0.1 E"), modes);
  }

  @Test
  void aServerThatHasOnlyAnIpv6Address() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("six"));
    Files.writeString(folder.resolve("six.txt"), "over IPv6");
    Path state = Files.createDirectory(temp.resolve("six-state"));
    try (RealFtpServer six = FtpSoftware.PROFTPD.over(folder).address("::1").start();
        RunningGateway other =
            RunningGateway.of(
                state,
                "ad-hoc: {allow: [\"[::1]:%d\"], plain: always}\nproxy: {enabled: true}\n"
                    .formatted(six.port()))) {
      String login = six.user() + ":" + six.password();
      String place = other.url() + "~[::1]:" + six.port() + "/six.txt";
      assertEquals("over IPv6", curl("-g", "--location-trusted", "-u", login, place));
      String target = "ftp://" + login + "@[::1]:" + six.port() + "/six.txt";
      assertEquals("over IPv6", curl("-g", "-x", other.url(), target));
    }
  }

  @Test
  void theApplicationSignsInAndOut() {
    String session = gateway.url() + "-/api/session";
    String jar = temp.resolve("cookies").toString();
    String name = "~127.0.0.1:" + server.port();
    assertFalse(curl(session).contains(name));
    String body =
        "{\"backend\":\"%s\",\"user\":\"%s\",\"password\":\"%s\"}"
            .formatted(name, server.user(), server.password());
    String json = "Content-Type: application/json";
    String in = curl("-c", jar, "-H", json, "-d", body, session);
    assertTrue(in.contains("\"name\":\"" + name + "\""), in);
    assertTrue(in.contains("\"user\":\"" + server.user() + "\""), in);
    assertEquals(in, curl("-b", jar, session));
    assertEquals("201", status("-b", jar, "-X", "MKCOL", url + "mine/"));
    assertEquals("204", status("-b", jar, "-X", "DELETE", session + "?backend=" + name));
    assertFalse(curl("-b", jar, session).contains(name));
    assertEquals("403", status("-b", jar, "-X", "MKCOL", url + "mine2/"));
    String wrong = body.replace(server.password(), "wrong-s3cret");
    assertEquals("401", status("-H", json, "-d", wrong, session));
    String elsewhere = body.replace(name, "~127.0.0.1:22");
    assertEquals("403", status("-H", json, "-d", elsewhere, session));
    assertFalse(gateway.log().contains("wrong-s3cret"), "the log holds a password");
  }

  private String curl(String... arguments) {
    return Command.of("curl", "-sS", "-L", "--fail").and(arguments).run().out();
  }

  private String status(String... arguments) {
    return Command.of("curl", "-sS", "--location-trusted", "-o", "/dev/null")
        .and("-w", "%{http_code}")
        .and(arguments)
        .run()
        .out();
  }
}
