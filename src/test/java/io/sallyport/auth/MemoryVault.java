package io.sallyport.auth;

import io.sallyport.files.Failure;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// A vault in memory.
public final class MemoryVault implements SessionVault {

  private final Map<String, Map<String, byte[]>> sessions = new HashMap<>();
  private boolean away;

  /// Whether it cannot be reached from now on.
  public synchronized void away(boolean isAway) {
    away = isAway;
  }

  /// Everything in it, by digest in hexadecimal digits and by backend.
  public synchronized Map<String, Map<String, byte[]>> content() {
    return Map.copyOf(sessions);
  }

  @Override
  public synchronized Optional<Map<String, byte[]>> find(byte[] digest) {
    reach();
    return Optional.ofNullable(sessions.get(key(digest)));
  }

  @Override
  public synchronized void replace(byte[] before, byte[] digest, Map<String, byte[]> sealed) {
    reach();
    sessions.remove(key(before));
    sessions.put(key(digest), new HashMap<>(sealed));
  }

  @Override
  public synchronized void remove(byte[] digest, String backend) {
    reach();
    Map<String, byte[]> session = sessions.getOrDefault(key(digest), new HashMap<>());
    session.remove(backend);
    if (session.isEmpty()) {
      sessions.remove(key(digest));
    }
  }

  @Override
  public synchronized void end(byte[] digest) {
    reach();
    sessions.remove(key(digest));
  }

  private void reach() {
    if (away) {
      throw new Failure.Busy("The vault is away.", null, Duration.ofSeconds(1));
    }
  }

  private static String key(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
