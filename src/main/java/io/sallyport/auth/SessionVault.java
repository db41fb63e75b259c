package io.sallyport.auth;

import java.util.Map;
import java.util.Optional;

/// Where sessions are kept: under digests of their ids, with logins sealed, so that whoever reads
/// the vault learns no id and no password. What nobody uses for a while is gone. Thread-safe.
///
/// Every method throws [io.sallyport.files.Failure.Busy] while the vault cannot be reached.
public interface SessionVault {

  /// The sealed logins of a session, by backend; empty if there is no such session. Counts as use.
  Optional<Map<String, byte[]>> find(byte[] digest);

  /// Replaces the session `before`, which need not exist, by another in one step.
  void replace(byte[] before, byte[] digest, Map<String, byte[]> sealed);

  /// Takes one login out of a session; the session ends with its last.
  void remove(byte[] digest, String backend);

  /// Ends a session.
  void end(byte[] digest);
}
