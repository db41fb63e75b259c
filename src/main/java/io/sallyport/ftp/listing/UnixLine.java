package io.sallyport.ftp.listing;

import io.sallyport.files.Entry;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
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
  private byte[] line = {};
  private int at;

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
  Optional<Parsed> parse(byte[] bytes) {
    line = bytes;
    at = UnixMode.SIGNS;
    int mode = UnixMode.of(line);
    if (mode < 0 || (line[0] != '-' && line[0] != 'd')) {
      return Optional.empty();
    }
    if (!skipSpaces() || number() < 0) {
      return Optional.empty();
    }
    if (!skipSpaces() || !word() || !skipSpaces() || !word() || !skipSpaces()) {
      return Optional.empty();
    }
    long size = number();
    if (size < 0 || !skipSpaces()) {
      return Optional.empty();
    }
    Instant modified = time();
    // A name that begins with a space may be one behind two.
    if (modified == null || at + 1 >= line.length || line[at] != ' ' || line[at + 1] == ' ') {
      return Optional.empty();
    }
    return Optional.of(member(at + 1, size, modified, mode));
  }

  private Parsed member(int nameAt, long size, Instant modified, int mode) {
    String name = LosslessUtf8.decode(line, nameAt, line.length - nameAt);
    if (name.equals(".") || name.equals("..")) {
      return new Parsed.Dot();
    }
    if (!RemotePath.isName(name)) {
      return new Parsed.Unreadable();
    }
    if (mode != lastMode) {
      lastMode = mode;
    }
    return new Parsed.Member(
        line[0] == 'd'
            ? new Entry(name, Entry.Kind.FOLDER, null, modified, false, lastMode)
            : new Entry(name, Entry.Kind.FILE, size, modified, false, lastMode));
  }

  /// Returns false where there is none.
  private boolean skipSpaces() {
    int from = at;
    while (at < line.length && line[at] == ' ') {
      at++;
    }
    return at > from;
  }

  /// Returns false where there is none, or one that is not of ASCII signs.
  private boolean word() {
    int from = at;
    while (at < line.length && line[at] > ' ' && line[at] < 0x7F) {
      at++;
    }
    return at > from && at < line.length && line[at] == ' ';
  }

  /// Up to 18 digits; -1 where they are none or more.
  private long number() {
    int from = at;
    long number = 0;
    while (at < line.length && isDigit(at)) {
      number = 10 * number + line[at++] - '0';
      if (at - from > 18) {
        return -1;
      }
    }
    return at == from ? -1 : number;
  }

  private boolean isDigit(int index) {
    return line[index] >= '0' && line[index] <= '9';
  }

  private @Nullable Instant time() {
    int month = month();
    if (month < 0 || !skipSpaces()) {
      return null;
    }
    long day = number();
    if (day < 1 || day > 31 || !skipSpaces()) {
      return null;
    }
    int digitsAt = at;
    long first = number();
    if (first < 0) {
      return null;
    }
    if (at < line.length && line[at] == ':') {
      int minutesAt = ++at;
      long minute = number();
      boolean wellFormed = minutesAt - digitsAt <= 3 && at - minutesAt == 2;
      return wellFormed && first < 24 && minute < 60
          ? instant(month, (int) day, (int) first, (int) minute)
          : null;
    }
    return at - digitsAt == 4 ? instant(month, (int) day, -1, (int) first) : null;
  }

  /// 1 to 12; -1 where there is none in English.
  private int month() {
    if (at + 3 > line.length) {
      return -1;
    }
    for (int month = 0; month < 12; month++) {
      if (isLetter(3 * month, 0) && isLetter(3 * month, 1) && isLetter(3 * month, 2)) {
        at += 3;
        return month + 1;
      }
    }
    return -1;
  }

  private boolean isLetter(int monthAt, int i) {
    return (line[at + i] | 0x20) == MONTHS.charAt(monthAt + i);
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
