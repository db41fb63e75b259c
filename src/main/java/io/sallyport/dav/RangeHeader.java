package io.sallyport.dav;

import io.sallyport.files.ByteRange;
import java.util.Locale;
import java.util.Optional;

/// The `Range` of a GET (RFC 9110 §14.2).
sealed interface RangeHeader {

  /// No range, one of another unit, one that cannot be read, or several: the whole file is sent.
  /// Several ranges would each be a transfer of its own on the FTP server.
  record Whole() implements RangeHeader {}

  /// These bytes, all of them within the file.
  record Part(ByteRange range) implements RangeHeader {}

  /// Nothing of the file lies in the range: 416.
  record Unsatisfiable() implements RangeHeader {}

  /// What `header` asks of a file of `sizeBytes`.
  static RangeHeader parse(String header, long sizeBytes) {
    String text = header.strip().toLowerCase(Locale.ROOT);
    if (!text.startsWith("bytes=") || text.indexOf(',') >= 0) {
      return new Whole();
    }
    String spec = text.substring("bytes=".length()).strip();
    int dash = spec.indexOf('-');
    if (dash < 0) {
      return new Whole();
    }
    Optional<Long> first = number(spec.substring(0, dash));
    Optional<Long> last = number(spec.substring(dash + 1));
    boolean open = spec.endsWith("-");
    if (dash == 0) {
      return last.map(count -> suffix(count, sizeBytes)).orElseGet(Whole::new);
    }
    if (first.isEmpty() || (last.isEmpty() && !open)) {
      return new Whole();
    }
    if (last.isPresent() && last.get() < first.get()) {
      return new Whole();
    }
    if (first.get() >= sizeBytes) {
      return new Unsatisfiable();
    }
    long end = Math.min(last.orElse(sizeBytes - 1), sizeBytes - 1);
    return new Part(new ByteRange(first.get(), end - first.get() + 1));
  }

  private static RangeHeader suffix(long count, long sizeBytes) {
    if (count == 0 || sizeBytes == 0) {
      return new Unsatisfiable();
    }
    long length = Math.min(count, sizeBytes);
    return new Part(new ByteRange(sizeBytes - length, length));
  }

  /// Digits; more than fit are as good as the greatest number.
  private static Optional<Long> number(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return Optional.of(digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits));
  }
}
