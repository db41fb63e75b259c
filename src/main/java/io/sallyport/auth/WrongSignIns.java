package io.sallyport.auth;

import io.sallyport.files.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Where the nodes count wrong sign-ins together, under keys that tell nobody who it was.
/// Thread-safe.
public interface WrongSignIns {

  /// One count.
  ///
  /// @param wrong how many there were
  /// @param age how long ago the last one was
  record Count(int wrong, Duration age) {}

  /// Counts one more under each key. Returns how many there are by now, in the keys' order.
  ///
  /// @param memory after so long without another it begins with one again
  /// @throws Failure.Busy while nobody can be asked
  List<Integer> add(List<String> keys, Duration memory);

  /// Every count, by key, whose last one is not older than `age`.
  ///
  /// @throws Failure.Busy while nobody can be asked
  Map<String, Count> since(Duration age);

  /// For one node alone, which counts for itself.
  WrongSignIns NOWHERE =
      new WrongSignIns() {
        @Override
        public List<Integer> add(List<String> keys, Duration memory) {
          return keys.stream().map(_ -> 0).toList();
        }

        @Override
        public Map<String, Count> since(Duration age) {
          return Map.of();
        }
      };
}
