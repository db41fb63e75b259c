package io.sallyport.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// Reads what nobody else may read, from the configuration itself or from a file beside it. For one
/// configuration.
///
/// @param file the configuration file, for the relative paths in it
record SecretReader(Path file) {

  /// `key`, or the first line of the file that `key-file` names; absent if neither is there. Both
  /// at once are a mistake.
  Optional<String> read(Section keys, String key) {
    return read(keys, key, SecretReader::oneLine);
  }

  /// The same as `meaning` understands it.
  ///
  /// @param meaning throws [IllegalArgumentException] with a reason that does not repeat the secret
  <T> Optional<T> read(Section keys, String key, Function<String, T> meaning) {
    Optional<T> here = keys.value(key, meaning);
    Optional<T> elsewhere = keys.value(key + "-file", path -> meaning.apply(content(path)));
    if (keys.node(key).isPresent() && keys.node(key + "-file").isPresent()) {
      keys.note("only one of \"" + key + "\" and \"" + key + "-file\" can be the " + key);
    }
    return here.or(() -> elsewhere);
  }

  private String content(String path) {
    try {
      return oneLine(Files.readString(file.resolveSibling(path)).replaceFirst("\\R$", ""));
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + path + " cannot be read", e);
    }
  }

  /// @throws IllegalArgumentException if it is more than one line
  static String oneLine(String text) {
    if (text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
      throw new IllegalArgumentException("it is more than one line");
    }
    return text;
  }
}
