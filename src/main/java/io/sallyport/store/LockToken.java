package io.sallyport.store;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// The name of one lock (RFC 4918 §6.5): unique for ever, and no secret (§6.4), so a lock is bound
/// to its principal too.
///
/// @param id what makes it unique
public record LockToken(UUID id) {

  private static final String SCHEME = "urn:uuid:";
  private static final String OLD_SCHEME = "opaquelocktoken:";
  private static final int UUID_CHARACTERS = 36;

  /// A token that no lock has.
  public static LockToken random() {
    return new LockToken(UUID.randomUUID());
  }

  /// Reads `urn:uuid:...`, or `opaquelocktoken:...` as older clients write it, without angle
  /// brackets. Empty for every other URI: no lock of this store has such a token.
  public static Optional<LockToken> parse(String uri) {
    String lower = uri.toLowerCase(Locale.ROOT);
    String scheme = lower.startsWith(OLD_SCHEME) ? OLD_SCHEME : SCHEME;
    if (!lower.startsWith(scheme) || lower.length() != scheme.length() + UUID_CHARACTERS) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LockToken(UUID.fromString(lower.substring(scheme.length()))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The token as clients see it: `urn:uuid:...` (RFC 4122 §3).
  public String uri() {
    return SCHEME + id;
  }

  @Override
  public String toString() {
    return uri();
  }
}
