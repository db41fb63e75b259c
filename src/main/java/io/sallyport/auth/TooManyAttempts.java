package io.sallyport.auth;

import java.time.Duration;

/// Nobody listens to these credentials for now: there were too many wrong ones before. The answer
/// is 429 (RFC 6585 §4), whether they are right or not.
public final class TooManyAttempts extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  TooManyAttempts(Duration retryAfter) {
    super("Too many wrong passwords; wait before the next try.", null, false, false);
    this.retryAfter = retryAfter;
  }

  /// How long to wait, at least a second.
  public Duration retryAfter() {
    return retryAfter;
  }
}
