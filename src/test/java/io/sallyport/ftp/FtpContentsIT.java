package io.sallyport.ftp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.ftp.data.DataModeTable;
import io.sallyport.ground.FtpServerSetup;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Real servers whose files change behind the gateway's back while their contents are kept. What is
/// kept is told by the servers' own logs.
@Timeout(120)
final class FtpContentsIT {

  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09Z");
  private static final Duration AGE = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration GLANCE = Duration.ofMillis(10);
  private static final RemotePath FILE = RemotePath.of("picture");
  private static final RemotePath MARK = RemotePath.of("mark");

  @TempDir private Path folder;
  @TempDir private Path logs;

  private final AtomicLong nanos = new AtomicLong();

  @SuppressWarnings("NullAway.Init") // By each test.
  private RealFtpServer server;

  @SuppressWarnings("NullAway.Init") // By each test.
  private RemoteFiles files;

  @ParameterizedTest
  @EnumSource(names = {"VSFTPD", "PROFTPD", "PYFTPDLIB"})
  void whatChangesOnTheServer_isNeverServedStale(FtpSoftware software) throws Exception {
    byte[] content = content();
    try (RealFtpServer running = logging(software).unprivileged().start();
        FtpBackend _ = backend(running)) {
      itIsFetchedOnce(content);
      changesAreSeen(content);
      rightsEnd();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VSFTPD", "PROFTPD", "PYFTPDLIB"})
  void aLogin_fetchesForItself(FtpSoftware software) throws Exception {
    byte[] content = content();
    // For whoever is nobody.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (RealFtpServer running = logging(software).anonymous().start();
        FtpBackend backend = backend(running)) {
      keep(content);
      long before = fetches();
      assertArrayEquals(content, get(files));
      assertEquals(before, fetches());
      assertArrayEquals(content, get(backend.files(Login.ANONYMOUS)));
      assertEquals(before + 1, fetches());
    }
  }

  private byte[] content() throws IOException {
    byte[] content = new byte[40_000];
    new Random(5).nextBytes(content);
    write(content, TIME);
    Files.writeString(folder.resolve("mark"), "for the log");
    return content;
  }

  private FtpServerSetup logging(FtpSoftware software) {
    FtpServerSetup setup = software.over(folder);
    return software == FtpSoftware.PROFTPD
        ? setup.extra("ExtendedLog " + logs.resolve("reads") + " READ")
        : setup;
  }

  private FtpBackend backend(RealFtpServer running) {
    FtpBackend backend =
        new FtpBackend(
            "contents",
            FtpSettings.of(running.host(), running.port()),
            new DataModeTable(),
            TemporaryFiles.UNNOTED,
            new RecentContents(AGE, 1 << 20, nanos::get, InstantSource.system()));
    server = running;
    files = backend.files(new Login(running.user(), running.password()));
    return backend;
  }

  private void itIsFetchedOnce(byte[] content) throws IOException {
    assertArrayEquals(content, get(files));
    pass(RecentContents.SETTLED);
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(content, get(files));
    }
    assertEquals(2, fetches());
  }

  private void changesAreSeen(byte[] content) throws IOException {
    byte[] longer = "another size, the same time".getBytes(US_ASCII);
    write(longer, TIME);
    keep(longer);
    byte[] other = "ANOTHER SIZE, THE SAME TIME".getBytes(US_ASCII);
    write(other, TIME.plusSeconds(1));
    keep(other);
    write(longer, TIME.minusSeconds(1));
    keep(longer);
    // Just written: the next change may fall into the same second.
    Instant second = Instant.now();
    for (int i = 0; i < 8; i++) {
      byte[] fresh = ("version " + i).getBytes(US_ASCII);
      write(fresh, second);
      assertArrayEquals(fresh, get(files));
      assertArrayEquals(fresh, get(files));
    }
    long before = fetches();
    write(content, TIME);
    keep(content);
    assertArrayEquals(content, get(files));
    assertEquals(before + 2, fetches());
  }

  /// Seen, settled, fetched.
  private void keep(byte[] content) throws IOException {
    assertArrayEquals(content, get(files));
    pass(RecentContents.SETTLED);
    assertArrayEquals(content, get(files));
    assertArrayEquals(content, get(files));
  }

  private void rightsEnd() throws IOException {
    byte[] kept = get(files);
    Files.setPosixFilePermissions(
        folder.resolve("picture"), PosixFilePermissions.fromString("---------"));
    pass(AGE.minus(RecentContents.SETTLED));
    assertArrayEquals(kept, get(files));
    pass(RecentContents.SETTLED);
    assertThrows(Failure.Denied.class, () -> get(files));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /// In place, as the owner does it.
  private void write(byte[] content, Instant time) throws IOException {
    Path file = folder.resolve("picture");
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  private static byte[] get(RemoteFiles of) {
    of.stat(FILE);
    return read(of, FILE);
  }

  private static byte[] read(RemoteFiles of, RemotePath path) {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    try (Download download = of.read(path, ByteRange.ALL)) {
      while (download.read(bytes) >= 0) {
        assertTrue(bytes.hasRemaining());
      }
    }
    byte[] read = new byte[bytes.position()];
    bytes.get(0, read);
    return read;
  }

  private long fetches() throws IOException {
    long marks = count("mark");
    read(files, MARK);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (count("mark") == marks) {
      assertTrue(System.nanoTime() < deadline, "nothing is logged: " + server.log());
      LockSupport.parkNanos(GLANCE.toNanos());
    }
    return count("picture");
  }

  /// How many RETR of a file the server has logged.
  private long count(String name) throws IOException {
    Path reads = logs.resolve("reads");
    String log = Files.exists(reads) ? Files.readString(reads) : server.log();
    // pyftpdlib says it twice.
    return log.lines()
        .filter(line -> line.contains("RETR") && !line.contains("completed"))
        .filter(line -> line.contains(name))
        .count();
  }
}
