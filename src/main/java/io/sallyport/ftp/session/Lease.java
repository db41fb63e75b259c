package io.sallyport.ftp.session;

import io.sallyport.files.Login;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A session lent by the pool. It returns there on [#close] only if [#keep] said that its last
/// command was answered to the end; otherwise it is thrown away, because nobody knows what its next
/// reply would belong to. For one thread.
public final class Lease implements AutoCloseable {

  private final SessionPool pool;
  private final Login login;
  private final boolean rested;
  private final Thread holder = Thread.currentThread();
  private final long sinceNanos;
  private final Crowd.Guest guest;
  private @Nullable Session session;
  private boolean renewed;
  private boolean keep;
  private boolean closed;

  Lease(
      SessionPool pool,
      Login login,
      Session session,
      boolean rested,
      long sinceNanos,
      Crowd.Guest guest) {
    this.pool = pool;
    this.login = login;
    this.session = session;
    this.rested = rested;
    this.sinceNanos = sinceNanos;
    this.guest = guest;
  }

  /// The session.
  public Session session() {
    if (session == null) {
      throw new IllegalStateException("the lease has no session");
    }
    return session;
  }

  /// Whether the session had been used before and may have died unseen since.
  public boolean mayBeStale() {
    return rested && !renewed;
  }

  /// Throws the session away and logs in anew, in the same slot.
  ///
  /// @throws io.sallyport.files.Failure as [SessionPool#lease]
  public Session renew() {
    Session old = session;
    session = null;
    renewed = true;
    keep = false;
    Session fresh = pool.replace(login, old);
    session = fresh;
    return fresh;
  }

  /// One more session for the same login, if it can be had at once: for what must not disturb this
  /// one. Whoever gets it closes it.
  public Optional<Lease> companion() {
    return pool.companion(login);
  }

  /// The last command was answered to the end: the session may be lent again.
  public void keep() {
    keep = true;
  }

  /// A new command begins: the session is not to be lent again until it ends well.
  public void begin() {
    keep = false;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (session == null) {
      pool.freeSlot(holder, login, guest);
    } else {
      pool.giveBack(
          holder, login, session, keep && !session.control().replyOwed(), sinceNanos, guest);
    }
  }
}
