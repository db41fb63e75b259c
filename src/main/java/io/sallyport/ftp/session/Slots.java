package io.sallyport.ftp.session;

import io.sallyport.files.Failure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The places for leased sessions, given out in the order they were asked for, no more than the cap
/// at once. Thread-safe.
final class Slots {

  /// Beyond this many waiting callers the next is turned away at once: it would wait in vain.
  private static final int MAX_WAITING = 1_000;

  /// How often a waiting caller looks whether the cap has grown meanwhile.
  private static final long GLANCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoClock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition used = lock.newCondition();
  private final Deque<Condition> queue = new ArrayDeque<>();
  private final ConnectionCap cap;
  private int taken;
  private long uses;

  Slots(int connections, LongSupplier nanoClock) {
    this.cap = new ConnectionCap(connections);
    this.nanoClock = nanoClock;
  }

  /// Takes a slot; blocks until it is this caller's turn.
  ///
  /// @param first whether it is this caller's turn next: it had a slot and could not use it
  /// @throws Failure.Busy if that does not come before `deadline`, or if too many wait already
  void take(long deadline, boolean first) {
    lock.lock();
    try {
      if (queue.isEmpty() && taken < cap()) {
        taken++;
        return;
      }
      if (queue.size() >= MAX_WAITING) {
        throw busy();
      }
      await(deadline, first);
    } catch (InterruptedException e) {
      throw stopping();
    } finally {
      lock.unlock();
    }
  }

  private void await(long deadline, boolean first) throws InterruptedException {
    Condition turn = lock.newCondition();
    if (first) {
      queue.addFirst(turn);
    } else {
      queue.addLast(turn);
    }
    try {
      while (!turn.equals(queue.peekFirst()) || taken >= cap()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw busy();
        }
        long woken = turn.awaitNanos(Math.min(left, GLANCE_NANOS));
        assert woken <= left;
      }
      taken++;
    } finally {
      queue.remove(turn);
      wakeNext();
    }
  }

  /// Takes a slot if one is free and nobody waits.
  boolean takeAtOnce() {
    lock.lock();
    try {
      boolean free = queue.isEmpty() && taken < cap();
      if (free) {
        taken++;
      }
      return free;
    } finally {
      lock.unlock();
    }
  }

  /// Gives a slot back whose session has been used.
  void free() {
    lock.lock();
    try {
      uses++;
      used.signalAll();
    } finally {
      lock.unlock();
    }
    giveUp();
  }

  /// Gives a slot back in which there was no session.
  void giveUp() {
    lock.lock();
    try {
      taken--;
      wakeNext();
    } finally {
      lock.unlock();
    }
  }

  /// Blocks until somebody is done with a session, or so long.
  void awaitUse(long nanos) {
    lock.lock();
    try {
      long before = uses;
      for (long left = nanos; left > 0 && uses == before; ) {
        left = used.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw stopping();
    } finally {
      lock.unlock();
    }
  }

  /// The server turned a login away while so many others stood.
  void turnedAway(int standing) {
    lock.lock();
    try {
      cap.turnedAway(standing, nanoClock.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /// Whether more are taken than there are by now.
  boolean isOverdrawn() {
    lock.lock();
    try {
      return taken > cap();
    } finally {
      lock.unlock();
    }
  }

  /// How many are taken.
  int taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// How many callers wait for one.
  int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /// How many there are.
  int cap() {
    lock.lock();
    try {
      return cap.at(nanoClock.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  private void wakeNext() {
    Condition next = queue.peekFirst();
    if (next != null) {
      next.signal();
    }
  }

  /// No place can be had.
  Failure.Busy busy() {
    return new Failure.Busy(
        "All " + cap() + " connections to the FTP server are in use.", null, Duration.ofSeconds(5));
  }

  /// The calling thread was interrupted while it waited.
  static Failure.Busy stopping() {
    Thread.currentThread().interrupt();
    return new Failure.Busy("The gateway is stopping.", null, Duration.ofSeconds(5));
  }
}
