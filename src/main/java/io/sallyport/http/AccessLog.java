package io.sallyport.http;

import io.sallyport.config.OperationsSettings.LogFormat;
import io.sallyport.metrics.Trace;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line a request: who answered what to whom, how, how much and how long; and one more for each
/// that changes something. Never the query, which may hold what nobody should read, and never a
/// control character. Thread-safe.
final class AccessLog {

  private static final Logger ACCESS = LoggerFactory.getLogger("sallyport.access");
  private static final Logger AUDIT = LoggerFactory.getLogger("sallyport.audit");

  private static final Set<String> HARMLESS =
      Set.of("GET", "HEAD", "OPTIONS", "PROPFIND", "LOCK", "UNLOCK", "TRACE");

  private final LogFormat format;

  AccessLog(LogFormat format) {
    this.format = format;
  }

  /// @param door the door that answered; `http` where none did
  /// @param outcome `ok`, or `aborted` where the response did not end whole
  void line(Call call, Trace trace, String door, String outcome, Duration took) {
    if (format == LogFormat.OFF) {
      return;
    }
    if (ACCESS.isInfoEnabled()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("id", trace.id());
      line.put("client", call.client().getHostAddress());
      trace.user().ifPresent(user -> line.put("user", user));
      trace.backend().ifPresent(backend -> line.put("backend", backend));
      line.put("door", door);
      line.put("method", call.method());
      line.put("path", path(call));
      line.put("status", (long) call.exchange().getStatusCode());
      line.put("received", call.requestBody().readBytes());
      line.put("bytes", call.exchange().getResponseBytesSent());
      line.put("millis", took.toMillis());
      trace.dataModes().ifPresent(modes -> line.put("data", modes));
      line.put("outcome", outcome);
      ACCESS.info("{}", written("access", line));
    }
    if (!HARMLESS.contains(call.method()) && AUDIT.isInfoEnabled()) {
      audit(call, trace, outcome);
    }
  }

  private void audit(Call call, Trace trace, String outcome) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", trace.id());
    line.put("client", call.client().getHostAddress());
    line.put("user", trace.user().orElse("-"));
    line.put("action", call.method());
    line.put("path", path(call));
    trace.target().ifPresent(target -> line.put("target", target));
    call.header("Destination").ifPresent(to -> line.put("destination", withoutUser(to)));
    line.put("status", (long) call.exchange().getStatusCode());
    line.put("received", call.requestBody().readBytes());
    line.put("outcome", outcome);
    AUDIT.info("{}", written("audit", line));
  }

  /// Without the login that some write before a server's name, which nothing here ever takes.
  private static String path(Call call) {
    String path = call.sentPath();
    int name = path.startsWith("/~") ? 2 : call.base().length() + 2;
    if (!path.startsWith("/~", name - 2)) {
      return path;
    }
    int slash = path.indexOf('/', name);
    int end = slash < 0 ? path.length() : slash;
    String server = path.substring(name, end).replaceFirst("^.*(?:@|%40)", "");
    return path.substring(0, name) + server + path.substring(end);
  }

  /// A URL may hold a password.
  private static String withoutUser(String url) {
    return url.replaceFirst("//[^/]*@", "//").replaceFirst("[?].*", "");
  }

  private String written(String type, Map<String, Object> line) {
    return format == LogFormat.JSON ? json(type, line) : text(line);
  }

  private static String text(Map<String, Object> line) {
    StringBuilder text = new StringBuilder();
    line.forEach((key, value) -> {
      text.append(text.isEmpty() ? "" : " ").append(key).append('=');
      text.append(visible(value.toString()));
    });
    return text.toString();
  }

  private static String json(String type, Map<String, Object> line) {
    JsonText json = new JsonText().open('{').name("log").value(type);
    line.forEach((key, value) -> {
      json.name(key);
      if (value instanceof Long number) {
        json.value(number);
      } else {
        json.value(value.toString());
      }
    });
    return json.close('}').toString();
  }

  /// Spaces and whatever could forge a line or move a terminal's cursor, escaped.
  static String visible(String text) {
    return isPlain(text) ? text : escaped(text);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static String escaped(String text) {
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
