package io.sallyport.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Everything that one gateway needs to know.
///
/// @param listen where it serves HTTP; port 0 for any free one
/// @param state where it keeps what must survive a restart
/// @param backends what it serves, in the order of the configuration; names are unique
public record GatewaySettings(
    HostPort listen, StateSettings state, List<BackendSettings> backends) {

  /// Where a gateway listens when nothing else is said: for this machine only.
  public static final HostPort DEFAULT_LISTEN = new HostPort("127.0.0.1", 8080);

  /// Where it keeps its state when nothing else is said.
  public static final StateSettings DEFAULT_STATE =
      new StateSettings.Folder(Path.of("sallyport-state"));

  public GatewaySettings {
    backends = List.copyOf(backends);
    Set<String> names = new HashSet<>();
    for (BackendSettings backend : backends) {
      if (!names.add(backend.name())) {
        throw new IllegalArgumentException("two backends are named \"" + backend.name() + "\"");
      }
    }
  }
}
