package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Certificates;
import io.sallyport.ground.Command;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.RealFtpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Signing in over TLS: the cookie is one that browsers take from this host over TLS alone. curl
/// holds to the rules of the name's prefix (RFC 6265bis §4.1.3.2) as browsers do, and throws away a
/// cookie that breaks them.
@Timeout(120)
final class SecureSessionIT {

  @TempDir Path folder;

  @Test
  void cookieIsForThisHostOverTlsAlone() throws Exception {
    Path served = Files.createDirectories(folder.resolve("served"));
    Files.writeString(served.resolve("a.txt"), "hello");
    Certificates.Pair pair = new Certificates(folder).selfSigned("IP:127.0.0.1");
    String jar = folder.resolve("cookies").toString();
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(served).start()) {
      Path configuration =
          Files.writeString(
              folder.resolve("sallyport.yaml"),
              """
              tls: {certificate: "%s", key: "%s", listen: "127.0.0.1:0"}
              backends: {legacy: {url: "ftp://127.0.0.1:%d/"}}
              """
                  .formatted(pair.certificate(), pair.key(), server.port()));
      try (PackagedGateway gateway =
          PackagedGateway.serving(
              "--config",
              configuration.toString(),
              "--state",
              folder.resolve("state").toString())) {
        assertTrue(gateway.url().startsWith("https://"), gateway.url());
        Command curl =
            Command.of("curl", "-sS", "--cacert", pair.certificate().toString(), "-b", jar)
                .and("-c", jar);
        String body =
            "{\"backend\":\"legacy\",\"user\":\"%s\",\"password\":\"%s\"}"
                .formatted(server.user(), server.password());
        String session = gateway.url() + "-/api/session";
        String head =
            curl.and("-D", "-", "-H", "Content-Type: application/json", "-d", body, session)
                .run()
                .out();
        assertTrue(head.startsWith("HTTP/2 200"), head);
        assertTrue(head.toLowerCase(Locale.ROOT).contains("strict-transport-"), head);
        String kept = Files.readString(Path.of(jar));
        assertTrue(kept.contains("__Host-sallyport"), kept);
        assertTrue(kept.contains("#HttpOnly_127.0.0.1\tFALSE\t/\tTRUE\t0"), kept);
        assertFalse(kept.contains(server.password()), kept);
        assertEquals("hello", curl.and(gateway.url() + "legacy/a.txt").run().out());
        String elsewhere = curl.and("-X", "DELETE", session).run().out();
        assertEquals("", elsewhere);
        assertFalse(Files.readString(Path.of(jar)).contains("__Host-sallyport"));
        assertEquals(
            "401",
            curl.and("-o", "/dev/null", "-w", "%{http_code}", gateway.url() + "legacy/a.txt")
                .run()
                .out());
      }
    }
  }
}
