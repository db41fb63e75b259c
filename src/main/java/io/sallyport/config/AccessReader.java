package io.sallyport.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            keys.value("plain", AccessReader::plain).orElse(usual.plain()),
            keys.value("trust", this::certificates).orElse(List.of()),
            keys.number("connections", 1, usual.connections()),
            keys.number("servers", 1, usual.servers()),
            keys.value("idle", Durations::parse).orElse(usual.idle()));
    keys.finish();
    return settings;
  }

  /// Absent if it is not switched on.
  Optional<ProxyDoorSettings> proxy(Section keys) {
    boolean enabled = keys.flag("enabled", keys.node("listen").isPresent());
    Optional<HostPort> listen = keys.value("listen", HostPort::parse);
    Map<String, String> users = new LinkedHashMap<>();
    keys.section("users")
        .ifPresent(section -> {
          for (YamlNode.Scalar name : section.names()) {
            section
                .section(name.text())
                .ifPresent(user -> password(user).ifPresent(p -> users.put(name.text(), p)));
          }
        });
    keys.finish();
    return enabled
        ? Optional.of(new ProxyDoorSettings(listen.orElse(null), users))
        : Optional.empty();
  }

  private Optional<String> password(Section user) {
    Optional<String> password =
        user.value("password", text -> text).or(() -> user.value("password-file", this::secret));
    if (user.node("password").isPresent() == user.node("password-file").isPresent()) {
      user.note("a user needs either \"password\" or \"password-file\"");
    }
    user.finish();
    return password;
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
    return Pem.certificates(read(path));
  }

  private String secret(String path) {
    return read(path).replaceFirst("\\R$", "");
  }

  private String read(String path) {
    try {
      return Files.readString(file.resolveSibling(path));
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + path + " cannot be read", e);
    }
  }
}
