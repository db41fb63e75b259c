package io.sallyport.ftp;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The zone of the times in one server's LIST lines, as far as it was found out: some tell UTC,
/// others the time that their clocks showed, with daylight saving. A few files whose exact time is
/// known tell which; each part of the year needs one of its own. Thread-safe.
final class ServerClock {

  private static final Logger log = LoggerFactory.getLogger(ServerClock.class);

  /// Clocks are changed in March and April, and from September to November, so that only the time
  /// between is sure to be all of one kind.
  private enum Part {
    WINTER,
    SPRING,
    SUMMER,
    AUTUMN;

    static Part of(Instant time) {
      return switch (time.atOffset(ZoneOffset.UTC).getMonth()) {
        case DECEMBER, JANUARY, FEBRUARY -> WINTER;
        case MARCH, APRIL -> SPRING;
        case MAY, JUNE, JULY, AUGUST -> SUMMER;
        case SEPTEMBER, OCTOBER, NOVEMBER -> AUTUMN;
      };
    }
  }

  /// Where servers stand, the likeliest first; the days on which clocks are changed differ.
  private static final List<String> LIKELY =
      List.of(
          "Europe/Berlin",
          "America/New_York",
          "Europe/London",
          "America/Los_Angeles",
          "America/Chicago",
          "Europe/Helsinki",
          "Australia/Sydney",
          "America/Denver",
          "Pacific/Auckland");

  private static final int MAX_SAMPLES = 8;

  private record Sample(Instant time, ZoneOffset ahead) {
    boolean fits(ZoneId zone) {
      return zone.getRules().getOffset(time).equals(ahead);
    }
  }

  private final List<Sample> samples = new ArrayList<>();
  private final Set<Part> known = EnumSet.noneOf(Part.class);
  private ZoneId zone = ZoneOffset.UTC;

  /// As far as it is known; UTC in the beginning.
  synchronized ZoneId zone() {
    return zone;
  }

  /// Whether a time of this part of the year can be trusted, so that nobody need be asked.
  synchronized boolean tells(Instant time) {
    Part part = Part.of(time);
    boolean year = known.contains(Part.WINTER) && known.contains(Part.SUMMER);
    return known.contains(part) || year;
  }

  /// A file of which a line says that it changed so much later than it did.
  synchronized void learn(Instant exact, ZoneOffset ahead) {
    if (samples.size() >= MAX_SAMPLES) {
      samples.removeFirst();
    }
    samples.add(new Sample(exact, ahead));
    known.add(Part.of(exact));
    ZoneId found = deduce(ahead);
    if (!found.equals(zone)) {
      log.debug("ftp listing times are those of {}", found);
      zone = found;
    }
  }

  /// The server tells no exact times.
  synchronized void nobodyKnows() {
    known.addAll(EnumSet.allOf(Part.class));
  }

  private ZoneId deduce(ZoneOffset latest) {
    if (samples.stream().allMatch(sample -> sample.ahead.equals(latest))) {
      return latest;
    }
    return Stream.concat(
            LIKELY.stream(),
            ZoneId.getAvailableZoneIds().stream().sorted(Comparator.naturalOrder()))
        .map(ZoneId::of)
        .filter(candidate -> samples.stream().allMatch(sample -> sample.fits(candidate)))
        .findFirst()
        .orElse(latest);
  }
}
