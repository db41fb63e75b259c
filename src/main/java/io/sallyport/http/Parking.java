package io.sallyport.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/// Parks a thread until an XNIO channel is ready. Blocking streams would open an epoll selector for
/// each thread, closed only by a finalizer; here the channel's own I/O thread wakes the one that
/// waits.
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

  /// What is done on a channel's own thread.
  interface Step {

    /// Does it, without waiting for anything.
    boolean take() throws IOException;
  }

  /// Takes `step` on another thread, and returns what it returned.
  ///
  /// @throws IOException as the step
  /// @throws Disconnected if it is not taken within `patience`, or the server is stopping
  static boolean on(Executor thread, Duration patience, Step step) throws IOException {
    Parking parking = new Parking();
    Taken taken = new Taken();
    try {
      thread.execute(() -> {
        taken.take(step);
        parking.wake();
      });
    } catch (RejectedExecutionException e) {
      throw new Disconnected("The server is stopping.");
    }
    parking.await(() -> true, patience);
    return taken.outcome();
  }

  /// What became of a step; handed over by [#ready].
  private static final class Taken {
    private boolean outcome;
    private @Nullable Throwable failure;

    void take(Step step) {
      try {
        outcome = step.take();
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
      }
    }

    boolean outcome() throws IOException {
      return switch (failure) {
        case null -> outcome;
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(failure);
      };
    }
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
