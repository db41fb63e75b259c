package io.sallyport.files;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/// The buffer of one transfer, outside the heap, used again by the next one. Closing it gives it
/// back. For one thread.
public final class TransferBuffer implements AutoCloseable {

  private static final int SIZE_BYTES = 128 * 1024;

  /// More than these are for the garbage collector.
  private static final ArrayBlockingQueue<ByteBuffer> IDLE = new ArrayBlockingQueue<>(64);

  private final ByteBuffer bytes;

  private TransferBuffer(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// An empty buffer.
  public static TransferBuffer take() {
    ByteBuffer idle = IDLE.poll();
    return new TransferBuffer(idle == null ? ByteBuffer.allocateDirect(SIZE_BYTES) : idle.clear());
  }

  /// The buffer.
  public ByteBuffer bytes() {
    return bytes;
  }

  @Override
  public void close() {
    boolean kept = IDLE.offer(bytes);
    assert kept || IDLE.remainingCapacity() == 0;
  }
}
