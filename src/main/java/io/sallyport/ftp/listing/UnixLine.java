package io.sallyport.ftp.listing;

import io.sallyport.files.Entry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The line of a file or folder as nearly every server writes it, `-rw-r--r-- 1 ftp ftp 42 Nov 22
/// 15:20 name`, read byte by byte: a big folder is thousands of such lines, and patterns take
/// twenty times as long. Whatever is a little different is left to those. For one listing and one
/// thread.
final class UnixLine {

  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  private final Instant now;
  private final ZoneId zone;
  private final Words words = new Words();

  /// Files that came together have the same time.
  private long lastTime = -1;

  private @Nullable Instant lastInstant;

  /// As one object: files of one folder mostly have one mode.
  private Integer lastMode = UnixMode.NONE;

  /// @param now what the time is, for dates that leave out the year
  /// @param zone the zone of the times
  UnixLine(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /// Reads one; empty where it is not exactly of that kind.
  Optional<Parsed> parse(byte[] line) {
    int mode = UnixMode.of(line);
    if (mode < 0 || (line[0] != '-' && line[0] != 'd')) {
      return Optional.empty();
    }
    words.begin(line, UnixMode.SIGNS);
    if (!words.takeSpaces() || words.takeNumber() < 0 || !words.takeSpaces()) {
      return Optional.empty();
    }
    if (!words.takeWord() || !words.takeSpaces() || !words.takeWord() || !words.takeSpaces()) {
      return Optional.empty();
    }
    long size = words.takeNumber();
    if (size < 0 || !words.takeSpaces()) {
      return Optional.empty();
    }
    Instant modified = time();
    // A name that begins with a space may be one behind two.
    if (modified == null || !words.take(' ') || !words.isName()) {
      return Optional.empty();
    }
    if (mode != lastMode) {
      lastMode = mode;
    }
    String name = words.rest();
    return Optional.of(
        Parsed.of(
            line[0] == 'd'
                ? new Entry(name, Entry.Kind.FOLDER, null, modified, false, lastMode)
                : new Entry(name, Entry.Kind.FILE, size, modified, false, lastMode)));
  }

  private @Nullable Instant time() {
    int month = month();
    if (month < 0 || !words.takeSpaces()) {
      return null;
    }
    long day = words.takeNumber();
    if (day < 1 || day > 31 || !words.takeSpaces()) {
      return null;
    }
    int digitsAt = words.at();
    long first = words.takeNumber();
    int digits = words.at() - digitsAt;
    if (first < 0) {
      return null;
    }
    if (words.take(':')) {
      int minute = words.takeTwoDigits();
      return digits <= 2 && first < 24 && minute >= 0 && minute < 60
          ? instant(month, (int) day, (int) first, minute)
          : null;
    }
    return digits == 4 ? instant(month, (int) day, -1, (int) first) : null;
  }

  /// 1 to 12; -1 where there is none in English.
  private int month() {
    for (int month = 0; month < 12; month++) {
      if (words.takeLetters(MONTHS, 3 * month, 3)) {
        return month + 1;
      }
    }
    return -1;
  }

  /// @param hour -1 where `minute` is a year
  private @Nullable Instant instant(int month, int day, int hour, int minute) {
    long time = ((month * 32L + day) * 32 + hour + 1) * 10_000 + minute;
    if (time != lastTime) {
      try {
        lastInstant =
            hour < 0
                ? LocalDate.of(minute, month, day).atStartOfDay(zone).toInstant()
                : ListTime.recent(month, day, LocalTime.of(hour, minute), now, zone).orElse(null);
        lastTime = time;
      } catch (DateTimeException e) {
        return null;
      }
    }
    return lastInstant;
  }
}
