package io.sallyport.api;

import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What all requests of the tus protocol have in common (https://tus.io/protocols/resumable-upload,
/// 1.0.0).
final class Tus {

  private static final String VERSION = "1.0.0";
  private static final String EXTENSIONS = "creation,creation-with-upload,termination,expiration";

  static final String CONTENT_TYPE = "application/offset+octet-stream";

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Tus() {}

  /// Checks the version; OPTIONS needs none.
  ///
  /// @throws Refusal 412 if it is another
  static void begin(Call call) {
    call.set("Tus-Resumable", VERSION).set("Cache-Control", "no-store");
    if (!call.is("OPTIONS") && !call.header("Tus-Resumable").orElse("").equals(VERSION)) {
      call.set("Tus-Version", VERSION);
      throw Refusal.preconditionFailed("This server speaks tus " + VERSION + ".");
    }
  }

  /// Answers OPTIONS.
  static void options(Call call, String allowed) {
    call.set("Tus-Version", VERSION)
        .set("Tus-Extension", EXTENSIONS)
        .set("Allow", allowed)
        .respondEmpty(204);
  }

  /// A header that is a number of bytes.
  ///
  /// @throws Refusal 400 if it is not there or none
  static long bytes(Call call, String header) {
    String text = call.header(header).orElse("").strip();
    if (!text.matches("[0-9]{1,18}")) {
      throw Refusal.badRequest("The header " + header + " says how many bytes.");
    }
    return Long.parseLong(text);
  }

  /// Whether the body is bytes of the file.
  static boolean hasBytes(Call call) {
    return call.header("Content-Type").orElse("").strip().equalsIgnoreCase(CONTENT_TYPE);
  }

  /// Says when the upload will be forgotten if nobody goes on with it.
  static void expires(Call call, Duration remaining) {
    call.set("Upload-Expires", HTTP_DATE.format(Instant.now().plus(remaining)));
  }
}
