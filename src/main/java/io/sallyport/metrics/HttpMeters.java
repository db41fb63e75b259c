package io.sallyport.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

  /// To look a meter up by its words costs more than to count.
  private static final Map<Kind, Timer> REQUESTS = new ConcurrentHashMap<>();

  private static final Map<String, Counter> RECEIVED = new ConcurrentHashMap<>();
  private static final Map<String, Counter> SENT = new ConcurrentHashMap<>();

  private static final Counter PASSED =
      Counter.builder("sallyport.http.passed")
          .description("Bytes of bodies that the kernel passed from socket to socket uncopied")
          .baseUnit("bytes")
          .register(Metrics.globalRegistry);

  private record Kind(String door, String method, int hundreds, boolean whole) {}

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
    String known = METHODS.contains(method) ? method : "other";
    REQUESTS
        .computeIfAbsent(new Kind(door, known, status / 100, whole), HttpMeters::timer)
        .record(took);
    RECEIVED
        .computeIfAbsent(door, name -> bytes("received", name))
        .increment((double) receivedBytes);
    SENT.computeIfAbsent(door, name -> bytes("sent", name)).increment((double) sentBytes);
  }

  private static Timer timer(Kind kind) {
    return Timer.builder("sallyport.http.requests")
        .description("Requests by the door that answered, from their head to their end")
        .tag("door", kind.door)
        .tag("method", kind.method)
        .tag("status", kind.hundreds + "xx")
        .tag("outcome", kind.whole ? "ok" : "aborted")
        .serviceLevelObjectives(
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1))
        .register(Metrics.globalRegistry);
  }

  /// So many bytes went from a server's socket to a caller's without being copied.
  public static void passed(long bytes) {
    PASSED.increment((double) bytes);
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
