package io.sallyport.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;

/// What is counted of the HTTP side, for the whole process. No path and no user is a label: there
/// are too many of them, and they are nobody's business. Thread-safe.
public final class HttpMeters {

  /// Any other word could be made up by a caller, and each is a series of its own.
  private static final Set<String> METHODS =
      Set.of(
          "GET",
          "HEAD",
          "PUT",
          "POST",
          "PATCH",
          "DELETE",
          "OPTIONS",
          "PROPFIND",
          "PROPPATCH",
          "MKCOL",
          "COPY",
          "MOVE",
          "LOCK",
          "UNLOCK");

  private HttpMeters() {}

  /// A request was answered.
  ///
  /// @param whole whether the answer ended as it should
  public static void answered(
      String door,
      String method,
      int status,
      boolean whole,
      Duration took,
      long receivedBytes,
      long sentBytes) {
    Timer.builder("sallyport.http.requests")
        .description("Requests by the door that answered, from their head to their end")
        .tag("door", door)
        .tag("method", METHODS.contains(method) ? method : "other")
        .tag("status", status / 100 + "xx")
        .tag("outcome", whole ? "ok" : "aborted")
        .serviceLevelObjectives(
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1))
        .register(Metrics.globalRegistry)
        .record(took);
    bytes("received", door).increment((double) receivedBytes);
    bytes("sent", door).increment((double) sentBytes);
  }

  /// A request came to nothing.
  ///
  /// @param code what its problem is called; one of those that the code spells out, never a
  ///   caller's words
  public static void problem(String code) {
    Counter.builder("sallyport.http.problems")
        .description("Requests that came to nothing, by what was the matter")
        .tag("code", code)
        .register(Metrics.globalRegistry)
        .increment();
  }

  /// A sign-in was refused because there were too many wrong ones before.
  public static void limited() {
    Counter.builder("sallyport.signin.limited")
        .description("Requests refused unheard because of wrong credentials before them")
        .register(Metrics.globalRegistry)
        .increment();
  }

  /// Credentials were wrong.
  public static void wrongCredentials() {
    Counter.builder("sallyport.signin.wrong")
        .description("Requests with credentials that were refused")
        .register(Metrics.globalRegistry)
        .increment();
  }

  private static Counter bytes(String direction, String door) {
    return Counter.builder("sallyport.http." + direction)
        .description("Bytes of bodies " + direction + " by door")
        .baseUnit("bytes")
        .tag("door", door)
        .register(Metrics.globalRegistry);
  }
}
