package io.sallyport.ftp.session;

/// How fast the sessions of a pool come back, against how long a login takes: whether to wait for
/// one in use, or to open one more. Guarded by the lock of its pool.
final class Turnover {

  private long typicalUseNanos = Long.MAX_VALUE;
  private long typicalLoginNanos;

  /// How long all callers together have waited since one was last told not to.
  private long waitedNanos;

  private long returns;

  /// A session was given back that had been lent for so long.
  void used(long nanos) {
    returns++;
    typicalUseNanos = smoothed(typicalUseNanos, nanos);
  }

  /// A login took so long.
  void loggedIn(long nanos) {
    typicalLoginNanos = smoothed(typicalLoginNanos, nanos);
  }

  /// A caller has waited so long for a session.
  void waited(long nanos) {
    waitedNanos += nanos;
  }

  /// How many sessions were given back so far.
  long returns() {
    return returns;
  }

  /// How long to wait for a session in use; 0 if a login is likely to be faster, or if all callers
  /// together have waited for as long as one takes: they would wait again and again, where one more
  /// session ends that.
  ///
  /// @param mayLogIn whether a login could begin at once
  long patience(boolean mayLogIn) {
    if (typicalUseNanos < typicalLoginNanos && (waitedNanos < typicalLoginNanos || !mayLogIn)) {
      return typicalLoginNanos;
    }
    waitedNanos = 0;
    return 0;
  }

  /// The mean of what was measured, the last ones counting most.
  private static long smoothed(long before, long nanos) {
    return before == 0 || before == Long.MAX_VALUE ? nanos : before + (nanos - before) / 8;
  }
}
