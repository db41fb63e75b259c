package io.sallyport.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The browser sessions: an unguessable id, which only the browser keeps, stands for one login per
/// backend. They are in a vault that every node shares and that outlives each, sealed: neither the
/// vault nor the id alone gives a password away. Thread-safe.
public final class WebSessions {

  private static final int ID_BYTES = 32;

  /// While the vault cannot be reached, what was read from it a moment ago still holds.
  private static final Duration RECENT = Duration.ofMinutes(5);

  private static final int MAX_RECENT = 10_000;

  private final SecureRandom random = new SecureRandom();
  private final SessionVault vault;
  private final Cache<String, Map<String, Login>> recent =
      Caffeine.newBuilder().maximumSize(MAX_RECENT).expireAfterWrite(RECENT).build();

  /// @param vault where they are kept
  public WebSessions(SessionVault vault) {
    this.vault = vault;
  }

  /// Adds a login to the session `id`, or to a new one, and returns the id to use from now on:
  /// always a new one, so that an id planted in a browser before the login is worth nothing after
  /// it.
  public String signIn(@Nullable String id, String backend, Login login) {
    String fresh = newId();
    SessionSeal seal = SessionSeal.of(fresh);
    Map<String, Login> logins = new HashMap<>(id == null ? Map.of() : logins(id));
    logins.put(backend, login);
    Map<String, byte[]> sealed = new HashMap<>();
    logins.forEach((name, each) -> sealed.put(name, seal.close(name, each)));
    vault.replace(SessionSeal.of(id == null ? fresh : id).digest(), seal.digest(), sealed);
    if (id != null) {
      recent.invalidate(id);
    }
    return fresh;
  }

  /// The login for `backend` in the session `id`; counts as use.
  public Optional<Login> login(String id, String backend) {
    return Optional.ofNullable(logins(id).get(backend));
  }

  /// The backends that the session `id` has a login for.
  public Set<String> backends(String id) {
    return logins(id).keySet();
  }

  /// Forgets one login; the session ends with its last. Returns what was forgotten.
  public Optional<Login> signOut(String id, String backend) {
    Optional<Login> login = login(id, backend);
    vault.remove(SessionSeal.of(id).digest(), backend);
    recent.invalidate(id);
    return login;
  }

  /// Ends the session. Returns what it held, by backend.
  public Map<String, Login> end(String id) {
    Map<String, Login> logins = logins(id);
    vault.end(SessionSeal.of(id).digest());
    recent.invalidate(id);
    return logins;
  }

  private Map<String, Login> logins(String id) {
    SessionSeal seal = SessionSeal.of(id);
    Map<String, byte[]> sealed;
    try {
      sealed = vault.find(seal.digest()).orElse(Map.of());
    } catch (Failure.Busy e) {
      Map<String, Login> known = recent.getIfPresent(id);
      if (known == null) {
        throw e;
      }
      return known;
    }
    Map<String, Login> logins = new HashMap<>();
    sealed.forEach(
        (backend, each) -> seal.open(backend, each).ifPresent(login -> logins.put(backend, login)));
    if (logins.isEmpty()) {
      recent.invalidate(id);
      return Map.of();
    }
    recent.put(id, Map.copyOf(logins));
    return Map.copyOf(logins);
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
