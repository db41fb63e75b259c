package io.sallyport.product;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Certificates;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.RealFtpServer;
import io.sallyport.ground.RunningGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A small file that comes from memory is answered as one that is fetched: whole, in ranges and by
/// conditions, over plain FTP and over TLS; and a change on the server is seen by the next request.
@Timeout(120)
final class RecentContentsIT {

  private static final Instant TIME = Instant.parse("2026-03-04T05:06:07Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final byte[] content = new byte[40_000];
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private Path served;

  @BeforeEach
  void fill() throws IOException {
    new Random(11).nextBytes(content);
    served = Files.createDirectory(folder.resolve("served"));
    write("picture", content, TIME);
    write("mark", "for the log".getBytes(US_ASCII), TIME);
  }

  @Test
  void overPlainFtp() throws Exception {
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(served).start();
        RunningGateway gateway = RunningGateway.of(folder, server.asBackend("ftp", ""))) {
      answersAreThoseOfTheFile(server, gateway);
    }
  }

  @Test
  void overTls() throws Exception {
    Certificates.Pair pair = new Certificates(folder).selfSigned("IP:127.0.0.1");
    String trust = ", tls: {trust: \"%s\"}".formatted(pair.certificate());
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(served).tls(pair.required()).start();
        RunningGateway gateway = RunningGateway.of(folder, server.asBackend("ftpes", trust))) {
      answersAreThoseOfTheFile(server, gateway);
    }
  }

  private void answersAreThoseOfTheFile(RealFtpServer server, RunningGateway gateway)
      throws Exception {
    settle(server, gateway);
    long before = fetches(server, gateway);
    HttpResponse<byte[]> whole = get(gateway, "picture");
    assertEquals(200, whole.statusCode());
    assertArrayEquals(content, whole.body());
    String tag = whole.headers().firstValue("ETag").orElseThrow();
    inRanges(gateway, tag);
    byConditions(gateway, tag);
    assertEquals(before, fetches(server, gateway));
    // The same length.
    byte[] other = content.clone();
    other[100]++;
    write("picture", other, TIME.plusSeconds(1));
    HttpResponse<byte[]> changed = get(gateway, "picture", "If-None-Match", tag);
    assertEquals(200, changed.statusCode());
    assertArrayEquals(other, changed.body());
  }

  private void inRanges(RunningGateway gateway, String tag) throws Exception {
    HttpResponse<byte[]> middle = get(gateway, "picture", "Range", "bytes=100-199");
    assertEquals(206, middle.statusCode());
    assertArrayEquals(Arrays.copyOfRange(content, 100, 200), middle.body());
    assertEquals("bytes 100-199/40000", middle.headers().firstValue("Content-Range").orElse(""));
    HttpResponse<byte[]> end = get(gateway, "picture", "Range", "bytes=-7", "If-Range", tag);
    assertEquals(206, end.statusCode());
    assertArrayEquals(Arrays.copyOfRange(content, 39_993, 40_000), end.body());
    HttpResponse<byte[]> old = get(gateway, "picture", "Range", "bytes=-7", "If-Range", "\"old\"");
    assertEquals(200, old.statusCode());
    assertArrayEquals(content, old.body());
    assertEquals(416, get(gateway, "picture", "Range", "bytes=40000-").statusCode());
  }

  private void byConditions(RunningGateway gateway, String tag) throws Exception {
    HttpResponse<byte[]> known = get(gateway, "picture", "If-None-Match", tag);
    assertEquals(304, known.statusCode());
    assertEquals(0, known.body().length);
    assertEquals(
        304,
        get(gateway, "picture", "If-Modified-Since", "Wed, 04 Mar 2026 05:06:07 GMT").statusCode());
    assertEquals(412, get(gateway, "picture", "If-Match", "\"old\"").statusCode());
  }

  /// Asks for it until it comes from memory.
  private void settle(RealFtpServer server, RunningGateway gateway) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long before;
    do {
      assertTrue(System.nanoTime() < deadline, () -> "it is fetched each time: " + server.log());
      before = fetches(server, gateway);
      assertArrayEquals(content, get(gateway, "picture").body());
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    } while (fetches(server, gateway) > before);
  }

  /// How often the server was asked for the picture. What it logs late is in the log once a later
  /// command is.
  private long fetches(RealFtpServer server, RunningGateway gateway) throws Exception {
    long marks = count(server, "mark");
    write("mark", ("mark " + System.nanoTime()).getBytes(US_ASCII), Instant.now());
    assertEquals(200, get(gateway, "mark").statusCode());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (count(server, "mark") == marks) {
      assertTrue(System.nanoTime() < deadline, () -> "nothing is logged: " + server.log());
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    return count(server, "picture");
  }

  private static long count(RealFtpServer server, String name) throws IOException {
    return server
        .log()
        .lines()
        .filter(line -> line.contains("RETR") && line.contains(name))
        .count();
  }

  private HttpResponse<byte[]> get(RunningGateway gateway, String name, String... headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + "b/" + name));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private void write(String name, byte[] bytes, Instant time) throws IOException {
    Path file = served.resolve(name);
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, FileTime.from(time));
  }
}
