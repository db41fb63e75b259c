package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Login;
import io.sallyport.ftp.FtpBackend;
import io.sallyport.ground.ScriptedFtpServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A server that takes one connection at a time is served like any other.
final class OneConnectionTest {

  private final ScriptedFtpServer server = ScriptedFtpServer.start().connectionLimit(1);
  private final FtpBackend backend = new FtpBackend("one", settings(server));
  private final TestGateway gateway = TestGateway.over(backend.files(new Login("u", "secret")));

  OneConnectionTest() {
    server.tree().file("a.txt", "hello").folder("dir").file("dir/b.txt", "there");
  }

  @AfterEach
  void stop() {
    gateway.close();
    backend.close();
    server.close();
  }

  @Test
  void conditionalUpload_looksAgainOnItsOwnConnection() throws Exception {
    String etag = gateway.send("HEAD", "/m/a.txt").headers().firstValue("ETag").orElseThrow();
    assertEquals(204, gateway.sendBody("PUT", "/m/a.txt", "new", "If-Match", etag).statusCode());
    assertEquals("new", gateway.send("GET", "/m/a.txt").body());
    assertEquals(412, gateway.sendBody("PUT", "/m/a.txt", "x", "If-Match", etag).statusCode());
    assertEquals(1, backend.openConnections());
  }

  @Test
  void copy_readsThroughTheGatewaysDisk() throws Exception {
    assertEquals(201, gateway.status("COPY", "/m/a.txt", "Destination", "/m/c.txt"));
    assertEquals("hello", gateway.send("GET", "/m/c.txt").body());
    assertEquals(201, gateway.status("COPY", "/m/dir/", "Destination", "/m/copied/"));
    assertEquals("there", gateway.send("GET", "/m/copied/b.txt").body());
    // Not the server's count: it may see a new connection before the end of the one before it.
    assertEquals(1, backend.openConnections());
  }

  private static FtpSettings settings(ScriptedFtpServer server) {
    Duration second = Duration.ofSeconds(1);
    return FtpSettings.of(server.host(), server.port())
        .withConnections(1)
        .withTimeouts(
            new FtpSettings.Timeouts(
                second, second, Duration.ofMillis(400), second, Duration.ofMillis(600), second));
  }
}
