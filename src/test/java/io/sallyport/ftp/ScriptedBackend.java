package io.sallyport.ftp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Listing;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Upload;
import io.sallyport.ground.ScriptedFtpServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A scripted server with a small tree, and over it a backend of two connections with short
/// timeouts: what the engine does when a server does what real ones will not do on command.
final class ScriptedBackend implements AutoCloseable {

  /// A file of the tree; `hello` is in it.
  static final RemotePath FILE = RemotePath.of("docs", "a.txt");

  private final ScriptedFtpServer server = ScriptedFtpServer.start();
  private final FtpBackend backend;
  private final RemoteFiles files;

  ScriptedBackend() {
    this(ScriptedBackend::settings);
  }

  ScriptedBackend(Function<ScriptedFtpServer, FtpSettings> settings) {
    backend = new FtpBackend("test", settings.apply(server));
    files = backend.files(new Login("u", "secret"));
    server.tree().file("docs/a.txt", "hello").file("docs/b.txt", "0123456789").folder("docs/sub");
  }

  ScriptedFtpServer server() {
    return server;
  }

  FtpBackend backend() {
    return backend;
  }

  /// As the user `u` sees them.
  RemoteFiles files() {
    return files;
  }

  static FtpSettings settings(ScriptedFtpServer server) {
    FtpSettings usual = FtpSettings.of(server.host(), server.port());
    return usual
        .withConnections(2)
        .withListingAge(Duration.ZERO)
        .withTimeouts(
            new FtpSettings.Timeouts(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofMillis(400),
                Duration.ofSeconds(1),
                Duration.ofMillis(600),
                Duration.ofSeconds(60)));
  }

  static String text(RemoteFiles files, RemotePath path, ByteRange range) {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    try (Download download = files.read(path, range)) {
      while (download.read(bytes) >= 0) {
        assertTrue(bytes.hasRemaining());
      }
    }
    return new String(bytes.array(), 0, bytes.position(), UTF_8);
  }

  static List<String> names(RemoteFiles files, RemotePath path) {
    List<String> names = new ArrayList<>();
    try (Listing listing = files.list(path)) {
      for (Optional<Entry> e = listing.next(); e.isPresent(); e = listing.next()) {
        names.add(e.get().name());
      }
    }
    names.sort(null);
    return names;
  }

  static void put(RemoteFiles files, RemotePath path, String text) {
    try (Upload upload = files.write(path)) {
      upload.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      upload.commit();
    }
  }

  @Override
  public void close() {
    backend.close();
    server.close();
  }
}
