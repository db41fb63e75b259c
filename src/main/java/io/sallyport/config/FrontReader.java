package io.sallyport.config;

import io.sallyport.config.FrontSettings.Limits;
import io.sallyport.config.FrontSettings.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the keys of [FrontSettings] from the top of a configuration.
final class FrontReader {

  private final Path file;

  /// @param file the configuration file, for the relative paths in it
  FrontReader(Path file) {
    this.file = file;
  }

  FrontSettings read(Section top) {
    Limits usual = Limits.USUAL;
    return new FrontSettings(
        top.section("tls").map(this::tls).orElse(null),
        top.list("trusted-proxies", AddressRange::parse).orElse(List.of()),
        top.value("base-path", FrontReader::basePath).orElse(""),
        top.flag("plain-logins", false),
        top.section("limits").map(limits -> limits(limits, usual)).orElse(usual));
  }

  private @Nullable Tls tls(Section keys) {
    Optional<Path> certificate = keys.value("certificate", file::resolveSibling);
    Optional<Path> key = keys.value("key", file::resolveSibling);
    Optional<HostPort> listen = keys.value("listen", HostPort::parse);
    boolean redirect = keys.flag("redirect", true);
    Duration hsts =
        keys.value("hsts", text -> text.equals("off") ? Duration.ZERO : Durations.parse(text))
            .orElse(Tls.USUAL_HSTS);
    keys.finish();
    if (keys.node("certificate").isEmpty() || keys.node("listen").isEmpty()) {
      keys.note("\"tls\" needs \"certificate\" and \"listen\"");
    }
    if (certificate.isEmpty() || listen.isEmpty()) {
      return null;
    }
    Tls tls =
        new Tls(listen.get(), certificate.get(), key.orElse(certificate.get()), redirect, hsts);
    try {
      var _ = tls.identity();
    } catch (IOException e) {
      keys.note(String.valueOf(e.getMessage()));
    }
    return tls;
  }

  private static Limits limits(Section keys, Limits usual) {
    Limits limits =
        new Limits(
            keys.number("connections", 1, usual.connections()),
            keys.value("request-head", Durations::parse).orElse(usual.requestHead()),
            keys.value("idle", Durations::parse).orElse(usual.idle()),
            keys.value("stall", Durations::parse).orElse(usual.stall()));
    keys.finish();
    return limits;
  }

  private static String basePath(String text) {
    String plain = text.replaceFirst("/$", "");
    var _ = new FrontSettings(null, List.of(), plain, false, Limits.USUAL);
    return plain;
  }
}
