package io.sallyport.ftp;

import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Reply;
import io.sallyport.ftp.session.ControlLost;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;

/// What a negative reply means. FTP has few codes and servers use 550 for nearly everything, so the
/// words are looked at where the code leaves a choice; where even they leave it open, [FtpFiles]
/// asks with a stat.
final class Replies {

  private Replies() {}

  /// The failure that `reply` to a command about `path` means.
  static Failure failure(Reply reply, RemotePath path) {
    return switch (reply.code()) {
      case 421 -> busy("The FTP server has no connection free at the moment.", reply);
      case 425, 522 ->
          new Failure.NoDataConnection(
              "The FTP server could not open a data connection.", reply, java.util.List.of());
      case 426, 451 -> new Failure.Broken("The FTP server broke off.", reply, false, null);
      case 430, 530, 532 ->
          // ProFTPD and pyftpdlib answer 530 to USER only; to anything else it means that the login
          // is gone.
          new Failure.NotLoggedIn("The FTP server wants another login for this.", reply);
      case 450 ->
          saysMissing(reply)
              ? notFound(reply, path)
              : busy("The FTP server says that " + path + " is in use.", reply);
      case 452, 552 -> new Failure.NoSpace("The FTP server has no room left.", reply);
      case 500, 501, 502, 503, 504 ->
          new Failure.Unsupported("The FTP server does not know how to do that.", reply);
      case 521 -> new Failure.Exists(path + " is there already.", reply);
      case 550 -> saysDenied(reply) ? denied(reply, path) : notFound(reply, path);
      default -> denied(reply, path);
    };
  }

  /// What a broken connection means for the caller, before or in a transfer.
  static Failure broken(IOException e) {
    if (e instanceof ControlLost lost) {
      return lost.reply().isPresent() && lost.reply().get().code() == 421
          ? busy("The FTP server ended the connection.", lost.reply().get())
          : new Failure.Broken(
              "The connection to the FTP server broke.",
              lost.reply().orElse(null),
              lost.timedOut(),
              e);
    }
    boolean timedOut = e instanceof SocketTimeoutException;
    return new Failure.Broken(
        timedOut
            ? "The FTP server fell silent in the middle of the transfer."
            : "The data connection to the FTP server broke.",
        null,
        timedOut,
        e);
  }

  static Failure notFound(Reply reply, RemotePath path) {
    return new Failure.NotFound("There is no " + path + " on the FTP server.", reply);
  }

  static Failure denied(Reply reply, RemotePath path) {
    return new Failure.Denied("The FTP server does not allow that for " + path + ".", reply);
  }

  private static Failure busy(String message, Reply reply) {
    return new Failure.Busy(message, reply, Duration.ofSeconds(10));
  }

  static boolean saysDenied(Reply reply) {
    String text = reply.text().toLowerCase(Locale.ROOT);
    return text.contains("permission")
        || text.contains("denied")
        || text.contains("not allowed")
        || text.contains("forbidden")
        || text.contains("not permitted")
        || text.contains("read-only")
        || text.contains("prohibited");
  }

  static boolean saysMissing(Reply reply) {
    String text = reply.text().toLowerCase(Locale.ROOT);
    return text.contains("no such") || text.contains("not found") || text.contains("not exist");
  }
}
