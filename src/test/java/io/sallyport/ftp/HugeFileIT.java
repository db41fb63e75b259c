package io.sallyport.ftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Appends;
import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.SetsMode;
import io.sallyport.files.SetsModified;
import io.sallyport.files.Upload;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A sparse file of 5 GiB on real servers, and what else is asked of them that only some can do.
@Timeout(120)
final class HugeFileIT {

  private static final long GIB = 1L << 30;
  private static final long MARK_AT = 4 * GIB + GIB / 2;

  @ParameterizedTest
  @EnumSource(FtpSoftware.class)
  void sizesAndOffsetsBeyond4GiB_areExact(FtpSoftware software, @TempDir Path folder)
      throws IOException {
    byte[] mark = "here".getBytes(StandardCharsets.US_ASCII);
    try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
      sparse.setLength(5 * GIB);
      sparse.seek(MARK_AT);
      sparse.write(mark);
    }
    RemotePath huge = RemotePath.of("huge");
    try (RealFtpServer server = software.over(folder).start();
        FtpBackend backend = backend(server)) {
      RemoteFiles files = backend.files(new Login(server.user(), server.password()));
      Entry listed;
      try (Listing listing = files.list(RemotePath.ROOT)) {
        listed = listing.next().orElseThrow();
      }
      assertEquals(5 * GIB, listed.sizeBytes());
      assertEquals(5 * GIB, files.stat(huge).sizeBytes());
      ByteBuffer bytes = ByteBuffer.allocate(16);
      try (Download download = files.read(huge, new ByteRange(MARK_AT, mark.length))) {
        while (download.read(bytes) >= 0) {
          // To its end.
        }
      }
      byte[] read = new byte[bytes.position()];
      bytes.flip().get(read);
      assertArrayEquals(mark, read);
      try (Upload more = ((Appends) files).append(huge, 5 * GIB)) {
        more.write(ByteBuffer.wrap(mark));
        more.commit();
      }
      assertEquals(5 * GIB + mark.length, Files.size(folder.resolve("huge")));
    }
  }

  @ParameterizedTest
  @EnumSource(FtpSoftware.class)
  void timeAndModeAreSet(FtpSoftware software, @TempDir Path folder) throws IOException {
    Instant time = Instant.parse("2021-03-04T05:06:07Z");
    Path file = Files.writeString(folder.resolve("中 文.txt"), "x");
    RemotePath path = RemotePath.of("中 文.txt");
    try (RealFtpServer server = software.over(folder).start();
        FtpBackend backend = backend(server)) {
      RemoteFiles files = backend.files(new Login(server.user(), server.password()));
      ((SetsModified) files).setModified(path, time);
      assertEquals(time, Files.getLastModifiedTime(file).toInstant());
      assertEquals(time, files.stat(path).modified());
      ((SetsMode) files).setMode(path, 0640);
      assertEquals(
          PosixFilePermissions.fromString("rw-r-----"), Files.getPosixFilePermissions(file));
      try (Listing listing = files.list(RemotePath.ROOT)) {
        assertEquals(0640, listing.next().map(Entry::mode).orElseThrow());
      }
      RemotePath none = RemotePath.of("none");
      assertThrows(Failure.NotFound.class, () -> ((SetsModified) files).setModified(none, time));
      assertThrows(Failure.NotFound.class, () -> ((SetsMode) files).setMode(none, 0640));
    }
  }

  private static FtpBackend backend(RealFtpServer server) {
    return new FtpBackend(
        "huge", FtpSettings.of(server.host(), server.port()).withListingAge(Duration.ZERO));
  }
}
