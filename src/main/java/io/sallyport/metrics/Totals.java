package io.sallyport.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// What has been counted since this was made, added up for people: no door, no server and no user
/// is told apart. Closing it stops the counting. Thread-safe.
public final class Totals implements AutoCloseable {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /// Begins to count.
  public Totals() {
    Metrics.addRegistry(registry);
  }

  /// The sums of a moment.
  ///
  /// @param requests answered, by the class of their status: `2xx`
  /// @param problems requests that came to nothing, by what was the matter: `not-found`
  /// @param receivedBytes of request bodies
  /// @param sentBytes of response bodies
  /// @param replies of FTP servers, by their class: `2yz`
  /// @param dataConnections by the mode that they were made in: `EPSV`
  /// @param fallbacks data connections that another mode had been tried for before
  /// @param withoutData transfers for which no mode gave a data connection
  /// @param uploadsAborted uploads that ended before they were whole
  /// @param wrongCredentials requests with credentials that were refused
  public record Sums(
      Map<String, Long> requests,
      Map<String, Long> problems,
      long receivedBytes,
      long sentBytes,
      Map<String, Long> replies,
      Map<String, Long> dataConnections,
      long fallbacks,
      long withoutData,
      long uploadsAborted,
      long wrongCredentials) {}

  /// How much it is by now.
  public Sums sums() {
    return new Sums(
        by("sallyport.http.requests", "status"),
        by("sallyport.http.problems", "code"),
        sum("sallyport.http.received"),
        sum("sallyport.http.sent"),
        by("sallyport.ftp.replies", "class"),
        by("sallyport.ftp.data.connections", "mode"),
        sum("sallyport.ftp.data.fallbacks"),
        sum("sallyport.ftp.data.failures"),
        sum("sallyport.uploads.aborted"),
        sum("sallyport.signin.wrong"));
  }

  private long sum(String name) {
    return grouped(name, _ -> "").getOrDefault("", 0L);
  }

  private Map<String, Long> by(String name, String tag) {
    return grouped(name, meter -> String.valueOf(meter.getId().getTag(tag)));
  }

  private Map<String, Long> grouped(String name, Function<Meter, String> group) {
    Map<String, Long> sums = new TreeMap<>();
    for (Meter meter : registry.find(name).meters()) {
      sums.merge(group.apply(meter), count(meter), Long::sum);
    }
    return sums;
  }

  /// Of a counter and of a timer alike.
  private static long count(Meter meter) {
    double count = 0;
    for (var measurement : meter.measure()) {
      if (measurement.getStatistic() == Statistic.COUNT) {
        count += measurement.getValue();
      }
    }
    return Math.round(count);
  }

  @Override
  public void close() {
    Metrics.removeRegistry(registry);
    registry.close();
  }
}
