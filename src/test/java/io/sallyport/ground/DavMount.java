package io.sallyport.ground;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/// A WebDAV folder mounted by davfs2, for tests that use files as any program does.
///
/// ```java
/// try (var drive = DavMount.of("http://127.0.0.1:8080/files/", "user", "password")) {
///   Command.of("cp", "a.txt", drive.folder().toString()).run();
///   drive.flush();
/// }
/// ```
///
/// davfs2 uploads when a file is closed, in the background: what must have arrived at the server is
/// to be checked after [#flush] or after closing.
public final class DavMount implements AutoCloseable {
  /// On a busy machine davfs2 1.6 has taken two minutes to end after it was unmounted, with nothing
  /// left to upload.
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final String url;
  private final Path workspace;

  private DavMount(String url, Path workspace) {
    this.url = url;
    this.workspace = workspace;
  }

  /// Mounts a WebDAV URL. Skips the test where davfs2 or FUSE is missing.
  public static DavMount of(String url, String user, String password) {
    Provisioned.requireAll("davfs2", "fuse");
    try {
      Path workspace = Files.createTempDirectory("sallyport-davfs-");
      var drive = new DavMount(url, workspace);
      drive.prepare(user, password);
      try {
        drive.mount();
      } catch (AssertionError e) {
        drive.remove();
        throw e;
      }
      return drive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it is mounted.
  public Path folder() {
    return workspace.resolve("drive");
  }

  /// Waits until everything written so far has been uploaded: unmounts and mounts again.
  public void flush() {
    unmount();
    mount();
  }

  @Override
  public void close() {
    unmount();
    remove();
  }

  private void remove() {
    Command.of("rm", "-rf", "--one-file-system", workspace.toString()).run();
  }

  private void prepare(String user, String password) throws IOException {
    // mount.davfs works in its cache as the group davfs2, so that one must get through.
    Files.setPosixFilePermissions(workspace, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectory(folder());
    Path cache = Files.createDirectory(workspace.resolve("cache"));
    Command.of("chgrp", "davfs2", cache.toString()).run();
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwx---"));
    write("secrets", "%s \"%s\" \"%s\"\n".formatted(url, escaped(user), escaped(password)));
    // Kernels since 5.x want a larger buffer than davfs2 1.6 has by default: without it, listing a
    // folder is EINVAL.
    write(
        "davfs2.conf",
        """
        buf_size 64
        ask_auth 0
        delay_upload 0
        cache_dir %s
        secrets %s
        lock_owner %s
        """
            // Drives of one owner share their locks.
            .formatted(cache, workspace.resolve("secrets"), workspace.getFileName()));
  }

  private void write(String name, String text) throws IOException {
    Path file = workspace.resolve(name);
    Files.write(file, text.getBytes(UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private void mount() {
    String options = "conf=" + workspace.resolve("davfs2.conf") + ",uid=0,gid=0";
    Command.of("mount.davfs", "-o", options, url, folder().toString()).within(PATIENCE).run();
  }

  private void unmount() {
    // It waits until davfs2 has uploaded what it holds.
    Command.Result result =
        Command.of("umount", folder().toString()).within(PATIENCE).runToAnyExit();
    if (result.exit() != 0) {
      Command.of("umount", "--lazy", "--internal-only", folder().toString()).runToAnyExit();
      throw new AssertionError(result.all());
    }
  }
}
