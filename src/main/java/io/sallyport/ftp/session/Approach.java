package io.sallyport.ftp.session;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.TlsSettings;
import io.sallyport.files.Failure;
import io.sallyport.ftp.tls.TlsClient;
import io.sallyport.ftp.tls.TlsPeer;
import io.sallyport.ftp.tls.TlsRefused;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a control connection comes about: by the first address of the host that serves, with the
/// first version of TLS that the server takes; and what it means when none does.
final class Approach {

  private static final Logger log = LoggerFactory.getLogger(Approach.class);

  private Approach() {}

  /// As [ControlConnection#open(Remote)].
  static ControlConnection to(Remote remote) {
    FtpSettings settings = remote.settings();
    Dialogue dialogue = remote.dialogue();
    String server = settings.firstHost() + ":" + settings.firstPort();
    long start = System.nanoTime();
    InetAddress[] addresses;
    try {
      addresses = remote.dialer().addresses(settings.firstHost());
    } catch (UnknownHostException e) {
      throw new Failure.Unreachable(
          "There is no host named \"" + settings.firstHost() + "\".", null, false, e);
    }
    dialogue.resolved(List.of(addresses), ControlConnection.since(start));
    Failure last =
        new Failure.Unreachable("The FTP server " + server + " has no address.", null, false, null);
    for (InetAddress address : addresses) {
      long begin = System.nanoTime();
      try {
        return versions(remote, address);
      } catch (IOException e) {
        dialogue.failed(address, e, ControlConnection.since(begin));
        last = failure(server, e);
      }
    }
    throw last;
  }

  private static Failure failure(String server, IOException e) {
    return switch (e) {
      case ControlLost lost -> lostAtGreeting(server, lost);
      case TlsRefused refused ->
          new Failure.Unreachable(
              String.valueOf(e.getMessage()),
              null,
              refused.reason() == TlsRefused.Reason.SILENCE,
              e);
      default -> unreachable(server, e);
    };
  }

  private static ControlConnection versions(Remote remote, InetAddress address) throws IOException {
    TlsClient client = remote.tls();
    if (client.mode() == TlsSettings.Mode.NONE) {
      return ControlConnection.open(remote, address, null);
    }
    TlsPeer first = client.peer();
    try {
      return ControlConnection.open(remote, address, first);
    } catch (TlsRefused e) {
      Optional<TlsPeer> second = client.instead(first, e);
      if (second.isEmpty()) {
        throw e;
      }
      log.debug("ftp tls: {}; trying another version", e.getMessage());
      try {
        return ControlConnection.open(remote, address, second.get());
      } catch (TlsRefused other) {
        throw other.isAboutVersion() ? e : other;
      }
    }
  }

  private static Failure lostAtGreeting(String server, ControlLost e) {
    if (e.reply().isPresent()) {
      return new Failure.Busy(
          "The FTP server " + server + " has no connection free at the moment.",
          e.reply().get(),
          Duration.ofSeconds(10));
    }
    String what =
        e.timedOut()
            ? " accepts connections but sends no greeting."
            : " closes the connection instead of greeting.";
    return new Failure.Unreachable("The FTP server " + server + what, null, e.timedOut(), e);
  }

  private static Failure unreachable(String server, IOException e) {
    boolean timedOut = e instanceof SocketTimeoutException;
    String what =
        timedOut
            ? " does not answer: the connection attempt timed out."
            : e instanceof ConnectException
                ? " refuses the connection: nothing listens there."
                : e instanceof NoRouteToHostException
                    ? " cannot be reached: there is no route to it."
                    : " cannot be reached.";
    return new Failure.Unreachable("The FTP server " + server + what, null, timedOut, e);
  }
}
