package io.sallyport.config;

import io.sallyport.config.TlsSettings.Identity;
import io.sallyport.config.TlsSettings.Mode;
import io.sallyport.config.TlsSettings.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads `tls:` of a backend with a URL: a mode alone, or keys.
final class TlsReader {

  private final Path file;

  /// @param file the configuration file, for the relative paths in it
  TlsReader(Path file) {
    this.file = file;
  }

  /// @param fromUrl what the URL's scheme says; the key may not say another
  TlsSettings read(Section keys, Mode fromUrl) {
    Optional<YamlNode> node = keys.node("tls");
    if (node.isPresent() && node.get() instanceof YamlNode.Scalar) {
      return TlsSettings.of(word(keys, "tls", fromUrl).orElse(fromUrl));
    }
    if (keys.isRecording()) {
      var _ = word(keys, "tls", fromUrl);
    }
    return keys.section("tls")
        .map(section -> keys(section, fromUrl))
        .orElse(TlsSettings.of(fromUrl));
  }

  private TlsSettings keys(Section tls, Mode fromUrl) {
    Mode mode =
        word(tls, "mode", fromUrl)
            // Who says how TLS is to be done wants it done.
            .orElse(fromUrl == Mode.NONE ? Mode.REQUIRED : fromUrl);
    Version version =
        tls.value("version", TlsReader::version, "auto", "1.2", "1.3").orElse(Version.AUTO);
    var trust = tls.value("trust", reading(Pem::certificates)).orElse(List.of());
    List<String> pins = tls.list("pin", TlsSettings::parseFingerprint).orElse(List.of());
    Identity identity = identity(tls);
    tls.finish();
    try {
      return new TlsSettings(mode, version, trust, pins, identity);
    } catch (IllegalArgumentException e) {
      tls.note(String.valueOf(e.getMessage()));
      return TlsSettings.of(mode);
    }
  }

  private static Optional<Mode> word(Section keys, String key, Mode fromUrl) {
    return keys.value(
        key, text -> agreed(mode(text), fromUrl), "none", "opportunistic", "required", "implicit");
  }

  private @Nullable Identity identity(Section tls) {
    var chain = tls.value("certificate", reading(Pem::certificates));
    var key = tls.value("key", reading(Pem::privateKey));
    if (tls.node("certificate").isPresent() != tls.node("key").isPresent()) {
      tls.note("\"certificate\" and \"key\" belong together: one of them is missing");
    }
    return chain.flatMap(c -> key.map(k -> new Identity(c, k))).orElse(null);
  }

  private <T> Function<String, T> reading(Function<String, T> content) {
    return path -> {
      try {
        return content.apply(Files.readString(file.resolveSibling(path)));
      } catch (IOException e) {
        throw new IllegalArgumentException("the file " + path + " cannot be read", e);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "the file " + path + " cannot be used: " + e.getMessage(), e);
      }
    };
  }

  private static Mode agreed(Mode mode, Mode fromUrl) {
    if (fromUrl != Mode.NONE && mode != fromUrl) {
      throw new IllegalArgumentException(
          "the URL says "
              + (fromUrl == Mode.IMPLICIT ? "implicit (ftps://)" : "required (ftpes://)")
              + ", so it cannot be another");
    }
    return mode;
  }

  private static Mode mode(String text) {
    return switch (text) {
      case "none" -> Mode.NONE;
      case "opportunistic" -> Mode.OPPORTUNISTIC;
      case "required" -> Mode.REQUIRED;
      case "implicit" -> Mode.IMPLICIT;
      default ->
          throw new IllegalArgumentException(
              "it is none, opportunistic, required or implicit, not " + text);
    };
  }

  private static Version version(String text) {
    return switch (text) {
      case "auto" -> Version.AUTO;
      case "1.2" -> Version.TLS_1_2;
      case "1.3" -> Version.TLS_1_3;
      default -> throw new IllegalArgumentException("it is auto, 1.2 or 1.3, not " + text);
    };
  }
}
