package io.sallyport.store;

import java.time.Duration;
import java.util.List;

/// How often credentials were wrong, counted by every node on the same database together, under
/// digests of what they have in common. By the database's time. Methods block for as long as the
/// database takes. Thread-safe.
///
/// Every method throws [io.sallyport.files.Failure.Busy] while the database cannot be reached.
public interface Guesses {

  /// One count.
  ///
  /// @param key the digest in hexadecimal digits
  /// @param wrong how many there were
  /// @param age how long ago the last one was
  record Guess(String key, int wrong, Duration age) {}

  /// Counts one more under each key. Returns how many there are by now, in the keys' order.
  ///
  /// @param keys digests in hexadecimal digits
  /// @param memory after so long without another it begins with one again; at most [#KEPT]
  List<Integer> add(List<String> keys, Duration memory);

  /// Every count whose last one is not older than `age`.
  List<Guess> since(Duration age);

  /// What is older than this is forgotten.
  Duration KEPT = Duration.ofHours(1);
}
