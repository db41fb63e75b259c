package io.sallyport.files;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Copies files from one backend to another or within one, each whole or not at all. Where a
/// backend has no second connection to give while the first is held, the bytes wait on this
/// machine's disk. For one thread.
public final class FileCopy {

  private final RemoteFiles source;
  private final RemoteFiles target;
  private final LongConsumer moved;
  private boolean oneAtATime;

  /// @param moved told how many bytes came, again and again; what it throws ends the copy, and
  ///   nothing of it stays
  public FileCopy(RemoteFiles source, RemoteFiles target, LongConsumer moved) {
    this.source = source;
    this.target = target;
    this.moved = moved;
  }

  /// Copies the file at `from` to `to`.
  ///
  /// @throws Failure as [RemoteFiles#read] and [RemoteFiles#write]
  public void copy(RemotePath from, RemotePath to) {
    copy(from, to, whole -> {});
  }

  /// As [#copy(RemotePath, RemotePath)].
  ///
  /// @param lastLook given the upload when all bytes are there and none is visible yet: the moment
  ///   to check once more, and to throw
  public void copy(RemotePath from, RemotePath to, Consumer<Upload> lastLook) {
    if (oneAtATime || !copiedAtOnce(from, to, lastLook)) {
      oneAtATime = true;
      copyThroughDisk(from, to, lastLook);
    }
  }

  /// Returns false where the backend has no second connection to give while it holds the first.
  private boolean copiedAtOnce(RemotePath from, RemotePath to, Consumer<Upload> lastLook) {
    try (Download download = source.read(from, ByteRange.ALL)) {
      Upload begun;
      try {
        begun = target.write(to);
      } catch (Failure.Busy e) {
        if (!target.equals(source)) {
          throw e;
        }
        return false;
      }
      try (Upload upload = begun;
          TransferBuffer buffer = TransferBuffer.take()) {
        ByteBuffer bytes = buffer.bytes();
        while (download.read(bytes) >= 0) {
          bytes.flip();
          moved.accept(bytes.remaining());
          upload.write(bytes);
          bytes.clear();
        }
        commit(upload, lastLook);
      }
    }
    return true;
  }

  private void copyThroughDisk(RemotePath from, RemotePath to, Consumer<Upload> lastLook) {
    try (Spool spool = Spool.open()) {
      try (Download download = source.read(from, ByteRange.ALL)) {
        spool.fill(download, moved);
      }
      try (Upload upload = target.write(to)) {
        spool.drain(upload);
        commit(upload, lastLook);
      }
    }
  }

  private static void commit(Upload upload, Consumer<Upload> lastLook) {
    upload.finish();
    lastLook.accept(upload);
    upload.commit();
  }
}
