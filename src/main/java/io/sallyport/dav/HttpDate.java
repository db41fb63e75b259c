package io.sallyport.dav;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Times as HTTP writes them (RFC 9110 §5.6.7).
final class HttpDate {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private static final String DAYS = "MonTueWedThuFriSatSun";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  /// Of the last year with four digits.
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private HttpDate() {}

  static String format(Instant time) {
    long second = time.getEpochSecond();
    if (second < 0 || second > LAST_SECOND) {
      return FORM.format(time);
    }
    // A folder of ten thousand files has as many times, and the formatter takes ten times as long.
    LocalDateTime date = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(29);
    text.append(DAYS, 3 * date.getDayOfWeek().getValue() - 3, 3 * date.getDayOfWeek().getValue());
    two(text.append(", "), date.getDayOfMonth()).append(' ');
    text.append(MONTHS, 3 * date.getMonthValue() - 3, 3 * date.getMonthValue());
    two(text.append(' ').append(date.getYear()).append(' '), date.getHour());
    two(text.append(':'), date.getMinute());
    return two(text.append(':'), date.getSecond()).append(" GMT").toString();
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /// The time that `text` says; empty for anything but the preferred form and RFC 1123's one-digit
  /// days, because a date that cannot be read makes its condition void (RFC 9110 §13.1.3).
  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
