package io.sallyport.http;

import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line a request: who answered what, how, how much and how long. Never the query, which may
/// hold what nobody should read, and never a control character.
final class AccessLog {

  private static final Logger LOG = LoggerFactory.getLogger("sallyport.access");

  private AccessLog() {}

  /// @param door the door that answered; `http` where none did
  /// @param outcome `ok`, or `aborted` where the response did not end whole
  static void line(Call call, String door, String outcome, Duration took) {
    if (LOG.isInfoEnabled()) {
      LOG.info(
          "door={} method={} path={} status={} bytes={} millis={} outcome={}",
          door,
          visible(call.method()),
          visible(call.rawPath()),
          call.exchange().getStatusCode(),
          call.exchange().getResponseBytesSent(),
          took.toMillis(),
          outcome);
    }
  }

  /// Spaces and whatever could forge a line or move a terminal's cursor, escaped.
  static String visible(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c <= 0x20 || (c >= 0x7F && c < 0xA0) || c == '\\' || c == 0x2028 || c == 0x2029) {
            shown.append(String.format(Locale.ROOT, "\\u%04x", c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }
}
