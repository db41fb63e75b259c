package io.sallyport.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.StreamSourceConduit;

/// The bytes of a connection with its request heads rewritten. From the first request on that the
/// rewriter does not want, or whose end it cannot tell, nothing is looked at any more: an ordinary
/// connection costs one copy of its first bytes. Like every conduit, for one thread at a time.
final class RewritingSource extends AbstractStreamSourceConduit<StreamSourceConduit> {

  private static final int MAX_HEAD_BYTES = 64 * 1024;
  private static final int CHUNK_BYTES = 8 * 1024;
  private static final byte[] NOTHING = {};

  private final HeadRewriter rewriter;

  /// Read and not judged yet.
  private byte[] held = NOTHING;

  /// How far the end of the head was looked for in `held`.
  private int searched;

  /// Judged and not taken yet.
  private ByteBuffer ready = ByteBuffer.wrap(NOTHING);

  private long bodyBytes;
  private boolean untouched;
  private boolean ended;

  RewritingSource(StreamSourceConduit next, HeadRewriter rewriter) {
    super(next);
    this.rewriter = rewriter;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (hasReady()) {
        int length = Math.min(ready.remaining(), target.remaining());
        target.put(ready.slice().limit(length));
        ready.position(ready.position() + length);
        return length;
      }
      if (held.length == 0 && (untouched || bodyBytes > 0)) {
        return passOn(target);
      }
      if (ended) {
        if (held.length == 0) {
          return -1;
        }
        untouched = true;
        continue;
      }
      if (fill() == 0) {
        return 0;
      }
    }
    return 0;
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (targets[i].hasRemaining()) {
        return read(targets[i]);
      }
    }
    return 0;
  }

  @Override
  public long transferTo(long position, long count, FileChannel target) throws IOException {
    return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
  }

  @Override
  public long transferTo(long count, ByteBuffer throughBuffer, StreamSinkChannel target)
      throws IOException {
    return IoUtils.transfer(new ConduitReadableByteChannel(this), count, throughBuffer, target);
  }

  /// What is here already makes no socket readable.
  @Override
  public void resumeReads() {
    if (hasReady()) {
      next.wakeupReads();
    } else {
      next.resumeReads();
    }
  }

  @Override
  public void awaitReadable() throws IOException {
    if (!hasReady()) {
      next.awaitReadable();
    }
  }

  @Override
  public void awaitReadable(long time, TimeUnit unit) throws IOException {
    if (!hasReady()) {
      next.awaitReadable(time, unit);
    }
  }

  @Override
  public void terminateReads() throws IOException {
    held = NOTHING;
    ready = ByteBuffer.wrap(NOTHING);
    ended = true;
    next.terminateReads();
  }

  private int passOn(ByteBuffer target) throws IOException {
    if (untouched) {
      return next.read(target);
    }
    int limit = target.limit();
    target.limit((int) Math.min(limit, target.position() + bodyBytes));
    int read;
    try {
      read = next.read(target);
    } finally {
      target.limit(limit);
    }
    bodyBytes -= Math.max(read, 0);
    return read;
  }

  private int fill() throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    int read = next.read(chunk);
    if (read < 0) {
      ended = true;
    } else if (read > 0) {
      byte[] longer = Arrays.copyOf(held, held.length + read);
      chunk.flip().get(longer, held.length, read);
      held = longer;
    }
    return read;
  }

  /// Whether something can be taken; what can be judged is judged.
  private boolean hasReady() {
    if (ready.hasRemaining()) {
      return true;
    }
    if (held.length == 0) {
      return false;
    }
    if (untouched) {
      return release(held.length);
    }
    if (bodyBytes > 0) {
      int length = (int) Math.min(bodyBytes, held.length);
      bodyBytes -= length;
      return release(length);
    }
    int decided = Math.min(held.length, HeadRewriter.DECIDED_AFTER_BYTES);
    String begins = new String(held, 0, decided, StandardCharsets.ISO_8859_1);
    if (decided < HeadRewriter.DECIDED_AFTER_BYTES && begins.indexOf('\n') < 0) {
      return false;
    }
    if (!rewriter.wants(begins)) {
      untouched = true;
      return release(held.length);
    }
    int end = endOfHead();
    if (end < 0) {
      // The parser has its own word for heads that are too long.
      untouched = held.length > MAX_HEAD_BYTES;
      return untouched && release(held.length);
    }
    HeadRewriter.Rewritten rewritten = rewriter.rewrite(Arrays.copyOf(held, end));
    held = Arrays.copyOfRange(held, end, held.length);
    searched = 0;
    ready = rewritten.head();
    untouched = rewritten.bodyBytes() < 0;
    bodyBytes = Math.max(0, rewritten.bodyBytes());
    return true;
  }

  private boolean release(int length) {
    ready = ByteBuffer.wrap(Arrays.copyOf(held, length));
    held = length == held.length ? NOTHING : Arrays.copyOfRange(held, length, held.length);
    searched = 0;
    return true;
  }

  /// Behind the empty line; negative while that has not come.
  private int endOfHead() {
    for (int i = searched; i < held.length; i++) {
      boolean empty =
          held[i] == '\n'
              && i > 0
              && (held[i - 1] == '\n' || (i > 1 && held[i - 1] == '\r' && held[i - 2] == '\n'));
      if (empty) {
        return i + 1;
      }
    }
    searched = held.length;
    return -1;
  }
}
