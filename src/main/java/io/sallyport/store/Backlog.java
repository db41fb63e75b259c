package io.sallyport.store;

import io.sallyport.files.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes that could not be made while the database was away, though what they follow from has
/// happened: a file was moved, and what is known of it has to follow. They are made in their order
/// when the database is back, before anything else is asked of it or changed. They wait in memory:
/// those of a node that dies meanwhile are lost. Thread-safe.
final class Backlog {

  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  /// More than these must be a database that does not come back.
  private static final int MAX_WAITING = 100_000;

  private final ReentrantLock turn = new ReentrantLock();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private volatile boolean empty = true;

  /// Makes a change, or keeps it until it can be made.
  ///
  /// @param change gives the same result when it is begun again after it broke off
  /// @throws Failure.Busy if too many are waiting already
  void make(Runnable change) {
    try {
      change.run();
    } catch (Failure.Busy e) {
      turn.lock();
      try {
        if (waiting.size() >= MAX_WAITING) {
          throw e;
        }
        waiting.add(change);
        empty = false;
      } finally {
        turn.unlock();
      }
      LOG.warn("event=change-waits-for-the-database detail=\"{}\"", e.getMessage());
    }
  }

  /// Makes the changes that wait.
  ///
  /// @throws Failure.Busy while the database is away
  void catchUp() {
    // The changes themselves come through here, too.
    if (empty || turn.isHeldByCurrentThread()) {
      return;
    }
    turn.lock();
    try {
      for (Runnable next = waiting.peek(); next != null; next = waiting.peek()) {
        attempt(next);
        waiting.remove();
        LOG.info("event=change-made-late left={}", waiting.size());
      }
      empty = true;
    } finally {
      turn.unlock();
    }
  }

  private static void attempt(Runnable change) {
    try {
      change.run();
    } catch (Failure.Busy e) {
      throw e;
    } catch (RuntimeException e) {
      // It would fail again, and keep everything behind it from being done.
      LOG.error("event=change-lost", e);
    }
  }

  /// How many changes wait.
  int size() {
    turn.lock();
    try {
      return waiting.size();
    } finally {
      turn.unlock();
    }
  }
}
