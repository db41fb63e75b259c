package io.sallyport.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Reads `ad-hoc:` and `proxy:`.
final class AccessReader {

  private final Path file;

  /// @param file the configuration file, for the relative paths in it
  AccessReader(Path file) {
    this.file = file;
  }

  AdHocSettings adHoc(Section keys) {
    AdHocSettings usual = AdHocSettings.OFF;
    AdHocSettings settings =
        new AdHocSettings(
            keys.list("allow", HostRule::parse).orElse(List.of()),
            keys.list("deny", HostRule::parse).orElse(List.of()),
            keys.flag("private-networks", usual.privateNetworks()),
            keys.list("ports", PortRange::parse).orElse(usual.ports()),
            keys.value("plain", AccessReader::plain, "never", "anonymous", "always")
                .orElse(usual.plain()),
            keys.value("trust", this::certificates).orElse(List.of()),
            keys.number("connections", 1, usual.connections()),
            keys.number("servers", 1, usual.servers()),
            keys.value("idle", Durations::parse).orElse(usual.idle()));
    keys.finish();
    return settings;
  }

  /// Absent if it is not switched on.
  ///
  /// @param known whom the gateway knows itself
  Optional<ProxyDoorSettings> proxy(Section keys, List<GatewayUser> known) {
    boolean enabled = keys.flag("enabled", keys.node("listen").isPresent());
    Optional<HostPort> listen = keys.value("listen", HostPort::parse);
    List<String> users = keys.list("users", name -> known(name, known)).orElse(List.of());
    keys.finish();
    return enabled
        ? Optional.of(new ProxyDoorSettings(listen.orElse(null), users))
        : Optional.empty();
  }

  private static String known(String name, List<GatewayUser> users) {
    if (users.stream().noneMatch(user -> user.name().equals(name))) {
      throw new IllegalArgumentException("\"" + name + "\" is not among the gateway's \"users\"");
    }
    return name;
  }

  private static AdHocSettings.Plain plain(String text) {
    return switch (text) {
      case "never" -> AdHocSettings.Plain.NEVER;
      case "anonymous" -> AdHocSettings.Plain.ANONYMOUS;
      case "always" -> AdHocSettings.Plain.ALWAYS;
      default ->
          throw new IllegalArgumentException("it is never, anonymous or always, not " + text);
    };
  }

  private List<X509Certificate> certificates(String path) {
    try {
      return Pem.certificates(Files.readString(file.resolveSibling(path)));
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + path + " cannot be read", e);
    }
  }
}
