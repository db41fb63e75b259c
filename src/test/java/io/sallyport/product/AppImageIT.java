package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.PackagedGateway;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The application with its own Java serves on a machine that has none.
@Timeout(120)
final class AppImageIT {

  private static final Path IMAGE =
      Path.of(System.getProperty("sallyport.build", "target"), "package", "sallyport");

  @Test
  void servesWithoutAnyJavaOnThePath(@TempDir Path served) throws Exception {
    assertTrue(Files.size(IMAGE.resolve("lib/app/sallyport.aot")) > 0, "there is no AOT cache");
    Path launcher = IMAGE.resolve("bin/sallyport").toAbsolutePath();
    try (PackagedGateway gateway = PackagedGateway.of(launcher, "--folder", served.toString());
        HttpClient client = HttpClient.newHttpClient()) {
      URI file = URI.create(gateway.url() + "files/a.txt");
      HttpRequest put =
          HttpRequest.newBuilder(file).PUT(HttpRequest.BodyPublishers.ofString("whole")).build();
      assertEquals(201, client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode());
      assertEquals("whole", Files.readString(served.resolve("a.txt")));
      HttpResponse<String> got =
          client.send(HttpRequest.newBuilder(file).build(), HttpResponse.BodyHandlers.ofString());
      assertEquals("whole", got.body());
      assertEquals(
          "", gateway.log().lines().filter(line -> line.contains("WARN")).findFirst().orElse(""));
    }
  }
}
