package io.sallyport.ftp.tls;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/// Buffers outside the heap for TLS records on the wire, lent again and again: making one costs
/// more than a small transfer. Thread-safe.
final class TlsBuffers {

  /// Seven full records and a part of the next, so that one system call moves many.
  static final int SIZE_BYTES = 128 * 1024;

  /// 8 MiB at most are kept.
  private static final ArrayBlockingQueue<ByteBuffer> FREE = new ArrayBlockingQueue<>(64);

  private TlsBuffers() {}

  static ByteBuffer take() {
    ByteBuffer free = FREE.poll();
    return free == null ? ByteBuffer.allocateDirect(SIZE_BYTES) : free.clear();
  }

  /// The lender must not touch `buffer` any more.
  static void giveBack(ByteBuffer buffer) {
    // Where enough are kept, the collector takes it.
    var _ = FREE.offer(buffer);
  }
}
