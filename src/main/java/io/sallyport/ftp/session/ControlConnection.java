package io.sallyport.ftp.session;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.TlsSettings;
import io.sallyport.files.Failure;
import io.sallyport.files.Reply;
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
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ftp.FTPConnectionClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A control connection (RFC 959 §2.3): commands out, replies in, one final reply for each command.
/// The one choke point where arguments are refused that would end a command and begin another. For
/// one thread at a time; close it.
public final class ControlConnection implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ControlConnection.class);

  /// A server that announces and never finishes is not waited for.
  private static final int MAX_PRELIMINARY_REPLIES = 16;

  private static final int GOODBYE_MILLIS = 500;

  private final Wire wire;
  private final FtpSettings.Timeouts timeouts;
  private final @Nullable TlsPeer tls;
  private final Dialogue dialogue;
  private boolean isSecured;
  private boolean replyOwed;

  /// What the next reply answers, and since when it is awaited; for the dialogue.
  private String asked = "";

  private long askedAt;

  private ControlConnection(
      FtpSettings settings, TlsClient client, @Nullable TlsPeer tls, Dialogue dialogue) {
    this.timeouts = settings.timeouts();
    this.tls = tls;
    this.dialogue = dialogue;
    this.isSecured = client.mode() == TlsSettings.Mode.IMPLICIT;
    this.wire = new Wire(Dialer.of(settings), isSecured ? tls : null, dialogue);
  }

  /// Connects, reads the greeting, and begins TLS as the settings say. Tries each address of the
  /// host in turn, and each version of TLS that may be spoken.
  ///
  /// @throws Failure.Unreachable if there is no such host, it refuses, it does not greet in time,
  ///   or TLS cannot be had
  /// @param dialogue hears how it goes
  /// @throws Failure.Busy if it greets with 421
  public static ControlConnection open(FtpSettings settings, TlsClient client, Dialogue dialogue) {
    String server = settings.firstHost() + ":" + settings.firstPort();
    long start = System.nanoTime();
    InetAddress[] addresses;
    try {
      addresses = Dialer.of(settings).addresses(settings.firstHost());
    } catch (UnknownHostException e) {
      throw new Failure.Unreachable(
          "There is no host named \"" + settings.firstHost() + "\".", null, false, e);
    }
    dialogue.resolved(List.of(addresses), since(start));
    Failure last =
        new Failure.Unreachable("The FTP server " + server + " has no address.", null, false, null);
    for (InetAddress address : addresses) {
      long begin = System.nanoTime();
      try {
        return open(settings, client, address, dialogue);
      } catch (IOException e) {
        dialogue.failed(address, e, since(begin));
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

  private static ControlConnection open(
      FtpSettings settings, TlsClient client, InetAddress address, Dialogue dialogue)
      throws IOException {
    if (client.mode() == TlsSettings.Mode.NONE) {
      return open(settings, client, address, null, dialogue);
    }
    TlsPeer first = client.peer();
    try {
      return open(settings, client, address, first, dialogue);
    } catch (TlsRefused e) {
      Optional<TlsPeer> second = client.instead(first, e);
      if (second.isEmpty()) {
        throw e;
      }
      log.debug("ftp tls: {}; trying another version", e.getMessage());
      try {
        return open(settings, client, address, second.get(), dialogue);
      } catch (TlsRefused other) {
        throw other.isAboutVersion() ? e : other;
      }
    }
  }

  private static ControlConnection open(
      FtpSettings settings,
      TlsClient client,
      InetAddress address,
      @Nullable TlsPeer tls,
      Dialogue dialogue)
      throws IOException {
    ControlConnection control = new ControlConnection(settings, client, tls, dialogue);
    boolean whole = false;
    try {
      control.connect(address, settings.firstPort());
      if (tls != null && !control.isSecured) {
        boolean required = client.mode() == TlsSettings.Mode.REQUIRED;
        control.secure(settings.host() + ":" + settings.port(), tls, required);
      }
      whole = true;
      return control;
    } finally {
      if (!whole) {
        control.close();
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

  /// AUTH TLS (RFC 4217 §4). Nothing that identifies a user has been said yet.
  private void secure(String server, TlsPeer peer, boolean required) throws IOException {
    Reply reply;
    try {
      reply = send("AUTH", "TLS");
    } catch (ControlLost e) {
      if (e.reply().isPresent()) {
        throw e;
      }
      throw TlsRefused.notOffered(
          "The FTP server " + server + " offers no TLS: it falls silent or hangs up at AUTH TLS.");
    }
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
    if (wire.replyWaiting()) {
      // Words sent in the clear would be taken for words under TLS.
      throw TlsRefused.notOffered(
          "The FTP server "
              + server
              + " speaks on where TLS has to begin; somebody may be between.");
    }
    wire.secure(peer, millis(timeouts.connect()));
    isSecured = true;
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

  private void connect(InetAddress address, int port) throws IOException {
    int millis = millis(timeouts.connect());
    wire.setConnectTimeout(millis);
    wire.setDefaultTimeout(millis);
    asking("");
    Reply greeting;
    try {
      wire.connect(address, port);
      greeting = heard(lastReply());
    } catch (TlsRefused e) {
      throw e;
    } catch (FTPConnectionClosedException e) {
      throw lost("The server closed the connection instead of greeting.", e);
    } catch (MalformedServerReplyException e) {
      throw new ControlLost("The server's greeting is not FTP.", null, false, e);
    } catch (IOException e) {
      // commons-net wraps the timeout of a greeting, not that of a connection attempt.
      if (e.getCause() instanceof SocketTimeoutException) {
        throw ControlLost.noGreeting(e);
      }
      throw e;
    }
    log.debug("ftp < {}", greeting.oneLine());
    wire.keepAlive();
    wire.setTcpNoDelay(true);
    if (!greeting.isPositive()) {
      throw new ControlLost("The server turned the connection away.", greeting, false, null);
    }
  }

  /// Sends a command without argument and reads its reply.
  ///
  /// @throws ControlLost if the connection is gone, the server is silent for the reply timeout, or
  ///   answers 421
  public Reply send(String verb) throws ControlLost {
    return send(verb, null);
  }

  /// Sends a command and reads its reply. The argument's characters are bytes (ISO 8859-1).
  ///
  /// @throws Failure.Malformed if the argument holds CR, LF or NUL; nothing is sent then
  /// @throws ControlLost if the connection is gone, the server is silent for the reply timeout, or
  ///   answers 421
  public Reply send(String verb, @Nullable String argument) throws ControlLost {
    if (argument != null && !fits(argument)) {
      throw new Failure.Malformed("The name or password holds a line break or a NUL character.");
    }
    if (log.isDebugEnabled()) {
      log.debug("ftp > {}", shown(verb, argument));
    }
    try {
      if (replyOwed || wire.replyWaiting()) {
        throw outOfStep();
      }
      asking(shown(verb, argument));
      wire.replyTimeout(millis(timeouts.reply()));
      wire.command(verb, argument);
      Reply reply = heard(lastReply());
      log.debug("ftp < {}", reply.oneLine());
      replyOwed = reply.isPreliminary();
      return reply;
    } catch (ControlLost e) {
      throw e;
    } catch (IOException e) {
      throw lost("The control connection broke at " + verb + ".", e);
    }
  }

  /// Reads the final reply of a command that was answered 1yz before.
  ///
  /// @throws ControlLost as [#send(String)]
  public Reply finalReply(Duration timeout) throws ControlLost {
    if (!replyOwed) {
      throw new ControlLost("No reply is owed.", null, false, null);
    }
    try {
      wire.replyTimeout(millis(timeout));
      for (int i = 0; i < MAX_PRELIMINARY_REPLIES; i++) {
        wire.nextReply();
        Reply reply = heard(lastReply());
        log.debug("ftp < {}", reply.oneLine());
        if (!reply.isPreliminary()) {
          replyOwed = false;
          return reply;
        }
      }
      throw new ControlLost("The server keeps announcing and never finishes.", null, false, null);
    } catch (ControlLost e) {
      throw e;
    } catch (IOException e) {
      throw lost("The control connection broke before the final reply.", e);
    }
  }

  /// Sends a data command whose reply may come before or after the server's own connect (active
  /// mode): the reply is left to [#replyWaiting] and [#firstReply].
  public void sendOnly(String verb, @Nullable String argument) throws ControlLost {
    if (argument != null && !fits(argument)) {
      throw new Failure.Malformed("The name holds a line break or a NUL character.");
    }
    log.debug("ftp > {} {}", verb, argument == null ? "" : argument);
    try {
      if (replyOwed || wire.replyWaiting()) {
        throw outOfStep();
      }
      asking(shown(verb, argument));
      wire.sendOnly(verb, argument);
      replyOwed = true;
    } catch (ControlLost e) {
      throw e;
    } catch (IOException e) {
      throw lost("The control connection broke at " + verb + ".", e);
    }
  }

  /// The first reply to [#sendOnly].
  public Reply firstReply(Duration timeout) throws ControlLost {
    try {
      wire.replyTimeout(millis(timeout));
      wire.nextReply();
      Reply reply = heard(lastReply());
      log.debug("ftp < {}", reply.oneLine());
      replyOwed = reply.isPreliminary();
      return reply;
    } catch (IOException e) {
      throw lost("The control connection broke before a reply.", e);
    }
  }

  /// Whether something can be read now. A server that closes shows only at the next read.
  public boolean replyWaiting() throws ControlLost {
    try {
      return wire.replyWaiting();
    } catch (IOException e) {
      throw lost("The control connection broke.", e);
    }
  }

  /// Whether a final reply is still to come.
  public boolean replyOwed() {
    return replyOwed;
  }

  /// The server as TLS has met it; data connections are to be secured by it. Empty without TLS.
  public Optional<TlsPeer> tls() {
    return isSecured ? Optional.ofNullable(tls) : Optional.empty();
  }

  /// This end's address.
  public InetAddress localAddress() {
    return wire.localAddress();
  }

  /// The server's address: the only one that data connections go to or come from.
  public InetAddress peer() {
    return wire.remoteAddress();
  }

  /// After QUIT: waits until the server has closed its end, or a moment has passed.
  void awaitEnd() throws ControlLost {
    try {
      wire.replyTimeout(GOODBYE_MILLIS);
      wire.nextReply();
    } catch (IOException e) {
      log.debug("ftp ended: {}", e.toString());
    }
  }

  /// Whether `argument` can stand in a command.
  static boolean fits(String argument) {
    return argument.indexOf('\r') < 0 && argument.indexOf('\n') < 0 && argument.indexOf('\0') < 0;
  }

  @Override
  public void close() {
    try {
      wire.disconnect();
    } catch (IOException e) {
      log.debug("ftp close failed: {}", e.toString());
    }
  }

  private ControlLost outOfStep() throws IOException {
    if (!replyOwed) {
      // Words nobody asked for are a server's goodbye (421) or a sign that replies are out of step.
      wire.replyTimeout(millis(timeouts.reply()));
      asking("");
      wire.nextReply();
      return new ControlLost("The server spoke out of turn.", heard(lastReply()), false, null);
    }
    return new ControlLost("A reply is still owed.", null, false, null);
  }

  private ControlLost lost(String message, IOException e) {
    if (e instanceof ControlLost already) {
      return already;
    }
    boolean goodbye = e instanceof FTPConnectionClosedException && wire.getReplyCode() == 421;
    return new ControlLost(
        message, goodbye ? heard(lastReply()) : null, e instanceof SocketTimeoutException, e);
  }

  private void asking(String command) {
    asked = command;
    askedAt = System.nanoTime();
  }

  private Reply heard(Reply reply) {
    dialogue.replied(asked, reply, since(askedAt));
    return reply;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String shown(String verb, @Nullable String argument) {
    if (argument == null) {
      return verb;
    }
    boolean secret = verb.equals("PASS") || verb.equals("ACCT");
    return verb + " " + (secret ? "***" : argument);
  }

  private Reply lastReply() {
    String[] lines = wire.getReplyStrings();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      boolean numbered = i == 0 || i == lines.length - 1;
      if (i > 0) {
        text.append('\n');
      }
      text.append(numbered ? line.substring(Math.min(4, line.length())) : line);
    }
    return new Reply(wire.getReplyCode(), text.toString());
  }

  private static int millis(Duration timeout) {
    return Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
  }
}
