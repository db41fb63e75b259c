package io.sallyport.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/// A file's content on this machine's disk, between a download and an upload that cannot run at the
/// same time. Closing it removes it. For one thread.
final class Spool implements AutoCloseable {

  private final FileChannel file;

  private Spool(FileChannel file) {
    this.file = file;
  }

  /// @throws Failure.NoSpace if this machine's disk takes no file
  static Spool open() {
    try {
      Path path = Files.createTempFile("sallyport-copy-", null);
      return new Spool(
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException e) {
      throw noSpace();
    }
  }

  /// Takes all of `download`.
  ///
  /// @param moved told how many bytes came, again and again; what it throws ends the copy
  /// @throws Failure.NoSpace if this machine's disk is full
  void fill(Download download, LongConsumer moved) {
    try (TransferBuffer buffer = TransferBuffer.take()) {
      ByteBuffer bytes = buffer.bytes();
      while (download.read(bytes) >= 0) {
        bytes.flip();
        moved.accept(bytes.remaining());
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        bytes.clear();
      }
    } catch (IOException e) {
      throw noSpace();
    }
  }

  /// Gives all of it to `upload`.
  void drain(Upload upload) {
    try (TransferBuffer buffer = TransferBuffer.take()) {
      ByteBuffer bytes = buffer.bytes();
      file.position(0);
      while (file.read(bytes) >= 0) {
        bytes.flip();
        upload.write(bytes);
        bytes.clear();
      }
    } catch (IOException e) {
      throw noSpace();
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw noSpace();
    }
  }

  private static Failure noSpace() {
    return new Failure.NoSpace("The gateway's own disk cannot hold the copy.", null);
  }
}
