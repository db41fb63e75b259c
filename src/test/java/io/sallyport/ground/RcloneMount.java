package io.sallyport.ground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A WebDAV folder mounted by rclone, for tests that use files as any program does.
///
/// It writes to a cache, which makes it a full drive, and uploads when a file is closed, in the
/// background: what must have arrived at the server is to be checked after closing.
public final class RcloneMount implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path workspace;

  private RcloneMount(Path workspace) {
    this.workspace = workspace;
  }

  /// Mounts a WebDAV URL. Skips the test where rclone or FUSE is missing.
  public static RcloneMount of(String url, String user, String password) {
    Provisioned.requireAll("rclone", "fuse", "fusermount");
    try {
      Path workspace = Files.createTempDirectory("sallyport-rclone-");
      RcloneMount drive = new RcloneMount(workspace);
      Files.createDirectory(drive.folder());
      String hidden = Command.of("rclone", "obscure", password).run().out().strip();
      Command.of(
              // What goes on in the background must not hold on to the output of what ends.
              "sh",
              "-c",
              "exec rclone \"$@\" >/dev/null 2>&1",
              "rclone",
              "mount",
              ":webdav:",
              drive.folder().toString(),
              "--daemon",
              "--webdav-url",
              url,
              "--webdav-vendor",
              "other",
              "--webdav-user",
              user,
              "--webdav-pass",
              hidden,
              // Nothing stands for the names that Windows refuses.
              "--webdav-encoding",
              "None",
              "--vfs-cache-mode",
              "full",
              "--vfs-write-back",
              "1s",
              // Nobody else changes anything.
              "--dir-cache-time",
              "1h",
              "--cache-dir",
              drive.cache().toString(),
              "--log-file",
              workspace.resolve("log").toString())
          .with("RCLONE_CONFIG", "/dev/null")
          .within(PATIENCE)
          .run();
      return drive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it is mounted.
  public Path folder() {
    return workspace.resolve("drive");
  }

  /// Where it notes what is still to be uploaded: in files that say `"Dirty": true`.
  public Path cache() {
    return workspace.resolve("cache");
  }

  /// Ends it when everything written has been uploaded.
  @Override
  public void close() {
    awaitUploads();
    Command.of("fusermount3", "-u", folder().toString()).within(PATIENCE).run();
    Command.of("rm", "-rf", "--one-file-system", workspace.toString()).run();
  }

  /// What is still to be uploaded is marked dirty in the cache's notes.
  private void awaitUploads() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (Command.of("grep", "-rql", "\"Dirty\": *true", cache().toString()).runToAnyExit().exit()
        == 0) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("rclone does not get done: " + log());
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  private String log() {
    return Command.of("cat", workspace.resolve("log").toString()).runToAnyExit().all();
  }
}
