package io.sallyport.ftp.session;

import io.sallyport.files.Reply;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a server says it can do (FEAT, RFC 2389 §3).
///
/// @param lines feature names in upper case, each with its parameters; each command of SITE is one,
///   as `SITE COPY`
public record Features(Map<String, String> lines) {

  /// What a server without FEAT says: nothing.
  public static final Features NONE = new Features(Map.of());

  private static final Set<String> USED_FACTS = Set.of("type", "size", "modify", "unix.mode");

  public Features {
    lines = Map.copyOf(lines);
  }

  /// Reads the answer to FEAT; anything but 211 is [#NONE].
  public static Features parse(Reply reply) {
    if (reply.code() != 211) {
      return NONE;
    }
    Map<String, String> lines = new HashMap<>();
    String[] all = reply.text().split("\n", -1);
    for (int i = 1; i < all.length - 1; i++) {
      String line = all[i].strip();
      // Some servers repeat the code on each line.
      if (line.startsWith("211-")) {
        line = line.substring(4).strip();
      }
      int site = line.regionMatches(true, 0, "SITE ", 0, 5) ? 5 : 0;
      int space = line.indexOf(' ', site);
      String name = space < 0 ? line : line.substring(0, space);
      if (!name.isEmpty()) {
        lines.put(
            name.toUpperCase(Locale.ROOT), space < 0 ? "" : line.substring(space + 1).strip());
      }
    }
    return new Features(lines);
  }

  /// Whether the server names `feature`, in upper case.
  public boolean has(String feature) {
    return lines.containsKey(feature);
  }

  /// Whether an upload can start in the middle of a file (RFC 3659 §5.3).
  public boolean restartsUploads() {
    return lines.getOrDefault("REST", "").toUpperCase(Locale.ROOT).contains("STREAM");
  }

  /// What to send as `OPTS MLST` (RFC 3659 §7.9) so that listings tell all that is made use of:
  /// what they tell already and what they could; empty where that is the same.
  public Optional<String> factsToAskFor() {
    StringBuilder facts = new StringBuilder();
    boolean more = false;
    for (String fact : lines.getOrDefault("MLST", "").split(";", -1)) {
      boolean told = fact.endsWith("*");
      String name = told ? fact.substring(0, fact.length() - 1) : fact;
      boolean missed = !told && USED_FACTS.contains(name.toLowerCase(Locale.ROOT));
      if (told || missed) {
        facts.append(name).append(';');
      }
      more |= missed;
    }
    return more ? Optional.of(facts.toString()) : Optional.empty();
  }

  /// Whether MLST and MLSD can be used (RFC 3659 §7); FEAT names both by MLST.
  public boolean hasMachineListings() {
    return has("MLST") || has("MLSD");
  }
}
