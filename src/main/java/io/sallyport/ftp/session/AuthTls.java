package io.sallyport.ftp.session;

import io.sallyport.files.Reply;
import io.sallyport.ftp.tls.TlsPeer;
import io.sallyport.ftp.tls.TlsRefused;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a control connection that began in the clear goes on under TLS: AUTH TLS (RFC 4217 §4).
/// Nothing that identifies a user has been said before.
final class AuthTls {

  private static final Logger log = LoggerFactory.getLogger(AuthTls.class);

  private AuthTls() {}

  /// Asks for TLS and begins it.
  ///
  /// @param server the server's name and port, for people
  /// @param required whether a server that offers none is refused; else it is gone on in the clear
  /// @throws TlsRefused if it is required and not to be had, or somebody may be between
  static void begin(ControlConnection control, String server, TlsPeer peer, boolean required)
      throws IOException {
    Reply reply = ask(control, server);
    if (!reply.isPositive()) {
      if (required) {
        throw TlsRefused.notOffered(
            "The FTP server "
                + server
                + " offers no TLS (it answers AUTH TLS with "
                + reply.oneLine()
                + "), and without it nothing is sent to it.");
      }
      log.warn("ftp server={} without TLS: AUTH TLS answered {}", server, reply.oneLine());
      return;
    }
    if (control.replyWaiting()) {
      // Words sent in the clear would be taken for words under TLS.
      throw TlsRefused.notOffered(
          "The FTP server "
              + server
              + " speaks on where TLS has to begin; somebody may be between.");
    }
    control.secure(peer);
  }

  private static Reply ask(ControlConnection control, String server) throws IOException {
    try {
      Reply reply = control.send("AUTH", "TLS");
      if (reply.code() >= 500 && reply.code() <= 504 && control.send("AUTH", "SSL").isPositive()) {
        // Servers older than RFC 4217 know the one name only, and mean the same by it.
        return new Reply(234, "AUTH SSL");
      }
      return reply;
    } catch (ControlLost e) {
      if (e.reply().isPresent()) {
        throw e;
      }
      throw TlsRefused.notOffered(
          "The FTP server " + server + " offers no TLS: it falls silent or hangs up at AUTH TLS.");
    }
  }
}
