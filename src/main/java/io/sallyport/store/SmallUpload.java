package io.sallyport.store;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Upload;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// New content for a file that is to be kept in the store. What turns out too large for it goes on
/// to the server.
final class SmallUpload implements Upload {

  private final RemoteFiles server;
  private final SmallFiles.OfUser small;
  private final RemotePath path;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private @Nullable Upload onward;

  /// @param before what the new content begins with
  SmallUpload(RemoteFiles server, SmallFiles.OfUser small, RemotePath path, byte[] before) {
    this.server = server;
    this.small = small;
    this.path = path;
    content.writeBytes(before);
  }

  @Override
  public void write(ByteBuffer bytes) {
    if (onward == null && content.size() + bytes.remaining() > SmallFiles.MAX_BYTES) {
      sendOn();
    }
    if (onward != null) {
      onward.write(bytes);
    } else {
      byte[] more = new byte[bytes.remaining()];
      bytes.get(more);
      content.writeBytes(more);
    }
  }

  @Override
  public void finish() {
    if (onward != null) {
      onward.finish();
    }
  }

  @Override
  public void commit() {
    if (onward == null && small.put(path, content.toByteArray())) {
      return;
    }
    if (onward == null) {
      sendOn().commit();
    } else {
      onward.commit();
    }
    small.remove(path);
  }

  @Override
  public boolean isAtomic() {
    return onward == null || onward.isAtomic();
  }

  @Override
  public Optional<Entry> standing() {
    Optional<Entry> here = small.find(path);
    if (here.isPresent() || onward != null) {
      return onward != null && here.isEmpty() ? onward.standing() : here;
    }
    try {
      return Optional.of(server.stat(path));
    } catch (Failure.NotFound e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    if (onward != null) {
      onward.close();
    }
  }

  private Upload sendOn() {
    Upload begun = server.write(path);
    onward = begun;
    begun.write(ByteBuffer.wrap(content.toByteArray()));
    content.reset();
    return begun;
  }
}
