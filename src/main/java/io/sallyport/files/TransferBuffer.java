package io.sallyport.files;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// The buffer of one transfer, outside the heap, used again by the next one. Closing it gives it
/// back. Where very many transfers run at once each gets a small one: most of them wait for slow
/// callers then, and together they must not take more memory than there is. For one thread.
public final class TransferBuffer implements AutoCloseable {

  private static final int SIZE_BYTES = 128 * 1024;
  private static final int SMALL_BYTES = 16 * 1024;

  /// So many are big.
  private static final int BIG = 64;

  /// More than these are for the garbage collector.
  private static final ArrayBlockingQueue<ByteBuffer> IDLE = new ArrayBlockingQueue<>(BIG);

  private static final ArrayBlockingQueue<ByteBuffer> IDLE_SMALL = new ArrayBlockingQueue<>(1024);
  private static final AtomicInteger TAKEN = new AtomicInteger();

  private final ByteBuffer bytes;
  private boolean closed;

  private TransferBuffer(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// An empty buffer.
  public static TransferBuffer take() {
    boolean big = TAKEN.incrementAndGet() <= BIG;
    ByteBuffer idle = (big ? IDLE : IDLE_SMALL).poll();
    return new TransferBuffer(
        idle == null ? ByteBuffer.allocateDirect(big ? SIZE_BYTES : SMALL_BYTES) : idle.clear());
  }

  /// The buffer.
  public ByteBuffer bytes() {
    return bytes;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    TAKEN.decrementAndGet();
    ArrayBlockingQueue<ByteBuffer> idle = bytes.capacity() == SIZE_BYTES ? IDLE : IDLE_SMALL;
    boolean kept = idle.offer(bytes);
    assert kept || idle.remainingCapacity() == 0;
  }
}
