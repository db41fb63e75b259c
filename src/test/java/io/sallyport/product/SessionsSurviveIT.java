package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whoever is signed in stays so when the gateway is killed, and what it keeps of that gives no
/// password away.
@Timeout(120)
final class SessionsSurviveIT {

  @TempDir Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void signInOutlivesAKill_andSignOutIsForEver() throws Exception {
    Path served = Files.createDirectories(folder.resolve("served"));
    Files.writeString(served.resolve("a.txt"), "hello");
    Path state = folder.resolve("state");
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(served).start()) {
      String[] arguments = {
        "ftp://" + server.host() + ":" + server.port() + "/", "--state", state.toString()
      };
      String file = server.host() + "/a.txt";
      String cookie;
      try (PackagedGateway gateway = PackagedGateway.serving(arguments)) {
        String planted = "sallyport=" + "A".repeat(43);
        HttpResponse<String> in =
            send(
                gateway,
                "POST",
                "-/api/session",
                "{\"backend\":\""
                    + server.host()
                    + "\",\"user\":\""
                    + server.user()
                    + "\",\"password\":\""
                    + server.password()
                    + "\"}",
                "Content-Type",
                "application/json",
                "Cookie",
                planted);
        assertEquals(200, in.statusCode(), in.body());
        String set = in.headers().firstValue("Set-Cookie").orElseThrow();
        cookie = set.substring(0, set.indexOf(';'));
        assertNotEquals(planted, cookie);
        assertEquals(401, send(gateway, "GET", file, "", "Cookie", planted).statusCode());
        assertEquals("hello", send(gateway, "GET", file, "", "Cookie", cookie).body());
        gateway.process().destroyForcibly();
        assertTrue(gateway.process().waitFor(10, TimeUnit.SECONDS));
      }
      String id = cookie.substring(cookie.indexOf('=') + 1);
      try (Stream<Path> kept = Files.walk(state)) {
        for (Path each : kept.filter(Files::isRegularFile).toList()) {
          String content = Files.readString(each, StandardCharsets.ISO_8859_1);
          assertFalse(content.contains(server.password()), each + " holds the password");
          assertFalse(content.contains(id), each + " holds the cookie");
        }
      }
      try (PackagedGateway gateway = PackagedGateway.serving(arguments)) {
        assertEquals("hello", send(gateway, "GET", file, "", "Cookie", cookie).body());
        assertEquals(
            204, send(gateway, "DELETE", "-/api/session", "", "Cookie", cookie).statusCode());
        assertEquals(401, send(gateway, "GET", file, "", "Cookie", cookie).statusCode());
        assertFalse(gateway.log().contains(server.password()));
      }
      try (PackagedGateway gateway = PackagedGateway.serving(arguments)) {
        assertEquals(401, send(gateway, "GET", file, "", "Cookie", cookie).statusCode());
      }
    }
  }

  private HttpResponse<String> send(
      PackagedGateway gateway, String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .headers(headers)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
