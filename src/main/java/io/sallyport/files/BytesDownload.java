package io.sallyport.files;

import java.nio.ByteBuffer;

/// A small file that is in memory, or a range of it, on its way out.
public final class BytesDownload implements Download {

  private final ByteBuffer bytes;

  /// @param content the whole file, from index 0 to the capacity; not to be changed any more
  /// @param range what of it; past its end yields what there is
  public BytesDownload(ByteBuffer content, ByteRange range) {
    int from = (int) Math.min(range.offset(), content.capacity());
    int length = (int) Math.min(range.length(), content.capacity() - from);
    bytes = content.slice(from, length);
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
