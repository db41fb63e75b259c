package io.sallyport.store;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Browsers' sessions, shared by every node on the same database: under a digest of each one's id,
/// with logins sealed by what the database never sees. A session that nobody uses for a while, or
/// that is old, is gone at once, by the database's time. Methods block for as long as the database
/// takes. Thread-safe.
///
/// Every method throws [io.sallyport.files.Failure.Busy] while the database cannot be reached.
public interface Sessions {

  /// The sealed logins of a session, by backend; empty if there is no such session. Counts as use.
  Optional<Map<String, byte[]>> find(byte[] digest);

  /// Replaces one session by another in one step.
  ///
  /// @param before the one that ends; need not exist
  /// @param sealed the logins of the other
  void replace(byte[] before, byte[] digest, Map<String, byte[]> sealed);

  /// Takes one login out of a session; the session ends with its last.
  void remove(byte[] digest, String backend);

  /// Ends a session.
  void end(byte[] digest);

  /// How long a session lasts that nobody uses.
  Duration IDLE = Duration.ofHours(2);

  /// How long it lasts in any case.
  Duration AGE = Duration.ofHours(24);
}
