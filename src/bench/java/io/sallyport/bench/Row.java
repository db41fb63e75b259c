package io.sallyport.bench;

import java.io.IOException;
import java.util.OptionalDouble;

/// One thing that is measured of every contender, in every round.
///
/// @param key what `--only` calls it
/// @param title with its unit, as the table has it
/// @param moreIsBetter whether a bigger figure is a better one
/// @param measure takes the figure once
record Row(String key, String title, boolean moreIsBetter, Measure measure) {

  /// Takes a figure.
  interface Measure {

    /// Takes it once.
    ///
    /// @param round from 0, so that a round can have something to itself
    /// @return empty if the contender has no such thing
    OptionalDouble of(Contender contender, Scene scene, int round) throws IOException;
  }
}
