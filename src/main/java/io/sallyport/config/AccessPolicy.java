package io.sallyport.config;

import io.sallyport.files.RemotePath;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Who may do what at a backend, whatever its FTP server allows.
///
/// @param users the gateway's users who may use it at all; empty for everybody
/// @param readOnly whether nothing there may be changed
/// @param hidden the names that are as if they were not there, in every folder: `*` stands for any
///   characters and `?` for one
public record AccessPolicy(List<String> users, boolean readOnly, List<String> hidden) {

  /// Everybody may do everything.
  public static final AccessPolicy OPEN = new AccessPolicy(List.of(), false, List.of());

  public AccessPolicy {
    users = List.copyOf(users);
    hidden = List.copyOf(hidden);
    if (hidden.stream().anyMatch(glob -> glob.isEmpty() || glob.contains("/"))) {
      throw new IllegalArgumentException("a hidden name is one name, without a slash");
    }
  }

  /// Reads `users`, `read-only` and `hidden`.
  static AccessPolicy read(Section keys) {
    return new AccessPolicy(
        keys.list("users", text -> text).orElse(List.of()),
        keys.flag("read-only", false),
        keys.list("hidden", AccessPolicy::glob).orElse(List.of()));
  }

  /// The hidden names as patterns for whole names.
  public List<Pattern> hiddenPatterns() {
    List<Pattern> patterns = new ArrayList<>();
    for (String glob : hidden) {
      StringBuilder regex = new StringBuilder();
      glob.codePoints()
          .forEach(c ->
              regex.append(
                  switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                  }));
      patterns.add(Pattern.compile(regex.toString(), Pattern.DOTALL));
    }
    return patterns;
  }

  private static String glob(String text) {
    if (!RemotePath.isName(text)) {
      throw new IllegalArgumentException("a hidden name is one name, without a slash");
    }
    return text;
  }
}
