package io.sallyport.ftp.session;

import io.sallyport.files.Reply;
import java.io.IOException;
import java.util.Optional;
import org.apache.commons.net.MalformedServerReplyException;
import org.jspecify.annotations.Nullable;

/// The control connection is gone or of no more use: closed by the server, silent, or talking
/// nonsense. Stays within the engine (but as a cause), where it means "throw the session away, and
/// begin again if nothing was begun".
public final class ControlLost extends IOException {

  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Crosses no process.
  private final @Nullable Reply reply;

  private final boolean timedOut;
  private final boolean beforeGreeting;

  ControlLost(String message, @Nullable Reply reply, boolean timedOut, @Nullable Throwable cause) {
    this(message, reply, timedOut, false, cause);
  }

  private ControlLost(
      String message,
      @Nullable Reply reply,
      boolean timedOut,
      boolean beforeGreeting,
      @Nullable Throwable cause) {
    super(message, cause);
    this.reply = reply;
    this.timedOut = timedOut;
    this.beforeGreeting = beforeGreeting;
  }

  /// The server accepted the connection and never greeted it.
  static ControlLost noGreeting(Throwable cause) {
    return new ControlLost("The server sends no greeting.", null, true, true, cause);
  }

  /// The server's last words, if there were any: usually 421.
  public Optional<Reply> reply() {
    return Optional.ofNullable(reply);
  }

  /// Whether the server never said a word.
  public boolean beforeGreeting() {
    return beforeGreeting;
  }

  /// Whether what answers does not speak FTP.
  public boolean isForeign() {
    return getCause() instanceof MalformedServerReplyException;
  }

  /// Whether the server fell silent.
  public boolean timedOut() {
    return timedOut;
  }
}
