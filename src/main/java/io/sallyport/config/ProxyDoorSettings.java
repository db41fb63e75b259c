package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The classic FTP-over-HTTP proxy.
///
/// @param listen a listener of its own, for nothing else; absent for the main one
/// @param users which of the gateway's own users may use it; empty for everybody
public record ProxyDoorSettings(@Nullable HostPort listen, List<String> users) {

  public ProxyDoorSettings {
    users = List.copyOf(users);
  }
}
