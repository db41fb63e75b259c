package io.sallyport.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that one gateway needs to know.
///
/// @param listen where it serves HTTP; port 0 for any free one
/// @param state where it keeps what must survive a restart
/// @param backends what it serves, in the order of the configuration; names are unique
/// @param front how it meets its callers
/// @param operations what an operator sees of it
/// @param users who is known to it, whatever the FTP servers know; names are unique
/// @param adHoc which servers it opens beside them
/// @param proxy the classic FTP-over-HTTP proxy; absent for none
public record GatewaySettings(
    HostPort listen,
    StateSettings state,
    List<BackendSettings> backends,
    FrontSettings front,
    OperationsSettings operations,
    List<GatewayUser> users,
    AdHocSettings adHoc,
    @Nullable ProxyDoorSettings proxy) {

  /// Where a gateway listens when nothing else is said: for this machine only.
  public static final HostPort DEFAULT_LISTEN = new HostPort("127.0.0.1", 8080);

  /// Where it keeps its state when nothing else is said.
  public static final StateSettings DEFAULT_STATE =
      new StateSettings.Folder(Path.of("sallyport-state"));

  public GatewaySettings {
    backends = List.copyOf(backends);
    users = List.copyOf(users);
    Set<String> names = new HashSet<>();
    for (BackendSettings backend : backends) {
      if (!names.add(backend.name())) {
        throw new IllegalArgumentException("two backends are named \"" + backend.name() + "\"");
      }
    }
  }

  /// Everything else as it usually is.
  public static GatewaySettings of(
      HostPort listen, StateSettings state, List<BackendSettings> backends) {
    return new GatewaySettings(
        listen,
        state,
        backends,
        FrontSettings.PLAIN,
        OperationsSettings.USUAL,
        List.of(),
        AdHocSettings.OFF,
        null);
  }
}
