package io.sallyport.store;

import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import java.nio.ByteBuffer;

/// A small file, or a range of it, on its way out.
final class SmallDownload implements Download {

  private final ByteBuffer bytes;

  SmallDownload(byte[] content, ByteRange range) {
    int from = (int) Math.min(range.offset(), content.length);
    int length = (int) Math.min(range.length(), content.length - from);
    bytes = ByteBuffer.wrap(content, from, length);
  }

  @Override
  public int read(ByteBuffer target) {
    if (!bytes.hasRemaining()) {
      return -1;
    }
    int count = Math.min(bytes.remaining(), target.remaining());
    target.put(bytes.slice(bytes.position(), count));
    bytes.position(bytes.position() + count);
    return count;
  }

  @Override
  public void close() {}
}
