package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ftp.ScriptedBackend.put;
import static io.sallyport.ftp.ScriptedBackend.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.TlsSettings;
import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Upload;
import io.sallyport.ground.Certificates;
import io.sallyport.ground.FtpServerSetup;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.RealFtpServer;
import io.sallyport.ground.SocksServer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real servers that get a NOOP every few milliseconds of a slow transfer.
@Timeout(120)
final class KeepAliveIT {

  /// So many NOOPs fall into one transfer, at the least.
  private static final int BEATS = 5;

  private static final Duration SILENCE = Duration.ofMillis(40);

  @TempDir private Path folder;
  @TempDir private Path keys;

  @ParameterizedTest
  @CsvSource({
    "VSFTPD,false", "PROFTPD,false", "PUREFTPD,false", "PYFTPDLIB,false",
    "VSFTPD,true", "PROFTPD,true", "PUREFTPD,true", "PYFTPDLIB,true"
  })
  void slowTransfersSucceed_andTheSessionGoesOn(FtpSoftware software, boolean secured)
      throws Exception {
    byte[] content = new byte[3 * 1024 * 1024];
    new Random(3).nextBytes(content);
    Files.write(folder.resolve("down"), content);
    FtpServerSetup setup = software.over(folder);
    TlsSettings tls = TlsSettings.NONE;
    if (secured) {
      Certificates.Pair own = new Certificates(keys).selfSigned("IP:127.0.0.1");
      tls =
          new TlsSettings(
              TlsSettings.Mode.REQUIRED,
              TlsSettings.Version.AUTO,
              List.of(own.read()),
              List.of(),
              null);
      setup.tls(own.required());
      if (software == FtpSoftware.VSFTPD) {
        setup.extra("ssl_ciphers=HIGH");
      }
    }
    // Every connection, control or data, goes through the proxy, which counts them.
    try (RealFtpServer server = setup.start();
        SocksServer counter = SocksServer.start();
        FtpBackend backend = backend(server, counter, tls)) {
      RemoteFiles files = backend.files(new Login(server.user(), server.password()));
      put(files, RemotePath.of("first"), "x");
      long logins = logins(counter, server);
      assertEquals(1, logins);

      upload(files, content);
      assertArrayEquals(content, Files.readAllBytes(folder.resolve("up")));
      assertArrayEquals(content, download(files, content.length));

      assertEquals(List.of("down", "first", "up"), names(files, RemotePath.ROOT));
      assertEquals("x", text(files, RemotePath.of("first"), ByteRange.ALL));
      assertTrue(logins(counter, server) <= 2, counter.targets().toString());
    }
  }

  private static void upload(RemoteFiles files, byte[] content) throws InterruptedException {
    try (Upload upload = files.write(RemotePath.of("up"))) {
      for (int i = 0; i < BEATS; i++) {
        int from = content.length / BEATS * i;
        int to = i == BEATS - 1 ? content.length : content.length / BEATS * (i + 1);
        upload.write(ByteBuffer.wrap(content, from, to - from));
        Thread.sleep(2 * SILENCE.toMillis());
      }
      upload.commit();
    }
  }

  private static byte[] download(RemoteFiles files, int length) throws InterruptedException {
    ByteBuffer bytes = ByteBuffer.allocate(length + 1);
    ByteBuffer some = ByteBuffer.allocate(64 * 1024);
    try (Download download = files.read(RemotePath.of("down"), ByteRange.ALL)) {
      for (int i = 0; download.read(some.clear()) >= 0; i++) {
        bytes.put(some.flip());
        if (i < BEATS) {
          Thread.sleep(2 * SILENCE.toMillis());
        }
      }
    }
    byte[] read = new byte[bytes.position()];
    bytes.flip().get(read);
    return read;
  }

  private static long logins(SocksServer counter, RealFtpServer server) {
    String control = "127.0.0.1:" + server.port();
    return counter.targets().stream().filter(control::equals).count();
  }

  private static FtpBackend backend(RealFtpServer server, SocksServer counter, TlsSettings tls) {
    FtpSettings settings =
        FtpSettings.of(server.host(), server.port())
            .withProxy(ProxySettings.parse("socks5://127.0.0.1:" + counter.port()))
            .withTls(tls)
            .withListingAge(Duration.ZERO)
            .withTimeouts(FtpSettings.Timeouts.DEFAULT.withKeepAlive(SILENCE));
    return new FtpBackend("slow", settings);
  }
}
