package io.sallyport.config;

import io.sallyport.files.RemotePath;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Names of files: one name, or several with `*` for any characters, such as `._*`. Upper and lower
/// case differ.
///
/// @param text as the operator wrote it
public record NamePattern(String text) {

  public NamePattern {
    if (!RemotePath.isName(text) || text.chars().allMatch(c -> c == '*')) {
      throw new IllegalArgumentException(
          "it is a file name such as .DS_Store, or names such as ._* with * for any characters");
    }
  }

  /// Whether `name` is one of them.
  public boolean matches(String name) {
    String expression =
        Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(expression, Pattern.DOTALL).matcher(name).matches();
  }
}
