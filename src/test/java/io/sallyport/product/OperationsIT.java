package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Certificates;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.PostgresqlServer;
import io.sallyport.ground.Relay;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an operator sees of the packaged gateway, and how it ends.
@Timeout(180)
final class OperationsIT {

  private static final int TRANSFERS = 20;

  /// One alone has room for eight.
  private static final List<String> BACKENDS = List.of("files", "more", "most");

  @TempDir Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void healthMetricsAndLog_tellOfEveryRequest_andNameNobody() throws Exception {
    try (PackagedGateway gateway = serving("access-log: json")) {
      String management = management(gateway);
      assertEquals("alive\n", get(management + "livez").body());
      assertEquals(200, get(management + "readyz").statusCode());
      assertEquals(404, get(management + "files/").statusCode());

      assertEquals(201, put(gateway.url() + "files/secret-plan.txt", new byte[1000]).statusCode());
      HttpResponse<String> read = get(gateway.url() + "files/secret-plan.txt");
      String id = read.headers().firstValue("X-Request-Id").orElse("");

      HttpResponse<String> begun =
          client.send(
              HttpRequest.newBuilder(URI.create(gateway.url() + "-/api/uploads"))
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .header("Tus-Resumable", "1.0.0")
                  .header("Upload-Length", "5")
                  // /files/tus.bin
                  .header("Upload-Metadata", "target L2ZpbGVzL3R1cy5iaW4=")
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(201, begun.statusCode(), begun.body());

      String metrics = get(management + "metrics").body();
      assertValue(
          metrics,
          "sallyport_http_requests_seconds_count\\{door=\"dav\",method=\"PUT\",outcome=\"ok\",status=\"2xx\"\\}",
          1);
      assertValue(metrics, "sallyport_http_received_bytes_total\\{door=\"dav\"\\}", 1000);
      assertValue(metrics, "sallyport_http_sent_bytes_total\\{door=\"dav\"\\}", 1000);
      assertValue(metrics, "sallyport_ftp_data_connections_total\\{mode=\"EPSV\"\\}", 2);
      assertTrue(value(metrics, "sallyport_ftp_replies_total\\{class=\"2yz\"\\}") > 5, metrics);
      assertValue(metrics, "sallyport_ftp_pool_in_use\\{backend=\"files\"\\}", 0);
      assertValue(metrics, "sallyport_ftp_pool_waiting\\{backend=\"files\"\\}", 0);
      assertValue(metrics, "sallyport_webdav_locks", 0);
      assertValue(metrics, "sallyport_uploads_aborted_total", 0);
      assertFalse(metrics.contains("secret-plan"), "a path is in the metrics");

      String log = gateway.log();
      assertTrue(
          log.lines()
              .anyMatch(line ->
                  line.contains("\"log\":\"access\"")
                      && line.contains("\"id\":\"" + id + "\"")
                      && line.contains("\"backend\":\"files\"")
                      && line.contains("\"path\":\"/files/secret-plan.txt\"")
                      && line.contains("\"bytes\":1000")
                      && line.contains("\"data\":\"EPSV\"")),
          log);
      assertTrue(
          log.lines()
              .anyMatch(line ->
                  line.contains("\"log\":\"audit\"")
                      && line.contains("\"action\":\"PUT\"")
                      && line.contains("\"status\":201")),
          log);
      assertTrue(
          log.lines()
              .anyMatch(line ->
                  line.contains("\"action\":\"POST\"")
                      && line.contains("\"target\":\"/files/tus.bin\"")),
          log);
    }
  }

  /// Over plain HTTP/1.1, and over TLS with HTTP/2.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sigtermDuringTwentyTransfers_noneFails(boolean tls) throws Exception {
    byte[] content = new byte[24 * 1024 * 1024];
    new Random(8).nextBytes(content);
    ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    CountDownLatch begun = new CountDownLatch(TRANSFERS);
    CountDownLatch told = new CountDownLatch(1);
    Files.write(Files.createDirectories(folder.resolve("files")).resolve("big"), content);
    Certificates.Pair certificate = new Certificates(folder).selfSigned("IP:127.0.0.1");
    PackagedGateway gateway =
        serving(
            "drain: 2m" + (tls ? "\n" + shown(certificate.certificate(), certificate.key()) : ""));
    String url = gateway.url();
    assertEquals(tls, url.startsWith("https:"));
    String management = management(gateway);
    List<Thread> transfers = new ArrayList<>();
    for (int i = 0; i < TRANSFERS; i++) {
      int number = i;
      transfers.add(
          Thread.startVirtualThread(() -> {
            // A connection for each: on a shared one those that wait would keep others from
            // beginning.
            try (HttpClient own = client(certificate, tls)) {
              if (number % 2 == 0) {
                download(own, url + BACKENDS.get(number % 3) + "/big", content, begun, told);
              } else {
                upload(own, url + BACKENDS.get(number % 3) + "/up-" + number, content, begun, told);
              }
            } catch (IOException | GeneralSecurityException | AssertionError e) {
              troubles.add(number + ": " + e);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }));
    }
    assertTrue(begun.await(60, TimeUnit.SECONDS), "the transfers did not begin");

    gateway.process().destroy();
    while (get(management + "readyz").statusCode() != 503) {
      Thread.sleep(10);
    }
    boolean refused = false;
    while (!refused) {
      try (HttpClient fresh = client(certificate, tls)) {
        refused =
            fresh
                    .send(
                        HttpRequest.newBuilder(URI.create(url)).build(),
                        HttpResponse.BodyHandlers.discarding())
                    .statusCode()
                == 503;
      } catch (ConnectException e) {
        refused = true;
      }
    }
    assertTrue(gateway.process().isAlive(), "it ended under the transfers");
    told.countDown();
    for (Thread each : transfers) {
      each.join();
    }
    assertEquals(List.of(), List.copyOf(troubles));
    assertTrue(gateway.process().waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, gateway.process().exitValue(), gateway.log());
    for (int i = 1; i < TRANSFERS; i += 2) {
      assertArrayEquals(content, Files.readAllBytes(folder.resolve("files").resolve("up-" + i)));
    }
  }

  private static HttpClient client(Certificates.Pair trusted, boolean http2)
      throws IOException, GeneralSecurityException {
    return HttpClient.newBuilder()
        .version(http2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
        .sslContext(trusted.trusting())
        .build();
  }

  private static String shown(Path certificate, Path key) {
    return "tls: {certificate: %s, key: %s, listen: \"127.0.0.1:0\"}".formatted(certificate, key);
  }

  @Test
  void certificateSwappedUnderLoad_noTransferFails() throws Exception {
    Certificates certificates = new Certificates(folder);
    Certificates.Pair authority = certificates.authority("authority");
    Certificates.Pair first = certificates.issuedBy(authority, "IP:127.0.0.1");
    Certificates.Pair second = certificates.issuedBy(authority, "IP:127.0.0.1");
    Path certificate = Files.copy(first.certificate(), folder.resolve("used.pem"));
    Path key = Files.copy(first.key(), folder.resolve("used.key"));
    byte[] content = new byte[4_000_000];
    new Random(9).nextBytes(content);
    Files.write(Files.createDirectories(folder.resolve("files")).resolve("big"), content);
    try (PackagedGateway gateway = serving(shown(certificate, key))) {
      String url = gateway.url() + "files/big";
      ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
      AtomicBoolean enough = new AtomicBoolean();
      AtomicInteger moved = new AtomicInteger();
      List<Thread> load = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        boolean fresh = i % 2 == 0;
        load.add(
            Thread.startVirtualThread(() -> {
              try (HttpClient kept = client(authority, true)) {
                while (!enough.get()) {
                  try (HttpClient once = fresh ? client(authority, true) : null) {
                    HttpResponse<byte[]> response =
                        (once == null ? kept : once)
                            .send(
                                HttpRequest.newBuilder(URI.create(url)).build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                    assertArrayEquals(content, response.body());
                    assertEquals(HttpClient.Version.HTTP_2, response.version());
                    moved.incrementAndGet();
                  }
                }
              } catch (IOException | GeneralSecurityException | AssertionError e) {
                troubles.add(fresh + ": " + e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
      }
      URI where = URI.create(url);
      await(() -> shownAt(where, authority).equals(first.read()));
      Files.move(second.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
      Files.move(second.key(), key, StandardCopyOption.REPLACE_EXISTING);
      await(() -> !shownAt(where, authority).equals(first.read()));
      int before = moved.get();
      await(() -> moved.get() > before + 4);
      enough.set(true);
      for (Thread each : load) {
        each.join();
      }
      assertEquals(List.of(), List.copyOf(troubles));
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    while (!condition.holds()) {
      Thread.sleep(20);
    }
  }

  private static Certificate shownAt(URI where, Certificates.Pair trusted) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            trusted.trusting().getSocketFactory().createSocket(where.getHost(), where.getPort())) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void storeAway_isNotReady_andAlive() throws Exception {
    try (Relay relay = new Relay(PostgresqlServer.port());
        PackagedGateway gateway =
            PackagedGateway.with(
                Map.of("SALLYPORT_MANAGEMENT", "127.0.0.1:0"),
                "--folder",
                folder.toString(),
                "--state",
                PostgresqlServer.urlThrough(relay.port()))) {
      String management = management(gateway);
      assertEquals(200, get(management + "readyz").statusCode());
      relay.cut();
      HttpResponse<String> away = get(management + "readyz");
      assertEquals(503, away.statusCode());
      assertEquals("the store is not reachable\n", away.body());
      assertEquals(200, get(management + "livez").statusCode());
      assertEquals(200, get(management + "metrics").statusCode());
      relay.resume();
      await(() -> get(management + "readyz").statusCode() == 200);
    }
  }

  private static void download(
      HttpClient client, String url, byte[] content, CountDownLatch begun, CountDownLatch told)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(URI.create(url)).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      int first = in.read();
      begun.countDown();
      told.await();
      byte[] rest = in.readAllBytes();
      assertEquals(content.length - 1, rest.length);
      assertEquals(content[0], (byte) first);
    }
  }

  private static void upload(
      HttpClient client, String url, byte[] content, CountDownLatch begun, CountDownLatch told)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new Held(content, begun, told)))
            .build();
    assertEquals(201, client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
  }

  /// Gives some of the content, and the rest when told.
  private static final class Held extends InputStream {
    private final byte[] content;
    private final CountDownLatch begun;
    private final CountDownLatch told;
    private int at;

    Held(byte[] content, CountDownLatch begun, CountDownLatch told) {
      this.content = content;
      this.begun = begun;
      this.told = told;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] target, int start, int most) throws IOException {
      if (at > 1_000_000 && begun.getCount() > 0) {
        begun.countDown();
      }
      if (at > 1_000_000) {
        try {
          told.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      int count = Math.min(most, content.length - at);
      System.arraycopy(content, at, target, start, count);
      at += count;
      return count == 0 ? -1 : count;
    }
  }

  private PackagedGateway serving(String more) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("sallyport.yaml"),
            more
                + "\nmanagement: 127.0.0.1:0\nstate: state\nbackends:"
                + " {files: {folder: files}, more: {folder: files}, most: {folder: files}}\n");
    return PackagedGateway.serving("--config", config.toString());
  }

  private static String management(PackagedGateway gateway) throws InterruptedException {
    Pattern said = Pattern.compile("Health and metrics are on (\\S+)\\.");
    while (true) {
      Matcher found = said.matcher(gateway.log());
      if (found.find()) {
        return "http://" + found.group(1) + "/";
      }
      Thread.sleep(20);
    }
  }

  private static void assertValue(String metrics, String series, double expected) {
    assertEquals(expected, value(metrics, series), series + " in\n" + metrics);
  }

  private static double value(String metrics, String series) {
    Matcher found = Pattern.compile("^" + series + " (\\S+)$", Pattern.MULTILINE).matcher(metrics);
    assertTrue(found.find(), series + " is not in\n" + metrics);
    return Double.parseDouble(found.group(1));
  }

  private HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> put(String url, byte[] content)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
