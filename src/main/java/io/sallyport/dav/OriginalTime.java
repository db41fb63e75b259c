package io.sallyport.dav;

import io.sallyport.files.Failure;
import io.sallyport.files.SetsModified;
import io.sallyport.http.Call;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// When the original of a copy last changed, as clients say it, so that the copy looks as old.
/// Windows says it in a property, others in the header `X-OC-Mtime` (seconds since 1970) of a PUT.
final class OriginalTime {

  static final PropertyName GETLASTMODIFIED = PropertyName.dav("getlastmodified");
  static final PropertyName WIN32 =
      new PropertyName("urn:schemas-microsoft-com:", "Win32LastModifiedTime");

  private OriginalTime() {}

  /// What the header of a PUT says; empty where it says nothing that can be read.
  static Optional<Instant> ofHeader(Call call) {
    String text = call.header("X-OC-Mtime").orElse("").strip();
    int point = text.indexOf('.');
    String seconds = point < 0 ? text : text.substring(0, point);
    try {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /// What a property says.
  ///
  /// @param xml the whole element
  static Optional<Instant> ofElement(String xml) {
    int open = xml.indexOf('>');
    int close = xml.lastIndexOf('<');
    return open < close ? HttpDate.parse(xml.substring(open + 1, close)) : Optional.empty();
  }

  /// Gives it to the file at the call's place. Returns whether the server took it; many know no
  /// command for it.
  static boolean set(Call call, Instant time) {
    Optional<SetsModified> files = call.files().power(SetsModified.class);
    try {
      files.ifPresent(able -> able.setModified(call.place().path(), time));
      return files.isPresent();
    } catch (Failure.Unsupported | Failure.Denied e) {
      return false;
    }
  }
}
