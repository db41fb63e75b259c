package io.sallyport.ftp.session;

import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The NOOPs that one control connection is sent while its data connection is busy, and the count
/// of the replies that are owed for them. Nobody waits for these replies: they stay in the stream
/// until the transfer's final reply is read. Begun and ended by the connection's own thread, beaten
/// by a clock's.
final class Pulse {

  private static final Logger log = LoggerFactory.getLogger(Pulse.class);

  /// So many unanswered ones are enough: a server reads none of them before the transfer is over,
  /// and has to answer them all then.
  private static final int MAX_OWED = 500;

  private final Wire wire;
  private final KeepAlive keepAlive;
  private @Nullable Future<?> beats;
  private int owed;

  Pulse(Wire wire, KeepAlive keepAlive) {
    this.wire = wire;
    this.keepAlive = keepAlive;
  }

  /// A transfer begins.
  synchronized void begin(ScheduledExecutorService clock) {
    if (keepAlive.interval().isPresent() && beats == null) {
      long nanos = keepAlive.interval().get().toNanos();
      beats = clock.scheduleWithFixedDelay(this::beat, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void beat() {
    if (beats == null || owed >= MAX_OWED) {
      return;
    }
    try {
      wire.sendOnly("NOOP", null);
      owed++;
      log.debug("ftp > NOOP, the {}. of this transfer", owed);
    } catch (IOException e) {
      // The transfer's own thread will find out.
      log.debug("ftp NOOP failed: {}", e.toString());
      end();
    }
  }

  /// The transfer is over: no more are sent. Returns how many replies are owed.
  synchronized int end() {
    if (beats != null) {
      beats.cancel(false);
      beats = null;
    }
    return owed;
  }

  /// Another reply to one of them was read.
  synchronized void answered() {
    owed--;
  }

  /// How many replies are owed.
  synchronized int owed() {
    return owed;
  }

  KeepAlive keepAlive() {
    return keepAlive;
  }
}
