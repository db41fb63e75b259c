package io.sallyport.files;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The hidden names under which uploads travel and replaced files wait: unguessable, so that nobody
/// can meet or plant one, and recognisable, so that listings leave them out.
public final class TemporaryName {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern PATTERN = Pattern.compile("\\.sallyport-[0-9a-f]{24}\\.(part|old)");

  private TemporaryName() {}

  /// For content that is on its way.
  public static String part() {
    return random("part");
  }

  /// For what is being replaced: a file on a server that does not rename over it, or a folder.
  public static String old() {
    return random("old");
  }

  /// Whether `name` is one of them.
  public static boolean matches(String name) {
    return name.startsWith(".sallyport-") && PATTERN.matcher(name).matches();
  }

  private static String random(String suffix) {
    byte[] bytes = new byte[12];
    RANDOM.nextBytes(bytes);
    return ".sallyport-" + HexFormat.of().formatHex(bytes) + "." + suffix;
  }
}
