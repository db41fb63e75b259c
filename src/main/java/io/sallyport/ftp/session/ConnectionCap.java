package io.sallyport.ftp.session;

import java.time.Duration;

/// How many control connections may be open at once: what is configured, or fewer where the server
/// turned one away. What was learned is doubted after a while, one connection at a time, because
/// the places may have been taken by somebody else. Time is passed in, in nanoseconds. Not
/// thread-safe.
final class ConnectionCap {

  /// How long a learned cap holds before one more connection is tried.
  static final Duration DOUBTED_AFTER = Duration.ofSeconds(60);

  private final int configured;
  private int cap;
  private long sinceNanos;

  ConnectionCap(int configured) {
    this.configured = configured;
    this.cap = configured;
  }

  /// The cap now.
  int at(long nowNanos) {
    long steps = (nowNanos - sinceNanos) / DOUBTED_AFTER.toNanos();
    if (cap < configured && steps > 0) {
      cap = (int) Math.min(configured, cap + steps);
      sinceNanos += steps * DOUBTED_AFTER.toNanos();
    }
    return cap;
  }

  /// The server turned a connection away while `open` others of ours stood. With none of ours there
  /// is nothing to learn: others have taken its places.
  void turnedAway(int open, long nowNanos) {
    if (open > 0) {
      cap = Math.min(configured, open);
      sinceNanos = nowNanos;
    }
  }
}
