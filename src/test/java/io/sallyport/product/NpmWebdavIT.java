package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sallyport.ground.Command;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The npm package `webdav` does its normal operations, locks included:
/// `src/test/clients/npm-webdav/operations.mjs`.
@Timeout(300)
final class NpmWebdavIT {

  private static final Path SOURCES = Path.of("src", "test", "clients", "npm-webdav");
  private static final String LOCKFILE = "package-lock.json";

  @TempDir Path folder;

  @Test
  void normalOperations() throws IOException {
    Path client = installed();
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(folder).start();
        PackagedGateway gateway =
            PackagedGateway.serving(
                "ftp://" + server.user() + "@127.0.0.1:" + server.port() + "/")) {
      Command.Result said =
          Command.of(
                  "node",
                  "operations.mjs",
                  gateway.url() + "127.0.0.1/",
                  server.user(),
                  server.password())
              .in(client)
              .within(Duration.ofMinutes(2))
              .run();
      assertEquals(List.of("all done"), said.lines());
      assertFalse(gateway.log().contains("\tat "), gateway.log());
    }
  }

  /// The client in a folder of the build, installed as its lock file says unless that is done.
  private static Path installed() throws IOException {
    Path home =
        Files.createDirectories(
            Path.of(System.getProperty("sallyport.build", "target"), "clients", "npm-webdav"));
    Path done = home.resolve("node_modules").resolve(LOCKFILE);
    boolean current = Files.exists(done) && Files.mismatch(done, SOURCES.resolve(LOCKFILE)) == -1;
    for (String name : List.of("package.json", LOCKFILE, ".npmrc", "operations.mjs")) {
      Files.copy(SOURCES.resolve(name), home.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!current) {
      Command.of("npm", "ci", "--ignore-scripts").in(home).within(Duration.ofMinutes(3)).run();
      Files.copy(home.resolve(LOCKFILE), done, StandardCopyOption.REPLACE_EXISTING);
    }
    return home;
  }
}
