package io.sallyport.ftp.session;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.ftp.tls.TlsVersionMemory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sessions of one backend: never more than its `connections` at once nor than the server was
/// seen to allow, handed out in the order they were asked for, kept for the same login only, opened
/// a few at a time. Where sessions are used for moments only, whoever finds none resting waits for
/// the next one that is given back, for as long as a login would take, before logging in.
/// Thread-safe; closing it closes the sessions that are idle, and the leased ones as they come
/// back.
public final class SessionPool implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SessionPool.class);

  /// A session that rested longer than this is asked whether it still answers before it is lent.
  private static final Duration TRUSTED_REST = Duration.ofSeconds(5);

  /// How many logins are under way at once: vsftpd has room for 32 connections that it has not
  /// greeted yet, and each login costs it a process.
  private static final int LOGINS_AT_ONCE = 4;

  /// Who waits in vain for a session to be given back waits up to so many times twice as long.
  private static final int MAX_DOUBLINGS = 3;

  /// How long a server may take to notice that a session has ended.
  private static final Duration NOTICED_AFTER = Duration.ofSeconds(1);

  private final FtpSettings.Timeouts timeouts;
  private final Function<Login, Session> opener;
  private final LongSupplier nanoClock;
  private final Slots slots;
  private final Semaphore logins = new Semaphore(LOGINS_AT_ONCE, true);
  private final Object lock = new Object();
  private final Map<Login, Deque<Resting>> idle = new HashMap<>();

  /// How many sessions each caller has at the moment.
  private final Map<Thread, Integer> held = new HashMap<>();

  /// How many sessions each login has lent.
  private final Map<Login, Integer> lent = new HashMap<>();

  /// Who waits for a session to be given back.
  private final Wishes wishes = new Wishes();

  /// Whether to wait for one.
  private final Turnover turnover = new Turnover();

  /// How many callers are served at once.
  private final Crowd crowd;

  private int standing;
  private long lastEndNanos;
  private boolean closed;

  private record Resting(Session session, long sinceNanos) {}

  private record Found(Session session, boolean rested) {}

  /// @param settings the server; its `connections` is the cap
  /// @param names how names are read and written
  /// @param versions what is known about the TLS of servers
  public SessionPool(FtpSettings settings, Names names, TlsVersionMemory versions) {
    this(settings, Session.opener(Remote.of(settings, versions), names), System::nanoTime);
  }

  SessionPool(FtpSettings settings, Function<Login, Session> opener, LongSupplier nanoClock) {
    this.timeouts = settings.timeouts();
    this.opener = opener;
    this.nanoClock = nanoClock;
    this.slots = new Slots(settings.connections(), nanoClock);
    this.crowd = new Crowd(nanoClock);
    this.lastEndNanos = nanoClock.getAsLong() - NOTICED_AFTER.toNanos();
  }

  /// Lends a session for `login`: a rested one or a new one. Blocks until one is free.
  ///
  /// @throws Failure.Busy if none comes free within the lease timeout, here or on the server
  /// @throws Failure.NotLoggedIn if the server refuses the login
  /// @throws Failure.Unreachable if the server cannot be reached
  public Lease lease(Login login) {
    // Whoever holds one already would keep others waiting with it.
    int own = heldByCaller();
    Crowd.Guest guest = own > 0 ? crowd.pass() : crowd.enter();
    boolean served = false;
    try {
      Lease lease = lease(login, own, guest);
      served = true;
      return lease;
    } finally {
      if (!served) {
        crowd.leave(guest);
      }
    }
  }

  private Lease lease(Login login, int own, Crowd.Guest guest) {
    long deadline = System.nanoTime() + timeouts.lease().toNanos();
    Pause pause = new Pause(slots, deadline);
    Optional<Lease> lease = Optional.empty();
    for (boolean again = false; lease.isEmpty(); again = true) {
      requireOthersHold(own);
      slots.take(deadline, again);
      lease = inSlot(login, deadline, pause, guest);
    }
    return lease.get();
  }

  /// A caller that holds every session there may be would wait for itself.
  private void requireOthersHold(int own) {
    if (own > 0 && own >= slots.cap()) {
      throw slots.busy();
    }
  }

  private int heldByCaller() {
    synchronized (lock) {
      return held.getOrDefault(Thread.currentThread(), 0);
    }
  }

  /// Lends one more session for `login` if that can be done without waiting and without turning
  /// anybody away.
  Optional<Lease> companion(Login login) {
    if (!slots.takeAtOnce()) {
      return Optional.empty();
    }
    try {
      long now = System.nanoTime();
      return inSlot(login, now, new Pause(slots, now), crowd.pass());
    } catch (Failure e) {
      log.debug("ftp no second session: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /// A session in a slot that was taken. Empty if there are fewer slots than was thought; the slot
  /// is given back then, as it is after a failure.
  private Optional<Lease> inSlot(Login login, long deadline, Pause pause, Crowd.Guest guest) {
    boolean handedOut = false;
    try {
      while (true) {
        try {
          @Nullable Found found = find(login, deadline);
          if (found == null) {
            return Optional.empty();
          }
          handedOut = true;
          synchronized (lock) {
            held.merge(Thread.currentThread(), 1, Integer::sum);
            lent.merge(login, 1, Integer::sum);
          }
          return Optional.of(
              new Lease(this, login, found.session, found.rested, nanoClock.getAsLong(), guest));
        } catch (Failure.Busy e) {
          if (learn(e)) {
            return Optional.empty();
          }
          // The slot is kept meanwhile: given to the next caller, it would only be tried in vain.
          pause.orThrow(e);
        }
      }
    } finally {
      if (!handedOut) {
        slots.giveUp();
      }
    }
  }

  /// A session that rests, one that is given back in a moment, or a new one; absent if by then
  /// there are more slots taken than the server allows.
  private @Nullable Found find(Login login, long deadline) {
    @Nullable Session rested = rested(login);
    if (rested != null) {
      return new Found(rested, true);
    }
    int waits = 0;
    for (long patience = patience(login); patience > 0; patience = patience(login)) {
      long end = System.nanoTime() + (patience << Math.min(waits++, MAX_DOUBLINGS));
      long returnsBefore = returns();
      @Nullable Session given = awaitGiven(login, Math.min(end, deadline));
      if (given != null && isQuiet(given)) {
        return new Found(given, true);
      }
      if (given != null) {
        end(given);
      } else if (System.nanoTime() >= deadline || returns() == returnsBefore) {
        // Where nobody has given one back meanwhile, they are all in use for long.
        break;
      } else if (logins.tryAcquire()) {
        makeRoom();
        return logIn(login, false);
      }
    }
    if (waits > 0) {
      makeRoom();
    }
    return open(login, deadline, false);
  }

  private long returns() {
    synchronized (lock) {
      return turnover.returns();
    }
  }

  /// How long to wait for a session that is in use; 0 for not at all.
  private long patience(Login login) {
    synchronized (lock) {
      return lent.containsKey(login) ? turnover.patience(logins.availablePermits() > 0) : 0;
    }
  }

  /// Waits for a session of `login`, behind those who wait already; absent if none comes in time.
  private @Nullable Session awaitGiven(Login login, long end) {
    Wishes.Wish wish;
    synchronized (lock) {
      Deque<Resting> own = idle.get(login);
      if (own != null && !own.isEmpty()) {
        return own.pop().session();
      }
      wish = wishes.add(login);
    }
    long begun = System.nanoTime();
    wish.await(end);
    @Nullable Session granted;
    synchronized (lock) {
      granted = wishes.end(login, wish);
      turnover.waited(System.nanoTime() - begun);
    }
    if (granted == null && Thread.currentThread().isInterrupted()) {
      throw Slots.stopping();
    }
    return granted;
  }

  /// A new session in the slot of one that is thrown away. Blocks.
  ///
  /// @throws Failure as [#lease]
  Session replace(Login login, @Nullable Session old) {
    if (old != null) {
      end(old);
    }
    long deadline = System.nanoTime() + timeouts.lease().toNanos();
    Pause pause = new Pause(slots, deadline);
    while (true) {
      try {
        return Objects.requireNonNull(open(login, deadline, true)).session();
      } catch (Failure.Busy e) {
        pause.orThrow(e);
        if (learn(e)) {
          makeRoom();
        }
      }
    }
  }

  /// Takes a session back; `reusable` only if its last command was answered to the end.
  ///
  /// @param holder who it was lent to
  /// @param sinceNanos since when, by the pool's clock
  /// @param guest who leaves the crowd with it
  void giveBack(
      Thread holder,
      Login login,
      Session session,
      boolean reusable,
      long sinceNanos,
      Crowd.Guest guest) {
    boolean kept = false;
    long used = nanoClock.getAsLong() - sinceNanos;
    synchronized (lock) {
      letGo(holder, login);
      turnover.used(used);
      if (reusable && !closed) {
        Wishes.Wish wish = wishes.next(login);
        if (wish == null) {
          idle.computeIfAbsent(login, l -> new ArrayDeque<>())
              .push(new Resting(session, nanoClock.getAsLong()));
        } else {
          wish.grant(session);
        }
        kept = true;
      }
    }
    if (!kept) {
      end(session);
    }
    slots.free();
    crowd.leave(guest, used);
  }

  /// Gives the slot of a session that is closed already back.
  void freeSlot(Thread holder, Login login, Crowd.Guest guest) {
    synchronized (lock) {
      letGo(holder, login);
    }
    slots.free();
    crowd.leave(guest);
  }

  private void letGo(Thread holder, Login login) {
    held.computeIfPresent(holder, (_, sessions) -> sessions == 1 ? null : sessions - 1);
    lent.computeIfPresent(login, (_, sessions) -> sessions == 1 ? null : sessions - 1);
  }

  /// Closes the sessions that have rested longer than the idle timeout.
  public void evictIdle() {
    long oldest = nanoClock.getAsLong() - timeouts.idle().toNanos();
    endIdle((login, resting) -> resting.sinceNanos() - oldest <= 0);
  }

  /// Closes the resting sessions of one login: it has signed out.
  public void evict(Login login) {
    endIdle((owner, resting) -> owner.equals(login));
  }

  /// How many sessions rest and are lent at the moment.
  public int open() {
    synchronized (lock) {
      return slots.taken() + resting();
    }
  }

  /// How many sessions are lent at the moment.
  public int inUse() {
    return slots.taken();
  }

  /// How many callers wait for one.
  public int waiting() {
    return slots.waiting() + crowd.waiting();
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
    endIdle((login, resting) -> true);
  }

  private @Nullable Session rested(Login login) {
    while (true) {
      @Nullable Resting resting = takeRested(login);
      if (resting == null) {
        makeRoom();
        return null;
      }
      boolean trusted = nanoClock.getAsLong() - resting.sinceNanos() < TRUSTED_REST.toNanos();
      if (trusted ? isQuiet(resting.session()) : resting.session().answers()) {
        return resting.session();
      }
      end(resting.session());
    }
  }

  private @Nullable Resting takeRested(Login login) {
    synchronized (lock) {
      Deque<Resting> own = idle.get(login);
      return own == null ? null : own.poll();
    }
  }

  private static boolean isQuiet(Session session) {
    try {
      return !session.control().replyWaiting();
    } catch (ControlLost e) {
      return false;
    }
  }

  /// Ends resting sessions of other logins, so many that a new one fits under the cap, and waits
  /// until the server has let go of them.
  private void makeRoom() {
    List<Session> leaving = new ArrayList<>();
    synchronized (lock) {
      int resting = resting();
      for (Deque<Resting> others : idle.values()) {
        while (slots.taken() + resting > slots.cap() && !others.isEmpty()) {
          leaving.add(others.removeLast().session());
          resting--;
        }
      }
      idle.values().removeIf(Deque::isEmpty);
      standing -= leaving.size();
    }
    leaving.forEach(Session::quit);
  }

  private int resting() {
    return idle.values().stream().mapToInt(Deque::size).sum();
  }

  /// Logs in when few others do; absent if by then there are more slots taken than the server
  /// allows, unless `regardless`.
  private @Nullable Found open(Login login, long deadline, boolean regardless) {
    try {
      if (!logins.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new Failure.Busy(
            "Too many logins to the FTP server are under way.", null, Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      throw Slots.stopping();
    }
    return logIn(login, regardless);
  }

  /// With a permit, which is given back.
  private @Nullable Found logIn(Login login, boolean regardless) {
    try {
      if (!regardless && slots.isOverdrawn()) {
        return null;
      }
      long begun = nanoClock.getAsLong();
      Session session = openGreeted(login);
      synchronized (lock) {
        standing++;
        turnover.loggedIn(nanoClock.getAsLong() - begun);
      }
      return new Found(session, false);
    } finally {
      logins.release();
    }
  }

  /// A server whose queue of new connections overflowed accepts one and never greets it; the next
  /// one may be luckier.
  private Session openGreeted(Login login) {
    try {
      return opener.apply(login);
    } catch (Failure.Unreachable e) {
      if (e.getCause() instanceof ControlLost lost && lost.beforeGreeting() && lost.timedOut()) {
        return opener.apply(login);
      }
      throw e;
    }
  }

  /// Whether `busy` says how many connections the server allows: not if it said nothing, nor if
  /// none of ours stands, nor if it may not have noticed yet that one has ended.
  private boolean learn(Failure.Busy busy) {
    synchronized (lock) {
      long now = nanoClock.getAsLong();
      boolean unsettled = now - lastEndNanos < NOTICED_AFTER.toNanos();
      if (busy.reply().isEmpty() || standing == 0 || unsettled) {
        return false;
      }
      slots.turnedAway(standing);
      return true;
    }
  }

  private void end(Session session) {
    session.close();
    synchronized (lock) {
      standing--;
      lastEndNanos = nanoClock.getAsLong();
    }
  }

  private interface Choice {
    boolean ends(Login login, Resting resting);
  }

  private void endIdle(Choice choice) {
    List<Session> chosen = new ArrayList<>();
    synchronized (lock) {
      idle.forEach((login, all) ->
          all.removeIf(resting -> {
            boolean ends = choice.ends(login, resting);
            if (ends) {
              chosen.add(resting.session());
            }
            return ends;
          }));
      idle.values().removeIf(Deque::isEmpty);
    }
    chosen.forEach(this::end);
  }
}
