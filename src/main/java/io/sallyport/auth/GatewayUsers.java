package io.sallyport.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
import com.password4j.HashingFunction;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.sallyport.config.GatewayUser;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Who is known to the gateway itself, by the hashes of their passwords. A hash takes its time on
/// purpose, and a drive sends the password with every request: what was right a moment ago is
/// remembered, by a digest that is worth nothing outside of this process. Thread-safe.
public final class GatewayUsers {

  private static final Duration REMEMBERED = Duration.ofMinutes(5);
  private static final int MAX_REMEMBERED = 10_000;

  /// More at once would only take memory from one another.
  private final Semaphore hashing =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

  private final Map<String, String> hashes = new HashMap<>();
  private final Cache<String, Boolean> right =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(REMEMBERED).build();
  private final SecretKeySpec key;

  /// Compared with where there is no such user, so that this takes as long as a wrong password.
  private final String nobody;

  /// @param users whom it is to know
  public GatewayUsers(List<GatewayUser> users) {
    users.forEach(user -> hashes.put(user.name(), user.passwordHash()));
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    key = new SecretKeySpec(secret, "HmacSHA256");
    nobody = users.isEmpty() ? "" : users.getFirst().passwordHash();
  }

  /// What to write into the configuration for a password. Takes a moment.
  public static String hash(String password) {
    return Password.hash(password).addRandomSalt(16).with(argon2()).getResult();
  }

  /// The second choice of OWASP's password storage cheat sheet: 19 MiB, 2 passes, 1 lane. Not made
  /// before it is needed, because it keeps those 19 MiB.
  private static Argon2Function argon2() {
    return Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);
  }

  /// Whether the password is the user's. May take a moment.
  public boolean knows(Credentials credentials) {
    if (hashes.isEmpty()) {
      return false;
    }
    String digest = digest(credentials);
    if (right.getIfPresent(digest) != null) {
      return true;
    }
    String hash = hashes.get(credentials.user());
    boolean matches = matches(credentials.password(), hash == null ? nobody : hash);
    if (hash == null || !matches) {
      return false;
    }
    right.put(digest, true);
    return true;
  }

  private boolean matches(String password, String hash) {
    hashing.acquireUninterruptibly();
    try {
      HashingFunction function =
          hash.startsWith("$argon2")
              ? Argon2Function.getInstanceFromHash(hash)
              : BcryptFunction.getInstanceFromHash(hash);
      return Password.check(password, hash).with(function);
    } finally {
      hashing.release();
    }
  }

  private String digest(Credentials credentials) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(credentials.user().getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return HexFormat.of()
          .formatHex(mac.doFinal(credentials.password().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java without HMAC", e);
    }
  }
}
