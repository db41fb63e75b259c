package io.sallyport.ftp.listing;

import io.sallyport.files.Entry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The line of a file or folder as IIS writes it unless told otherwise, `11-22-26 03:19PM 42 name`,
/// read byte by byte, as [UnixLine] reads the other kind. For one listing and one thread.
final class WindowsLine {

  /// Before, files of DOS have no time; what two digits mean is in no doubt from here to the last,
  /// nor what a zone's clocks do.
  private static final int FIRST_YEAR = 1980;

  private static final int LAST_YEAR = 2037;

  private final ZoneId zone;
  private final Words words = new Words();

  /// @param zone the zone of the times
  WindowsLine(ZoneId zone) {
    this.zone = zone;
  }

  /// Reads one; empty where it is not exactly of that kind.
  Optional<Parsed> parse(byte[] line) {
    words.begin(line, 0);
    Instant modified = time();
    if (modified == null || !words.takeSpaces()) {
      return Optional.empty();
    }
    boolean isFolder = words.take('<');
    long size = isFolder ? 0 : words.takeNumber();
    if (size < 0 || (isFolder && !isFolderSign())) {
      return Optional.empty();
    }
    if (!words.takeSpaces() || !words.isName()) {
      return Optional.empty();
    }
    String name = words.rest();
    return Optional.of(
        Parsed.of(
            isFolder
                ? new Entry(name, Entry.Kind.FOLDER, null, modified, false, null)
                : new Entry(name, Entry.Kind.FILE, size, modified, false, null)));
  }

  /// Behind the bracket, in capitals.
  private boolean isFolderSign() {
    return words.take('D') && words.take('I') && words.take('R') && words.take('>');
  }

  private @Nullable Instant time() {
    int month = words.takeTwoDigits();
    if (month < 0 || !words.take('-')) {
      return null;
    }
    int day = words.takeTwoDigits();
    if (day < 0 || !words.take('-')) {
      return null;
    }
    int year = year();
    if (year < FIRST_YEAR || year > LAST_YEAR || !words.takeSpaces()) {
      return null;
    }
    int hour = words.takeTwoDigits();
    if (hour < 0 || !words.take(':')) {
      return null;
    }
    int minute = words.takeTwoDigits();
    if (words.takeLetters("am", 0, 2)) {
      hour = ofHalfDay(hour, 0);
    } else if (words.takeLetters("pm", 0, 2)) {
      hour = ofHalfDay(hour, 12);
    }
    return instant(year, month, day, hour, minute);
  }

  private int year() {
    int from = words.at();
    int year = (int) words.takeNumber();
    return switch (words.at() - from) {
      case 2 -> year + (year < FIRST_YEAR % 100 ? 2000 : 1900);
      case 4 -> year;
      default -> -1;
    };
  }

  /// Twelve o'clock is the first hour of either half.
  private static int ofHalfDay(int hour, int noon) {
    return hour < 1 || hour > 12 ? -1 : hour % 12 + noon;
  }

  /// Null where there is no such time, or two of them.
  private @Nullable Instant instant(int year, int month, int day, int hour, int minute) {
    try {
      LocalDateTime time = LocalDateTime.of(year, month, day, hour, minute);
      List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
      return offsets.size() == 1 ? time.toInstant(offsets.getFirst()) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
