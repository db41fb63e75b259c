package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sallyport.ground.Certificates;
import io.sallyport.ground.Command;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.RealFtpServer;
import io.sallyport.ground.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A big file of a real server goes through the kernel alone where both ends are plain TCP, and is
/// read and written where one of them is not; the caller sees no difference.
@Timeout(120)
final class ShortcutIT {

  private static final int SIZE_BYTES = 20_000_003;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  @TempDir Path folder;
  private Path served;

  @BeforeEach
  void fill() throws Exception {
    byte[] content = new byte[SIZE_BYTES];
    new Random(3).nextBytes(content);
    served = Files.createDirectories(folder.resolve("served"));
    Files.write(served.resolve("big"), content);
    Metrics.addRegistry(meters);
  }

  @AfterEach
  void forget() {
    Metrics.removeRegistry(meters);
  }

  @Test
  void plainOnBothSides_theKernelPassesIt() throws Exception {
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(served).start();
        RunningGateway gateway = RunningGateway.of(folder, server.asBackend("ftp", ""))) {
      fetched(gateway);
    }
    assertTrue(passed() > SIZE_BYTES - 1_000_000, "passed " + passed());
  }

  @Test
  void tlsTowardsTheCaller_itIsReadAndWritten() throws Exception {
    Certificates.Pair pair = new Certificates(folder).selfSigned("IP:127.0.0.1");
    String tls =
        "tls: {certificate: \"%s\", key: \"%s\", listen: \"127.0.0.1:0\"}%n"
            .formatted(pair.certificate(), pair.key());
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(served).start();
        RunningGateway gateway = RunningGateway.of(folder, tls + server.asBackend("ftp", ""))) {
      assertTrue(gateway.url().startsWith("https:"), gateway.url());
      fetched(gateway, "--http1.1");
      fetched(gateway, "--http2");
    }
    assertEquals(0, passed());
  }

  @Test
  void tlsTowardsTheServer_itIsReadAndWritten() throws Exception {
    Certificates.Pair pair = new Certificates(folder).selfSigned("IP:127.0.0.1");
    String trust = ", tls: {trust: \"%s\"}".formatted(pair.certificate());
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(served).tls(pair.required()).start();
        RunningGateway gateway = RunningGateway.of(folder, server.asBackend("ftpes", trust))) {
      fetched(gateway);
    }
    assertEquals(0, passed());
  }

  private double passed() {
    return meters.get("sallyport.http.passed").counter().count();
  }

  private void fetched(RunningGateway gateway, String... options) throws IOException {
    Path got = folder.resolve("got");
    Command curl = Command.of("curl", "-sSk", "--fail", "-o", got.toString());
    for (String option : options) {
      curl = curl.and(option);
    }
    var _ = curl.and(gateway.url() + "b/big").run();
    assertEquals(-1, Files.mismatch(served.resolve("big"), got));
  }
}
