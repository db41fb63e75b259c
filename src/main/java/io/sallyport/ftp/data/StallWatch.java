package io.sallyport.ftp.data;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Ends a blocking read or write on which nothing moves: a [java.nio.channels.SocketChannel] has no
/// timeout of its own. Only the time spent waiting for the FTP server counts, so a slow HTTP client
/// stalls nobody. One per data connection; [#await] and [#moved] are for the connection's thread.
final class StallWatch {

  private final long limitNanos;
  private final Runnable onStall;
  private final ScheduledFuture<?> task;
  private volatile long waitingSince;
  private volatile boolean stalled;

  StallWatch(ScheduledExecutorService clock, Duration limit, Runnable onStall) {
    this.limitNanos = limit.toNanos();
    this.onStall = onStall;
    long period = Math.max(limitNanos / 4, 1_000_000);
    this.task = clock.scheduleWithFixedDelay(this::check, period, period, TimeUnit.NANOSECONDS);
  }

  /// A wait for the server begins.
  void await() {
    // 0 means "not waiting".
    waitingSince = System.nanoTime() | 1;
  }

  /// The wait is over.
  void moved() {
    waitingSince = 0;
  }

  /// Whether a wait took too long and was ended.
  boolean stalled() {
    return stalled;
  }

  void end() {
    task.cancel(false);
  }

  private void check() {
    long since = waitingSince;
    if (since != 0 && System.nanoTime() - since > limitNanos) {
      stalled = true;
      onStall.run();
    }
  }
}
