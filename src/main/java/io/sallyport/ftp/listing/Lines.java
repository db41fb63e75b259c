package io.sallyport.ftp.listing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// The lines of a listing, as they come over the data connection: ended by CR LF or a bare LF,
/// without it. Holds one buffer and one line at a time. For one thread.
public final class Lines {

  private static final int MAX_LINE_BYTES = 16 * 1024;

  /// Where bytes come from.
  public interface Source {
    /// Reads some bytes; -1 at the end.
    int read(ByteBuffer target) throws IOException;
  }

  private final Source source;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).limit(0);
  private byte[] carried = new byte[256];
  private int carriedLength;
  private boolean overlong;
  private int dropped;
  private boolean ended;

  public Lines(Source source) {
    this.source = source;
  }

  /// The next line; empty after the last. A line beyond 16 KiB is dropped and counted. Blocks.
  public Optional<byte[]> next() throws IOException {
    while (true) {
      while (buffer.hasRemaining()) {
        byte[] bytes = buffer.array();
        int from = buffer.position();
        int to = from;
        while (to < buffer.limit() && bytes[to] != '\n') {
          to++;
        }
        boolean complete = to < buffer.limit();
        carry(bytes, from, to);
        buffer.position(complete ? to + 1 : to);
        if (complete && !drop()) {
          return Optional.of(take());
        }
      }
      if (ended) {
        return carriedLength == 0 || drop() ? Optional.empty() : Optional.of(take());
      }
      buffer.clear();
      ended = source.read(buffer) < 0;
      buffer.flip();
    }
  }

  /// How many lines were dropped so far.
  public int dropped() {
    return dropped;
  }

  private void carry(byte[] bytes, int from, int to) {
    int length = to - from;
    if (overlong || carriedLength + length > MAX_LINE_BYTES) {
      overlong = true;
      return;
    }
    if (carriedLength + length > carried.length) {
      carried = Arrays.copyOf(carried, Math.max(carried.length * 2, carriedLength + length));
    }
    System.arraycopy(bytes, from, carried, carriedLength, length);
    carriedLength += length;
  }

  private boolean drop() {
    if (!overlong) {
      return false;
    }
    overlong = false;
    carriedLength = 0;
    dropped++;
    return true;
  }

  private byte[] take() {
    int length = carriedLength;
    while (length > 0 && carried[length - 1] == '\r') {
      length--;
    }
    carriedLength = 0;
    return Arrays.copyOf(carried, length);
  }
}
