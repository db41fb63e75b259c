package io.sallyport.files;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why something could not be done with a remote file. The message is one clear sentence for a
/// person and never holds a password. Sealed, so that a new kind does not compile until `http` maps
/// it to a status; unchecked, because only the door at the top can answer it.
public abstract sealed class Failure extends RuntimeException {

  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Failures cross no process.
  private final @Nullable Reply reply;

  @SuppressWarnings("serial") // Failures cross no process.
  private final List<Attempt> attempts;

  private Failure(
      String message, @Nullable Reply reply, List<Attempt> attempts, @Nullable Throwable cause) {
    super(message, cause);
    this.reply = reply;
    this.attempts = List.copyOf(attempts);
  }

  /// What the server said, if it said something.
  public Optional<Reply> reply() {
    return Optional.ofNullable(reply);
  }

  /// The data connections that were tried on the way here, in order; empty when it did not come to
  /// that.
  public List<Attempt> attempts() {
    return attempts;
  }

  /// There is no such file or folder.
  public static final class NotFound extends Failure {
    private static final long serialVersionUID = 1;

    public NotFound(String message, @Nullable Reply reply) {
      super(message, reply, List.of(), null);
    }
  }

  /// It is there, and this login may not do that with it.
  public static final class Denied extends Failure {
    private static final long serialVersionUID = 1;

    public Denied(String message, @Nullable Reply reply) {
      super(message, reply, List.of(), null);
    }
  }

  /// The server wants a login, or another one (530, 532).
  public static final class NotLoggedIn extends Failure {
    private static final long serialVersionUID = 1;

    public NotLoggedIn(String message, @Nullable Reply reply) {
      super(message, reply, List.of(), null);
    }
  }

  /// Something of that name is there already.
  public static final class Exists extends Failure {
    private static final long serialVersionUID = 1;

    public Exists(String message, @Nullable Reply reply) {
      super(message, reply, List.of(), null);
    }
  }

  /// The folder that should hold it is not there.
  public static final class MissingParent extends Failure {
    private static final long serialVersionUID = 1;

    public MissingParent(String message, @Nullable Reply reply) {
      super(message, reply, List.of(), null);
    }
  }

  /// The server has no room (452, 552).
  public static final class NoSpace extends Failure {
    private static final long serialVersionUID = 1;

    public NoSpace(String message, @Nullable Reply reply) {
      super(message, reply, List.of(), null);
    }
  }

  /// Too many connections, here or there, or the file is in use (421, 450): worth another try
  /// later.
  public static final class Busy extends Failure {
    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    public Busy(String message, @Nullable Reply reply, Duration retryAfter) {
      super(message, reply, List.of(), null);
      this.retryAfter = retryAfter;
    }

    /// When another try makes sense.
    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /// The server does not know how to do that (500, 502, 504).
  public static final class Unsupported extends Failure {
    private static final long serialVersionUID = 1;

    public Unsupported(String message, @Nullable Reply reply) {
      super(message, reply, List.of(), null);
    }
  }

  /// The request itself is wrong: a path that cannot be, a header that cannot be read.
  public static final class Malformed extends Failure {
    private static final long serialVersionUID = 1;

    public Malformed(String message) {
      super(message, null, List.of(), null);
    }
  }

  /// The control connection could not be had: no such host, refused, timed out, TLS.
  public static final class Unreachable extends Failure {
    private static final long serialVersionUID = 1;

    private final boolean timedOut;

    public Unreachable(
        String message, @Nullable Reply reply, boolean timedOut, @Nullable Throwable cause) {
      super(message, reply, List.of(), cause);
      this.timedOut = timedOut;
    }

    /// Whether nothing answered in time, rather than something saying no.
    public boolean timedOut() {
      return timedOut;
    }
  }

  /// Login works and no mode gave a data connection (425, 522, or nothing at all).
  public static final class NoDataConnection extends Failure {
    private static final long serialVersionUID = 1;

    public NoDataConnection(String message, @Nullable Reply reply, List<Attempt> attempts) {
      super(message, reply, attempts, null);
    }

    /// Whether every attempt ended in silence.
    public boolean timedOut() {
      return !attempts().isEmpty()
          && attempts().stream().allMatch(a -> a.outcome() == Attempt.Outcome.TIMED_OUT);
    }
  }

  /// The connection or the transfer broke in the middle (426, 451, a socket): what was sent is not
  /// whole.
  public static final class Broken extends Failure {
    private static final long serialVersionUID = 1;

    private final boolean timedOut;

    public Broken(
        String message, @Nullable Reply reply, boolean timedOut, @Nullable Throwable cause) {
      super(message, reply, List.of(), cause);
      this.timedOut = timedOut;
    }

    /// Whether the other side fell silent, rather than closing.
    public boolean timedOut() {
      return timedOut;
    }
  }
}
