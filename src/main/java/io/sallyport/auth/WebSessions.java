package io.sallyport.auth;

import io.sallyport.files.Login;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The browser sessions of this process: an unguessable id stands for one login per backend. Kept
/// in memory, so a restart signs everybody out. Thread-safe.
public final class WebSessions {

  private static final int ID_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final Duration idle;
  private final InstantSource clock;
  private final Map<String, Session> sessions = new HashMap<>();

  private static final class Session {
    final Map<String, Login> logins = new HashMap<>();
    Instant used;

    Session(Instant used) {
      this.used = used;
    }
  }

  /// @param idle a session that nobody used for so long is gone
  public WebSessions(Duration idle, InstantSource clock) {
    this.idle = idle;
    this.clock = clock;
  }

  /// Adds a login to the session `id`, or to a new one, and returns the id to use from now on:
  /// always a new one, so that an id planted in a browser before the login is worth nothing after
  /// it.
  public synchronized String signIn(@Nullable String id, String backend, Login login) {
    Instant now = clock.instant();
    sessions.values().removeIf(session -> isOver(session, now));
    Session before = id == null ? null : sessions.remove(id);
    Session session = before == null ? new Session(now) : before;
    session.used = now;
    session.logins.put(backend, login);
    String fresh = newId();
    sessions.put(fresh, session);
    return fresh;
  }

  /// The login for `backend` in the session `id`; counts as use.
  public synchronized Optional<Login> login(String id, String backend) {
    Session session = sessions.get(id);
    Instant now = clock.instant();
    if (session == null || isOver(session, now)) {
      sessions.remove(id);
      return Optional.empty();
    }
    session.used = now;
    return Optional.ofNullable(session.logins.get(backend));
  }

  /// Forgets one login; the session ends with its last. Returns what was forgotten.
  public synchronized Optional<Login> signOut(String id, String backend) {
    Session session = sessions.get(id);
    if (session == null) {
      return Optional.empty();
    }
    Login login = session.logins.remove(backend);
    if (session.logins.isEmpty()) {
      sessions.remove(id);
    }
    return Optional.ofNullable(login);
  }

  /// Ends the session. Returns what it held, by backend.
  public synchronized Map<String, Login> end(String id) {
    Session session = sessions.remove(id);
    return session == null ? Map.of() : Map.copyOf(session.logins);
  }

  private boolean isOver(Session session, Instant now) {
    return !now.isBefore(session.used.plus(idle));
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
