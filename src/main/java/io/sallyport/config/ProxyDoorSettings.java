package io.sallyport.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The classic FTP-over-HTTP proxy.
///
/// @param listen a listener of its own, for nothing else; absent for the main one
/// @param users who may use it, with their passwords; empty for everybody
public record ProxyDoorSettings(@Nullable HostPort listen, Map<String, String> users) {

  public ProxyDoorSettings {
    users = Map.copyOf(users);
  }

  /// Leaves the passwords out.
  @Override
  public String toString() {
    return "ProxyDoorSettings[listen=" + listen + ", users=" + users.keySet() + "]";
  }
}
