package io.sallyport.ftp.session;

import io.sallyport.files.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSession;

/// Hears how a control connection comes about and what is said on it, for whoever explains it to a
/// person. Passwords are not told. Called on the connection's own thread; must not block.
public interface Dialogue {

  /// Listens to nothing.
  Dialogue UNHEARD = new Dialogue() {};

  /// The server's name has these addresses, in the order in which they are tried.
  default void resolved(List<InetAddress> addresses, Duration took) {}

  /// TCP stands.
  default void connected(InetAddress address, Duration took) {}

  /// No control connection came about at this address; another one may be tried next.
  default void failed(InetAddress address, IOException reason, Duration took) {}

  /// TLS stands.
  default void secured(SSLSession session, Duration took) {}

  /// The server replied.
  ///
  /// @param command what it replied to, as one character a byte; empty for the greeting
  default void replied(String command, Reply reply, Duration took) {}
}
