package io.sallyport.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Command;
import io.sallyport.ground.DavMount;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.OddNames;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.Provisioned;
import io.sallyport.ground.RcloneMount;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Drives over the gateway do what a local folder does: the same script of file operations runs on
/// both (`drive.sh`, and `gio.sh` for GNOME), and the trees are the same afterwards, on the drive
/// and on the FTP server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(400)
final class DriveIT {

  private static final long TWO_GIBIBYTES = 2L << 30;

  @TempDir Path temp;

  private Path folder;
  private RealFtpServer server;
  private PackagedGateway gateway;
  private String url;

  @BeforeAll
  void start(@TempDir Path made) {
    folder = made;
    server = FtpSoftware.VSFTPD.over(folder).start();
    gateway =
        PackagedGateway.serving("ftp://" + server.user() + "@127.0.0.1:" + server.port() + "/");
    url = gateway.url() + "127.0.0.1/";
  }

  @AfterAll
  void stop() {
    gateway.close();
    server.close();
    assertFalse(gateway.log().contains("\tat "), gateway.log());
  }

  private DavMount davfs(String place) {
    return DavMount.of(url + place + "/", server.user(), server.password());
  }

  private RcloneMount rclone(String place) {
    return RcloneMount.of(url + place + "/", server.user(), server.password());
  }

  private Path place(String name) throws IOException {
    Path place = Files.createDirectory(folder.resolve(name));
    Command.of("chmod", "777", place.toString()).run();
    return place;
  }

  @Test
  void davfs2_doesWhatALocalFolderDoes() throws IOException {
    Path served = place("davfs");
    Path local = expected("local-davfs");
    try (DavMount drive = davfs("davfs")) {
      run(drive.folder());
      assertEquals(tree(local), tree(drive.folder()));
      drive.flush();
      assertEquals(tree(local), tree(drive.folder()));
    }
    assertEquals(tree(local), tree(served));
  }

  @Test
  void rcloneMount_doesWhatALocalFolderDoes() throws IOException {
    Path served = place("rclone");
    Path local = expected("local-rclone");
    try (RcloneMount drive = rclone("rclone")) {
      run(drive.folder(), drive.cache().toString());
      assertEquals(tree(local), tree(drive.folder()));
    }
    assertEquals(tree(local), tree(served), gateway.log());
  }

  /// GNOME Files does its work through gvfs, as `gio` does.
  @Test
  void gnome_doesWhatALocalFolderDoes() throws IOException {
    Provisioned.requireAll("gio", "gvfs", "dbus");
    Path served = place("gnome");
    Path local = Files.createDirectory(temp.resolve("local-gnome"));
    gio("file://" + local + "/").run();
    gio("dav://" + (url + "gnome/").replaceFirst("^http://", ""))
        .with("DRIVE_USER", server.user())
        .with("DRIVE_PASSWORD", server.password())
        .run();
    assertEquals(tree(local), tree(served), gateway.log());
  }

  @Test
  void twoGibibytes_goThereAndBack() throws IOException {
    Path served = place("big");
    Path big = temp.resolve("big");
    try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
      file.setLength(TWO_GIBIBYTES + 12_345);
      for (long at = 0; at < TWO_GIBIBYTES; at += TWO_GIBIBYTES / 8) {
        file.seek(at + 54_321);
        file.writeUTF("mark at " + at);
      }
    }
    try (RcloneMount drive = rclone("big")) {
      Command.of("cp", big.toString(), drive.folder().resolve("big").toString())
          .within(Duration.ofMinutes(3))
          .run();
    }
    assertEquals(-1, Files.mismatch(big, served.resolve("big")));
    try (RcloneMount drive = rclone("big")) {
      try (RandomAccessFile file =
          new RandomAccessFile(drive.folder().resolve("big").toFile(), "r")) {
        long at = TWO_GIBIBYTES / 8 * 7;
        file.seek(at + 54_321);
        assertEquals("mark at " + at, file.readUTF());
      }
      Command.of("cmp", big.toString(), drive.folder().resolve("big").toString())
          .within(Duration.ofMinutes(3))
          .run();
    } finally {
      Files.delete(big);
      Files.delete(served.resolve("big"));
    }
  }

  /// davfs2 locks what is opened for writing.
  @Test
  void twoDrivesOnOneFolder_doNotOverwriteEachOther() throws IOException {
    Path served = place("shared");
    try (DavMount one = davfs("shared")) {
      Files.writeString(one.folder().resolve("file"), "first");
      one.flush();
      try (DavMount other = davfs("shared")) {
        Path theirs = other.folder().resolve("file");
        assertEquals("first", Files.readString(theirs));
        try (RandomAccessFile mine =
            new RandomAccessFile(one.folder().resolve("file").toFile(), "rw")) {
          mine.seek(5);
          mine.write(" and mine".getBytes(UTF_8));
          Command.Result refused = Command.of("sh", "-c", "echo theirs >" + theirs).runToAnyExit();
          assertTrue(refused.exit() != 0, "the other drive wrote over a file that is locked");
          assertEquals("first", Files.readString(served.resolve("file")));
        }
        one.flush();
        assertEquals("first and mine", Files.readString(served.resolve("file")), gateway.log());
        seen("first and mine", other, theirs);
        // Of the same length, and perhaps of the same second.
        Files.writeString(one.folder().resolve("file"), "second version");
        one.flush();
        assertEquals("second version", Files.readString(served.resolve("file")), gateway.log());
        seen("second version", other, theirs);
      }
    }
  }

  /// davfs2 asks for a file at most once a second, and for its size once a minute unless it is
  /// mounted anew; its cache outlives that.
  private void seen(String content, DavMount drive, Path file) throws IOException {
    drive.flush();
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!Files.readString(file).equals(content)) {
      assertTrue(System.nanoTime() - end < 0, () -> "still old: " + gateway.log());
    }
  }

  // What there must be.

  private Path expected(String name) throws IOException {
    Path local = Files.createDirectory(temp.resolve(name));
    run(local);
    return local;
  }

  private void run(Path root, String... cache) throws IOException {
    Command.of("bash", script("drive.sh"), root.toString(), temp.toString())
        .and(cache)
        .reading(String.join("\n", OddNames.all()) + "\n")
        .within(Duration.ofMinutes(3))
        .run();
  }

  private Command gio(String at) throws IOException {
    Path home = Files.createDirectories(temp.resolve("home"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    return Command.of("dbus-run-session", "--", "bash", script("gio.sh"), at, temp.toString())
        .with("HOME", home.toString())
        .with("XDG_RUNTIME_DIR", home.toString())
        .with("GIO_USE_VOLUME_MONITOR", "unix")
        .with("GVFS_DISABLE_FUSE", "1")
        .reading(String.join("\n", OddNames.all()) + "\n")
        .within(Duration.ofMinutes(3));
  }

  private String script(String name) throws IOException {
    Path script = temp.resolve(name);
    if (Files.notExists(script)) {
      try (InputStream in = DriveIT.class.getResourceAsStream(name)) {
        Files.copy(Objects.requireNonNull(in), script);
      }
    }
    return script.toString();
  }

  /// Every file with what is in it, and every folder.
  private static List<String> tree(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      List<String> lines = new ArrayList<>();
      for (Path path : all.sorted().toList()) {
        String name = root.relativize(path).toString();
        if (name.isEmpty() || name.startsWith("lost+found")) {
          continue;
        }
        lines.add(Files.isDirectory(path) ? name + "/" : name + " " + digest(path));
      }
      return lines;
    }
  }

  private static String digest(Path file) {
    return Command.of("cksum", file.toString()).run().out().split(" /", 2)[0];
  }
}
