package io.sallyport.ftp;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.ground.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real FTP server for all tests of a class, over a folder that they look into directly; empty
/// before each. One subclass a server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class ServerContract {

  /// A server that runs.
  record Running(FtpSettings settings, Login login, AutoCloseable stop) {}

  Path folder;
  Running running;
  FtpBackend backend;
  RemoteFiles files;

  /// Starts the server over `folder`, or skips the class.
  abstract Running start(Path folder) throws Exception;

  /// The odd names that this server can hold.
  abstract List<String> oddNames();

  @BeforeAll
  void startServer(@TempDir Path made) throws Exception {
    folder = made;
    running = start(folder);
    backend = new FtpBackend("contract", running.settings().withListingAge(Duration.ZERO));
    files = backend.files(running.login());
  }

  @AfterAll
  void stopServer() throws Exception {
    if (backend != null) {
      backend.close();
    }
    if (running != null) {
      running.stop().close();
    }
  }

  @BeforeEach
  void emptyFolder() throws IOException {
    Folders.empty(folder);
  }

  static void allow(Path place) throws IOException {
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
  }
}
