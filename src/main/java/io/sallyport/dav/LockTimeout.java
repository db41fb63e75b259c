package io.sallyport.dav;

import io.sallyport.http.Call;
import java.time.Duration;
import java.util.Locale;

/// The `Timeout` header (RFC 4918 §10.7). What a client asks for is a wish: a lock holds for three
/// minutes at least, because Office and drives refresh theirs rarely, and for an hour at most,
/// because a client that has gone unlocks nothing.
final class LockTimeout {

  static final Duration LEAST = Duration.ofMinutes(3);
  static final Duration USUAL = Duration.ofMinutes(10);
  static final Duration MOST = Duration.ofHours(1);

  private LockTimeout() {}

  /// How long the lock that `call` asks for holds; the first wish that can be read counts.
  static Duration of(Call call) {
    return parse(call.header("Timeout").orElse(""));
  }

  static Duration parse(String header) {
    for (String wish : header.split(",", -1)) {
      String type = wish.strip().toLowerCase(Locale.ROOT);
      if (type.equals("infinite")) {
        return MOST;
      }
      String seconds = type.startsWith("second-") ? type.substring("second-".length()) : "";
      if (!seconds.isEmpty() && seconds.chars().allMatch(c -> c >= '0' && c <= '9')) {
        // A number too long for a wish that can be granted in full.
        return seconds.length() > 9 ? MOST : clamp(Duration.ofSeconds(Long.parseLong(seconds)));
      }
    }
    return USUAL;
  }

  private static Duration clamp(Duration wish) {
    if (wish.compareTo(LEAST) < 0) {
      return LEAST;
    }
    return wish.compareTo(MOST) > 0 ? MOST : wish;
  }
}
