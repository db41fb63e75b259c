package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.PackagedGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The gateway is killed while locks are held: they are there again when it is.
@Timeout(120)
final class LocksSurviveIT {

  private static final String LOCK =
      "<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope>"
          + "<D:locktype><D:write/></D:locktype></D:lockinfo>";

  @TempDir Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void aHundredLocksAreAliveFiveSecondsAfterAKill() throws Exception {
    List<String> tokens = new ArrayList<>();
    try (PackagedGateway gateway = start()) {
      for (int i = 0; i < 100; i++) {
        HttpResponse<String> locked =
            send(gateway, "LOCK", "file-" + i, LOCK, "Timeout", "Second-600");
        assertEquals(201, locked.statusCode());
        tokens.add(locked.headers().firstValue("Lock-Token").orElseThrow());
      }
      gateway.process().destroyForcibly();
      assertTrue(gateway.process().waitFor(10, TimeUnit.SECONDS));
    }
    try (PackagedGateway gateway = start()) {
      long started = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        assertEquals(423, send(gateway, "PUT", "file-" + i, "theirs").statusCode());
      }
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, took.toString());
      for (int i = 0; i < 100; i++) {
        String own = "(" + tokens.get(i) + ")";
        assertEquals(201, send(gateway, "PUT", "file-" + i, "mine", "If", own).statusCode());
      }
    }
  }

  private PackagedGateway start() throws IOException {
    Path served = Files.createDirectories(folder.resolve("served"));
    return PackagedGateway.serving(
        "--folder", served.toString(), "--state", folder.resolve("state").toString());
  }

  private HttpResponse<String> send(
      PackagedGateway gateway, String method, String name, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "files/" + name))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
