package io.sallyport;

import io.sallyport.auth.SessionVault;
import io.sallyport.store.Sessions;
import java.util.Map;
import java.util.Optional;

/// The vault of web sessions is the store.
///
/// @param sessions the store's
record StoredSessions(Sessions sessions) implements SessionVault {

  @Override
  public Optional<Map<String, byte[]>> find(byte[] digest) {
    return sessions.find(digest);
  }

  @Override
  public void replace(byte[] before, byte[] digest, Map<String, byte[]> sealed) {
    sessions.replace(before, digest, sealed);
  }

  @Override
  public void remove(byte[] digest, String backend) {
    sessions.remove(digest, backend);
  }

  @Override
  public void end(byte[] digest) {
    sessions.end(digest);
  }
}
