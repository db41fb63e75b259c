package io.sallyport.files;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One try to open a data connection: what the fallback decides on, and what the error body, the
/// log and the doctor show.
///
/// @param mode which of the four modes
/// @param address whom the gateway tried to reach, or where it listened, as `host:port`; absent
///   when the server refused the command before there was one
/// @param outcome how it ended
/// @param reply what the server said to the mode's command or to the data command, if it said
///   anything
/// @param took how long it took
public record Attempt(
    DataMode mode,
    @Nullable String address,
    Outcome outcome,
    @Nullable Reply reply,
    Duration took) {

  /// How an attempt ended.
  public enum Outcome {
    /// The data connection stands.
    CONNECTED,
    /// The server does not speak or does not allow this mode.
    REFUSED_BY_SERVER,
    /// Passive: the port answered with a reset. Active: the server says it could not connect.
    REJECTED,
    /// Nothing came within the time allowed: packets were dropped on the way.
    TIMED_OUT,
    /// Somebody else than the server connected to the active port, and was turned away.
    WRONG_PEER,
    /// The server's answer made no sense.
    GARBLED
  }
}
