package io.sallyport.bench;

import java.io.IOException;
import java.util.List;

/// One thing that is measured of every contender, in every round.
///
/// @param key what `--only` calls it
/// @param measure takes its figures once
record Row(String key, Measure measure) {

  /// One figure.
  ///
  /// @param title with its unit, as the table has it
  record Reading(String title, double value) {}

  /// Takes figures.
  interface Measure {

    /// Takes them once.
    ///
    /// @param round from 0, so that a round can have something to itself
    /// @return empty if the contender has no such thing
    List<Reading> of(Contender contender, Scene scene, int round) throws IOException;
  }
}
