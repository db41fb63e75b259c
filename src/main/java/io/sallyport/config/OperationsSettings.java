package io.sallyport.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What an operator sees of a running gateway, and how it ends.
///
/// @param management where health and metrics are, apart from the files; absent for nowhere
/// @param accessLog how each request is logged
/// @param drain how long running transfers may take to finish once the process is told to end
public record OperationsSettings(
    @Nullable HostPort management, LogFormat accessLog, Duration drain) {

  /// No management address, lines of text, 30 seconds.
  public static final OperationsSettings USUAL =
      new OperationsSettings(null, LogFormat.TEXT, Duration.ofSeconds(30));

  /// The form of the access log and the audit log.
  public enum LogFormat {
    /// `key=value` for people and grep.
    TEXT,
    /// One JSON object a line.
    JSON,
    /// None.
    OFF;

    /// @throws IllegalArgumentException if it is none of these
    static LogFormat parse(String text) {
      return switch (text) {
        case "text" -> TEXT;
        case "json" -> JSON;
        case "off", "false" -> OFF;
        default -> throw new IllegalArgumentException("it is text, json or off, not " + text);
      };
    }
  }
}
