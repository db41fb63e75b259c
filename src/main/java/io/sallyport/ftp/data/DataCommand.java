package io.sallyport.ftp.data;

import io.sallyport.files.Failure;
import io.sallyport.files.Reply;
import io.sallyport.ftp.session.ControlConnection;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Session;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A command that needs a data connection: RETR, STOR, APPE, MLSD, LIST.
///
/// @param verb the command
/// @param argument its argument as one character a byte; absent for none
/// @param restartBytes where to restart (REST, RFC 3659 §5), 0 for the beginning
/// @param preparation what must be done first on any session that the command is tried on
public record DataCommand(
    String verb, @Nullable String argument, long restartBytes, Preparation preparation) {

  /// What must come before, on the same session.
  public interface Preparation {
    /// Nothing.
    Preparation NONE = session -> {};

    /// Does it.
    ///
    /// @throws io.sallyport.files.Failure if the command makes no sense then
    void on(Session session) throws ControlLost;
  }

  /// A transfer of the file at an absolute pathname.
  public static DataCommand transfer(String verb, String pathname, long restartBytes) {
    return new DataCommand(verb, pathname, restartBytes, Preparation.NONE);
  }

  /// Whether the first reply says that everything is done already. Some servers leave 1yz out, most
  /// of all where there is nothing to list, which RFC 959 §6 allows them.
  ///
  /// @throws Failure.Broken if it is the gateway that had to send the data
  boolean isDone(Reply first) {
    if (first.isPositive() && (verb.equals("STOR") || verb.equals("APPE"))) {
      throw new Failure.Broken(
          "The FTP server says that it has the file before anything of it was sent.",
          first,
          false,
          null);
    }
    return first.isPositive();
  }

  /// Sends it over a data connection that stands; returns the first reply.
  ///
  /// @throws Failure.Unsupported if it restarts and the server cannot
  Reply begin(ControlConnection control) throws ControlLost {
    restart(control);
    return control.send(verb, argument);
  }

  /// Sends it and leaves the reply to [ControlConnection#firstReply].
  ///
  /// @throws Failure.Unsupported if it restarts and the server cannot
  void beginUnanswered(ControlConnection control) throws ControlLost {
    restart(control);
    control.sendOnly(verb, argument);
  }

  private void restart(ControlConnection control) throws ControlLost {
    if (restartBytes > 0) {
      Reply reply = control.send("REST", Long.toString(restartBytes));
      if (!reply.isIntermediate()) {
        throw new Failure.Unsupported(
            "The FTP server cannot start a transfer in the middle of a file (REST).", reply);
      }
    }
  }

  /// Whether a refusal is about the data connection, so that another mode may succeed; anything
  /// else is about the file.
  static boolean blamesDataConnection(Reply reply) {
    return switch (reply.code()) {
      case 425, 522 -> true;
      // A few servers say "can't open data connection" under the code for a broken transfer.
      case 426 -> reply.text().toLowerCase(Locale.ROOT).contains("data connection");
      default -> false;
    };
  }
}
