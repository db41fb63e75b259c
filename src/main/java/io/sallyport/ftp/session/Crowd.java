package io.sallyport.ftp.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// How many callers at once use sessions for a moment. A server that works through a few of them at
/// once serves no more of them in a second if it is asked by many more, but each of them later and
/// some of them much later: whoever comes first may be served last. So they wait here, in the order
/// of coming, once uses take many times as long as they do when nobody else is there. Where they do
/// not (a distant server takes its time to answer, but not more of it for more callers), nobody
/// waits; nor does anybody wait for those who stay long, such as slow downloads, nor for long.
/// Thread-safe.
final class Crowd {

  /// So many may always be inside.
  static final int FEWEST = 16;

  /// Whoever stays longer is not counted from then on.
  static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// Whoever has waited so long goes in.
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /// Uses that take so many times as long as the shortest are too many at once.
  private static final double TOO_SLOW = 6;

  /// How fast the shortest use of long ago is forgotten, with each that ends.
  private static final double FORGOTTEN = 1.0 / 1024;

  /// How much fewer there may be after one use that was too slow.
  private static final double LESS = 1.0 / 64;

  private final LongSupplier nanoClock;
  private final long patienceNanos;
  private final LinkedHashSet<Guest> inside = new LinkedHashSet<>();
  private final Deque<Guest> queue = new ArrayDeque<>();
  private double most = Integer.MAX_VALUE;
  private double shortestNanos;
  private double typicalNanos;

  /// @param nanoClock as [System#nanoTime]
  Crowd(LongSupplier nanoClock) {
    this(nanoClock, PATIENCE_NANOS);
  }

  /// @param patienceNanos how long somebody waits at most, by [System#nanoTime]
  Crowd(LongSupplier nanoClock, long patienceNanos) {
    this.nanoClock = nanoClock;
    this.patienceNanos = patienceNanos;
  }

  /// One caller that waits or is inside.
  static final class Guest {
    private final Thread caller = Thread.currentThread();
    private long sinceNanos;
    private volatile boolean isInside;

    private Guest() {}
  }

  /// Goes in. Blocks while too many are inside, but never for longer than a moment; returns at once
  /// in a thread that is interrupted. Whoever went in leaves by [#leave].
  Guest enter() {
    Guest guest = new Guest();
    synchronized (this) {
      queue.add(guest);
      letIn();
    }
    if (!guest.isInside) {
      await(guest);
    }
    return guest;
  }

  /// Goes in beside those who are counted. It leaves as they do.
  Guest pass() {
    Guest guest = new Guest();
    guest.isInside = true;
    return guest;
  }

  private void await(Guest guest) {
    long end = System.nanoTime() + patienceNanos;
    for (long left = patienceNanos;
        !guest.isInside && left > 0 && !guest.caller.isInterrupted();
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
    synchronized (this) {
      if (queue.remove(guest)) {
        goIn(guest);
      }
    }
  }

  /// Leaves without having used a session.
  synchronized void leave(Guest guest) {
    inside.remove(guest);
    letIn();
  }

  /// Leaves.
  ///
  /// @param usedNanos how long the session was used
  synchronized void leave(Guest guest, long usedNanos) {
    if (inside.remove(guest)) {
      learn(usedNanos);
    }
    letIn();
  }

  /// How many may be inside at once now.
  synchronized int most() {
    return (int) most;
  }

  /// How many wait.
  synchronized int waiting() {
    return queue.size();
  }

  private void letIn() {
    long oldest = nanoClock.getAsLong() - MOMENT_NANOS;
    while (!inside.isEmpty() && inside.getFirst().sinceNanos - oldest < 0) {
      inside.removeFirst();
    }
    while (!queue.isEmpty() && inside.size() < (int) most) {
      Guest next = queue.remove();
      goIn(next);
      LockSupport.unpark(next.caller);
    }
  }

  private void goIn(Guest guest) {
    guest.sinceNanos = nanoClock.getAsLong();
    inside.add(guest);
    guest.isInside = true;
  }

  /// Fewer where uses are slow; one more where they are not and somebody waits for it.
  private void learn(long usedNanos) {
    shortestNanos =
        shortestNanos == 0
            ? usedNanos
            : Math.min(shortestNanos + shortestNanos * FORGOTTEN, (double) usedNanos);
    typicalNanos += (usedNanos - typicalNanos) / FEWEST;
    if (typicalNanos > TOO_SLOW * shortestNanos) {
      int present = Math.max(inside.size(), FEWEST);
      most = Math.max(FEWEST, Math.min(most, present) * (1 - LESS));
    } else if (!queue.isEmpty()) {
      most++;
    }
  }
}
