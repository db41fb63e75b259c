package io.sallyport.doctor;

import io.sallyport.files.DataMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that the doctor found out about one server. Holds no password.
///
/// @param url the server, without credentials
/// @param software what it runs
/// @param started when
/// @param took how long
/// @param mode the mode that the gateway will use; absent where nothing works
/// @param modes how each mode went: `works`, `failed`, `skipped`, or an
///   [io.sallyport.files.Attempt.Outcome] in lower case with hyphens
/// @param findings the most important first; never empty
/// @param steps in the order of [Step.Id]
public record Report(
    String url,
    Software software,
    Instant started,
    Duration took,
    @Nullable DataMode mode,
    Map<DataMode, String> modes,
    List<Finding> findings,
    Picture picture,
    List<Step> steps) {

  public Report {
    modes = Map.copyOf(modes);
    findings = List.copyOf(findings);
    steps = List.copyOf(steps);
  }

  /// Whether users of the gateway get at their files.
  public boolean isUsable() {
    return mode != null;
  }
}
