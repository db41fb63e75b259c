package io.sallyport.ftp.listing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The time in a line of LIST as Unix systems write it: `Nov 22 15:20` for the last months, where
/// the year goes without saying, `Nov 22 2019` for older files, day and month in either order, or
/// `2019-11-22 15:20`; and as Windows does, told to write 24 hours, `11-22-19 15:20`.
final class ListTime {

  private static final Pattern DIGITS = Pattern.compile("(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})");
  private static final Pattern MONTH_FIRST =
      Pattern.compile("(\\d{1,2})-(\\d{1,2})-(\\d{4}|\\d{2})");
  private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):(\\d{2})");

  /// A file cannot have changed later than this from now: clocks and unknown zones differ by less.
  private static final int LATEST_HOURS = 26;

  /// Of the years that two digits can mean, the last that lies no farther ahead.
  private static final int YEARS_AHEAD = 20;

  /// 29 February comes back after four years, or eight around most centuries.
  private static final int YEARS_BACK = 9;

  /// Three letters as `ls` writes them in English, German, French, Spanish, Italian, Portuguese,
  /// Dutch; where languages disagree, English.
  private static final Map<String, Integer> MONTHS = new HashMap<>();

  static {
    String[] names = {
      "jan ene gen", "feb fev", "mar mrt", "apr avr abr", "may mai mag mei", "jun giu",
      "jul lug", "aug ago", "sep set", "oct okt ott out", "nov", "dec dez dic"
    };
    for (int i = 0; i < names.length; i++) {
      for (String name : names[i].split(" ", -1)) {
        MONTHS.put(name, i + 1);
      }
    }
  }

  private ListTime() {}

  /// Reads one; empty if it is none. Seconds, or hours and minutes, that are not told are zero.
  ///
  /// @param now where a year goes without saying, it is the latest that does not lie in the future
  /// @param zone the zone of the time
  static Optional<Instant> parse(String text, Instant now, ZoneId zone) {
    String[] words = text.strip().split("\\s+", -1);
    try {
      if (words.length == 2) {
        return numeric(words[0], words[1], now).map(time -> time.atZone(zone).toInstant());
      }
      if (words.length != 3) {
        return Optional.empty();
      }
      boolean dayFirst = Character.isDigit(words[0].charAt(0));
      Integer month = MONTHS.get((dayFirst ? words[1] : words[0]).toLowerCase(Locale.ROOT));
      if (month == null) {
        return Optional.empty();
      }
      int day = Integer.parseInt(dayFirst ? words[0] : words[1]);
      Optional<LocalTime> clock = clock(words[2]);
      return clock.isPresent()
          ? recent(month, day, clock.get(), now, zone)
          : Optional.of(
              LocalDate.of(Integer.parseInt(words[2]), month, day).atStartOfDay(zone).toInstant());
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// The latest time of that day and clock that does not lie in the future; empty where there is no
  /// such day.
  static Optional<Instant> recent(int month, int day, LocalTime clock, Instant now, ZoneId zone) {
    LocalDateTime latest = LocalDateTime.ofInstant(now, zone).plusHours(LATEST_HOURS);
    for (int year = latest.getYear(); year > latest.getYear() - YEARS_BACK; year--) {
      boolean exists = month != 2 || day != 29 || LocalDate.of(year, 1, 1).isLeapYear();
      if (exists) {
        LocalDateTime time = LocalDate.of(year, month, day).atTime(clock);
        if (!time.isAfter(latest)) {
          return Optional.of(time.atZone(zone).toInstant());
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<LocalDateTime> numeric(String day, String time, Instant now) {
    Optional<LocalTime> clock = clock(time);
    Matcher date = DIGITS.matcher(day);
    if (date.matches()) {
      LocalDate found = LocalDate.of(number(date, 1), number(date, 2), number(date, 3));
      return clock.isEmpty() && time.indexOf(':') < 0
          ? Optional.of(found.atStartOfDay())
          : clock.map(found::atTime);
    }
    Matcher monthFirst = MONTH_FIRST.matcher(day);
    if (clock.isEmpty() || !monthFirst.matches()) {
      return Optional.empty();
    }
    int year = number(monthFirst, 3);
    if (year < 100) {
      int latest = now.atZone(ZoneOffset.UTC).getYear() + YEARS_AHEAD;
      year = latest - Math.floorMod(latest - year, 100);
    }
    return Optional.of(
        LocalDate.of(year, number(monthFirst, 1), number(monthFirst, 2)).atTime(clock.get()));
  }

  private static Optional<LocalTime> clock(String text) {
    Matcher clock = CLOCK.matcher(text);
    return clock.matches()
        ? Optional.of(LocalTime.of(number(clock, 1) % 24, number(clock, 2)))
        : Optional.empty();
  }

  private static int number(Matcher found, int group) {
    return Integer.parseInt(found.group(group));
  }
}
