package io.sallyport.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/// Parks a virtual thread until an XNIO channel is ready. Blocking streams would open an epoll
/// selector for each thread, closed only by a finalizer; here the channel's own I/O thread wakes
/// the one that waits.
final class Parking {

  /// A channel that is closed under the waiter may never call its listener: look again this often.
  private static final long GLANCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Thread waiter = Thread.currentThread();
  private volatile boolean ready;

  private Parking() {}

  /// Returns when `channel` may take bytes, or was closed.
  ///
  /// @throws Disconnected if neither happens within `stall`, or the server is stopping
  static void awaitWritable(StreamSinkChannel channel, Duration stall) {
    Parking parking = new Parking();
    channel
        .getWriteSetter()
        .set(c -> {
          channel.suspendWrites();
          parking.wake();
        });
    channel.resumeWrites();
    parking.await(channel::isOpen, stall);
  }

  /// Returns when `channel` has bytes or its end, or was closed.
  ///
  /// @throws Disconnected if none of it happens within `stall`
  static void awaitReadable(StreamSourceChannel channel, Duration stall) {
    Parking parking = new Parking();
    channel
        .getReadSetter()
        .set(c -> {
          channel.suspendReads();
          parking.wake();
        });
    channel.resumeReads();
    parking.await(channel::isOpen, stall);
  }

  private void wake() {
    ready = true;
    LockSupport.unpark(waiter);
  }

  private void await(BooleanSupplier open, Duration stall) {
    long deadline = System.nanoTime() + stall.toNanos();
    while (!ready && open.getAsBoolean()) {
      if (deadline - System.nanoTime() <= 0) {
        throw new Disconnected("The caller moved no byte for " + stall.toSeconds() + " s.");
      }
      if (waiter.isInterrupted()) {
        // Parking would return at once from now on.
        throw new Disconnected("The server is stopping.");
      }
      LockSupport.parkNanos(this, GLANCE_NANOS);
    }
  }
}
