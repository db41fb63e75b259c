package io.sallyport.ftp.session;

import io.sallyport.files.Failure;

/// The growing pauses of one caller whom a busy server turned away. For one thread.
final class Pause {

  private static final long LONGEST_NANOS = 1_000_000_000;

  private final Slots slots;
  private final long deadline;
  private long nextNanos = 200_000_000;

  /// @param slots where sessions are given back
  /// @param deadline of [System#nanoTime]; after it there are no more
  Pause(Slots slots, long deadline) {
    this.slots = slots;
    this.deadline = deadline;
  }

  /// Waits until a session is given back or the pause is over; if it was not the server that is
  /// busy, or the deadline has passed, throws.
  void orThrow(Failure.Busy busy) {
    long left = deadline - System.nanoTime();
    if (left <= 0 || busy.reply().isEmpty()) {
      throw busy;
    }
    slots.awaitUse(Math.min(left, nextNanos));
    nextNanos = Math.min(2 * nextNanos, LONGEST_NANOS);
  }
}
