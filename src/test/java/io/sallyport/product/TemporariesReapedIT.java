package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.TemporaryName;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The gateway is killed in the middle of a PUT: what it had sent goes from the FTP server after
/// the next start, and what was there before stays.
@Timeout(180)
final class TemporariesReapedIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void embeddedServer_isCleanedRightAfterTheStart() throws Exception {
    Path served = Files.createDirectories(folder.resolve("served"));
    Files.writeString(served.resolve("big.bin"), "old");
    String[] arguments = {"--folder", served.toString(), "--state", state()};
    try (PackagedGateway gateway = PackagedGateway.serving(arguments)) {
      killInTheMiddleOfAPut(gateway, "files/big.bin", served, "");
    }
    try (PackagedGateway _ = PackagedGateway.serving(arguments)) {
      await(() -> temporaries(served).isEmpty());
      assertEquals("old", Files.readString(served.resolve("big.bin")));
    }
  }

  @Test
  void serverWithALoginOfEachUser_isCleanedWhenTheUserComesBack() throws Exception {
    Path served = Files.createDirectories(folder.resolve("served"));
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(served).start()) {
      String[] arguments = {
        "ftp://" + server.host() + ":" + server.port() + "/", "--state", state()
      };
      cleanedWhenTheUserComesBack(server, server.host(), served, arguments);
    }
  }

  @Test
  void serverThatNoOneConfigured_isCleanedWhenTheUserComesBack() throws Exception {
    Path served = Files.createDirectories(folder.resolve("served"));
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(served).start()) {
      String address = server.host() + ":" + server.port();
      Path configuration =
          Files.writeString(
              folder.resolve("sallyport.yaml"),
              "ad-hoc: {allow: [\"" + address + "\"], plain: always}\n");
      String[] arguments = {"--config", configuration.toString(), "--state", state()};
      cleanedWhenTheUserComesBack(server, "~" + address, served, arguments);
    }
  }

  private void cleanedWhenTheUserComesBack(
      RealFtpServer server, String backend, Path served, String... arguments) throws Exception {
    String login = server.user() + ":" + server.password();
    String basic =
        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    String name = backend + "/big.bin";
    try (PackagedGateway gateway = PackagedGateway.serving(arguments)) {
      killInTheMiddleOfAPut(gateway, name, served, "Authorization: " + basic + "\r\n");
    }
    try (PackagedGateway gateway = PackagedGateway.serving(arguments);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest again =
          HttpRequest.newBuilder(URI.create(gateway.url() + name))
              .header("Authorization", basic)
              .build();
      await(() -> {
        status(client, again);
        return temporaries(served).isEmpty();
      });
      assertEquals(404, status(client, again));
    }
  }

  private String state() {
    return folder.resolve("state").toString();
  }

  private void killInTheMiddleOfAPut(
      PackagedGateway gateway, String name, Path served, String header) throws Exception {
    URI url = URI.create(gateway.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PUT /"
                  + name
                  + " HTTP/1.1\r\nHost: "
                  + url.getAuthority()
                  + "\r\n"
                  + header
                  + "Content-Length: 9000000\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[3_000_000]);
      out.flush();
      await(() -> !temporaries(served).isEmpty());
      gateway.process().destroyForcibly();
      assertTrue(gateway.process().waitFor(10, TimeUnit.SECONDS));
    }
    assertEquals(1, temporaries(served).size());
  }

  private static int status(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> temporaries(Path served) {
    try (Stream<Path> all = Files.list(served)) {
      return all.map(path -> path.getFileName().toString()).filter(TemporaryName::matches).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it did not happen");
      Thread.sleep(100);
    }
  }
}
