package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// WebDAV over FTP servers of other kinds than [MainJobContract]'s: litmus has nothing to say.
@Timeout(400)
final class LitmusIT {

  @TempDir Path folder;

  @TempDir Path workspace;

  @Test
  void overProftpd() {
    try (RealFtpServer server = FtpSoftware.PROFTPD.over(folder).start();
        PackagedGateway gateway =
            PackagedGateway.serving(
                "ftp://" + server.user() + "@127.0.0.1:" + server.port() + "/")) {
      Litmus.run(gateway.url() + "127.0.0.1/", server.user(), server.password(), workspace);
      assertFalse(gateway.log().contains("\tat "), gateway.log());
    }
  }

  @Test
  void overTheEmbeddedServer() throws IOException {
    Path served = Files.createDirectory(folder.resolve("served"));
    try (PackagedGateway gateway = PackagedGateway.serving("--folder", served.toString())) {
      Litmus.run(gateway.url() + "files/", "anybody", "anything", workspace);
      assertFalse(gateway.log().contains("\tat "), gateway.log());
    }
  }
}
