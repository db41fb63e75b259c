package io.sallyport.ftp.session;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The sessions of one backend: never more than its `connections` at once, handed out in the order
/// they were asked for, kept for the same login only. Thread-safe; closing it closes the sessions
/// that are idle, and the leased ones as they come back.
public final class SessionPool implements AutoCloseable {

  /// Beyond this many waiting callers the next is turned away at once: it would wait in vain.
  private static final int MAX_WAITING = 1_000;

  /// A session that rested longer than this is asked whether it still answers before it is lent.
  private static final Duration TRUSTED_REST = Duration.ofSeconds(5);

  private final FtpSettings.Timeouts timeouts;
  private final Function<Login, Session> opener;
  private final LongSupplier nanoClock;
  private final Semaphore slots;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition slotFreed = lock.newCondition();
  private final Map<Login, Deque<Resting>> idle = new HashMap<>();
  private final int cap;
  private int leased;
  private long freed;
  private boolean closed;

  private record Resting(Session session, long sinceNanos) {}

  /// @param settings the server; its `connections` is the cap
  /// @param names how names are read and written
  public SessionPool(FtpSettings settings, Names names) {
    this(settings, login -> Session.open(settings, login, names), System::nanoTime);
  }

  SessionPool(FtpSettings settings, Function<Login, Session> opener, LongSupplier nanoClock) {
    this.timeouts = settings.timeouts();
    this.opener = opener;
    this.nanoClock = nanoClock;
    this.cap = settings.connections();
    this.slots = new Semaphore(cap, true);
  }

  /// Lends a session for `login`: a rested one or a new one. Blocks until one is free.
  ///
  /// @throws Failure.Busy if none comes free within the lease timeout, here or on the server
  /// @throws Failure.NotLoggedIn if the server refuses the login
  /// @throws Failure.Unreachable if the server cannot be reached
  public Lease lease(Login login) {
    long deadline = System.nanoTime() + timeouts.lease().toNanos();
    takeSlot(deadline);
    boolean lent = false;
    try {
      @Nullable Session rested = rested(login);
      Session session = rested != null ? rested : open(login, deadline);
      Lease lease = new Lease(this, login, session, rested != null);
      lent = true;
      return lease;
    } finally {
      if (!lent) {
        freeSlot();
      }
    }
  }

  /// A new session in the slot of one that was thrown away.
  Session reopen(Login login) {
    return open(login, System.nanoTime() + timeouts.lease().toNanos());
  }

  /// Takes a session back; `reusable` only if its last command was answered to the end.
  void giveBack(Login login, Session session, boolean reusable) {
    boolean kept = false;
    lock.lock();
    try {
      if (reusable && !closed) {
        idle.computeIfAbsent(login, l -> new ArrayDeque<>())
            .push(new Resting(session, nanoClock.getAsLong()));
        kept = true;
      }
    } finally {
      lock.unlock();
    }
    if (!kept) {
      session.close();
    }
    freeSlot();
  }

  /// Gives the slot of a session that is closed already back.
  void freeSlot() {
    lock.lock();
    try {
      leased--;
      freed++;
      slotFreed.signalAll();
    } finally {
      lock.unlock();
    }
    slots.release();
  }

  /// Closes the sessions that have rested longer than the idle timeout.
  public void evictIdle() {
    long oldest = nanoClock.getAsLong() - timeouts.idle().toNanos();
    closeIdle((login, resting) -> resting.sinceNanos() - oldest <= 0);
  }

  /// Closes the resting sessions of one login: it has signed out.
  public void evict(Login login) {
    closeIdle((owner, resting) -> owner.equals(login));
  }

  /// How many sessions rest and are lent at the moment.
  public int open() {
    lock.lock();
    try {
      return leased + idle.values().stream().mapToInt(Deque::size).sum();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    closeIdle((login, resting) -> true);
  }

  private void takeSlot(long deadline) {
    try {
      if (slots.getQueueLength() >= MAX_WAITING
          || !slots.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new Failure.Busy(
            "All " + cap + " connections to the FTP server are in use.",
            null,
            Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure.Busy("The gateway is stopping.", null, Duration.ofSeconds(5));
    }
    lock.lock();
    try {
      leased++;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Session rested(Login login) {
    while (true) {
      @Nullable Resting resting = takeRested(login);
      if (resting == null) {
        makeRoom().forEach(Session::quit);
        return null;
      }
      boolean trusted = nanoClock.getAsLong() - resting.sinceNanos() < TRUSTED_REST.toNanos();
      if (trusted ? isQuiet(resting.session()) : resting.session().answers()) {
        return resting.session();
      }
      resting.session().close();
    }
  }

  private @Nullable Resting takeRested(Login login) {
    lock.lock();
    try {
      Deque<Resting> own = idle.get(login);
      return own == null ? null : own.poll();
    } finally {
      lock.unlock();
    }
  }

  private static boolean isQuiet(Session session) {
    try {
      return !session.control().replyWaiting();
    } catch (ControlLost e) {
      return false;
    }
  }

  /// Takes resting sessions of other logins out, so many that a new one fits under the cap.
  private List<Session> makeRoom() {
    List<Session> leaving = new ArrayList<>();
    lock.lock();
    try {
      int resting = idle.values().stream().mapToInt(Deque::size).sum();
      for (Deque<Resting> others : idle.values()) {
        while (leased + resting > cap && !others.isEmpty()) {
          leaving.add(others.removeLast().session());
          resting--;
        }
      }
      idle.values().removeIf(Deque::isEmpty);
      return leaving;
    } finally {
      lock.unlock();
    }
  }

  /// Opens a session; where the server has none free, waits for one of ours to end or a second to
  /// pass, and asks again.
  private Session open(Login login, long deadline) {
    Duration pause = Duration.ofMillis(200);
    while (true) {
      try {
        return opener.apply(login);
      } catch (Failure.Busy e) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw e;
        }
        awaitFreed(Math.min(left, pause.toNanos()), e);
        closeIdle((owner, resting) -> !owner.equals(login));
        pause = pause.compareTo(Duration.ofSeconds(1)) < 0 ? pause.multipliedBy(2) : pause;
      }
    }
  }

  private void awaitFreed(long nanos, Failure.Busy onInterrupt) {
    lock.lock();
    try {
      long freedBefore = freed;
      for (long left = nanos; left > 0 && freed == freedBefore; ) {
        left = slotFreed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw onInterrupt;
    } finally {
      lock.unlock();
    }
  }

  private interface Choice {
    boolean closes(Login login, Resting resting);
  }

  private void closeIdle(Choice choice) {
    List<Session> chosen = new ArrayList<>();
    lock.lock();
    try {
      idle.forEach((login, all) ->
          all.removeIf(resting -> {
            boolean closes = choice.closes(login, resting);
            if (closes) {
              chosen.add(resting.session());
            }
            return closes;
          }));
      idle.values().removeIf(Deque::isEmpty);
    } finally {
      lock.unlock();
    }
    chosen.forEach(Session::close);
  }
}
