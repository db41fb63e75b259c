package io.sallyport.bench;

import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/// What is served: a vsftpd over a folder of files, on a tmpfs where there is one. Closing ends the
/// server and removes the files.
///
/// @param server the vsftpd
/// @param folder what it serves
/// @param size how much there is of everything
record Scene(RealFtpServer server, Path folder, Size size) implements AutoCloseable {

  static final String BIG = "big";
  static final String TEN = "ten";
  static final String SMALL = "small";
  static final String FRESH = "fresh";
  static final String MANY = "many";
  static final int SMALL_FILES = 1000;
  static final int TENS = 32;

  private static final int SMALL_BYTES = 4096;
  private static final int BLOCK = 1 << 20;
  private static final Path MEMORY = Path.of("/dev/shm");

  /// How much there is of everything.
  ///
  /// @param bigBytes of the big file
  /// @param tenBytes of each of the 32 that are fetched at once
  /// @param entries of a big folder
  /// @param fresh how many small files of which each is asked for once
  /// @param folders how many of those, so that each round finds one that nobody has listed
  /// @param warmUp how long the small files are asked for at most before anything counts
  /// @param load how long the small files are asked for
  /// @param slow how many slow downloads at once
  /// @param crowd the same, for who bears more
  /// @param slowTime how long those are watched
  record Size(
      long bigBytes,
      long tenBytes,
      int entries,
      int fresh,
      int folders,
      Duration warmUp,
      Duration load,
      int slow,
      int crowd,
      Duration slowTime) {

    /// As the table in the README has it.
    static Size whole() {
      return new Size(
          1L << 30,
          10L << 20,
          10_000,
          8000,
          16,
          Duration.ofMinutes(2),
          Duration.ofSeconds(4),
          256,
          1000,
          Duration.ofSeconds(10));
    }

    /// Enough to see that everything works.
    static Size smoke() {
      return new Size(
          8L << 20,
          1L << 20,
          50,
          100,
          4,
          Duration.ZERO,
          Duration.ofMillis(200),
          8,
          16,
          Duration.ofMillis(600));
    }
  }

  static Scene set(Size size) throws IOException {
    Path folder =
        Files.isWritable(MEMORY)
            ? Files.createTempDirectory(MEMORY, "sallyport-bench-")
            : Files.createTempDirectory("sallyport-bench-");
    write(folder.resolve(BIG), size.bigBytes());
    Path ten = Files.createDirectory(folder.resolve(TEN));
    for (int i = 0; i < TENS; i++) {
      write(ten.resolve("" + i), size.tenBytes());
    }
    Path small = Files.createDirectory(folder.resolve(SMALL));
    for (int i = 0; i < SMALL_FILES; i++) {
      write(small.resolve("" + i), SMALL_BYTES);
    }
    Path fresh = Files.createDirectory(folder.resolve(FRESH));
    for (int i = 0; i < size.fresh(); i++) {
      write(fresh.resolve("" + i), SMALL_BYTES);
    }
    for (int folders = 0; folders < size.folders(); folders++) {
      Path many = Files.createDirectory(folder.resolve(MANY + "-" + folders));
      for (int i = 0; i < size.entries(); i++) {
        Files.createFile(many.resolve("a file of many, number " + i + ".txt"));
      }
    }
    RealFtpServer server =
        FtpSoftware.VSFTPD
            .over(folder)
            .extra("max_per_ip=0")
            .extra("max_clients=0")
            // Each command would wait for the log file's lock.
            .extra("log_ftp_protocol=NO")
            .extra("xferlog_enable=NO")
            .start();
    return new Scene(server, folder, size);
  }

  /// Makes other files of those of which each is asked for once.
  void renew() throws IOException {
    for (int i = 0; i < size.fresh(); i++) {
      Path file = folder.resolve(FRESH).resolve("" + i);
      Files.delete(file);
      write(file, SMALL_BYTES);
    }
  }

  /// The URL of the server's root, with user and password.
  static String url(RealFtpServer server) {
    return "ftp://%s:%s@%s:%d/"
        .formatted(server.user(), server.password(), server.host(), server.port());
  }

  private static void write(Path file, long bytes) throws IOException {
    byte[] block = new byte[(int) Math.min(bytes, BLOCK)];
    new Random(bytes).nextBytes(block);
    try (SeekableByteChannel out =
        Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long written = 0; written < bytes; written += block.length) {
        out.write(ByteBuffer.wrap(block, 0, (int) Math.min(block.length, bytes - written)));
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
