package io.sallyport.ftp.session;

import io.sallyport.files.Login;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Who waits for a session to be given back, in the order of coming, each for one of its own login.
/// Guarded by the lock of its pool, but for [Wish#await].
final class Wishes {

  private final Map<Login, Deque<Wish>> waiting = new HashMap<>();

  /// One caller that waits.
  static final class Wish {
    private final Thread caller = Thread.currentThread();
    private volatile @Nullable Session granted;

    private Wish() {}

    /// Blocks until it is granted, until `end` of [System#nanoTime], or until the caller is
    /// interrupted.
    void await(long end) {
      for (long left = end - System.nanoTime();
          granted == null && left > 0 && !caller.isInterrupted();
          left = end - System.nanoTime()) {
        LockSupport.parkNanos(this, left);
      }
    }

    /// Hands a session over.
    void grant(Session session) {
      granted = session;
      LockSupport.unpark(caller);
    }
  }

  /// The calling thread waits from now on.
  Wish add(Login login) {
    Wish wish = new Wish();
    waiting.computeIfAbsent(login, _ -> new ArrayDeque<>()).add(wish);
    return wish;
  }

  /// It waits no longer. Returns what it was granted; absent for nothing.
  @Nullable Session end(Login login, Wish wish) {
    waiting.computeIfPresent(
        login,
        (_, wishes) -> {
          var _ = wishes.remove(wish);
          return wishes.isEmpty() ? null : wishes;
        });
    return wish.granted;
  }

  /// Takes the first of a login out; absent if nobody waits.
  @Nullable Wish next(Login login) {
    Deque<Wish> wishes = waiting.get(login);
    return wishes == null ? null : wishes.poll();
  }
}
