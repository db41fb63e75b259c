package io.sallyport.ftp.session;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.TlsSettings;
import io.sallyport.files.Failure;
import io.sallyport.files.Reply;
import io.sallyport.ftp.tls.TlsPeer;
import io.sallyport.ftp.tls.TlsRefused;
import io.sallyport.metrics.FtpMeters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
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

  /// How long a server may take, after a transfer's final reply, to answer the NOOPs that it was
  /// sent meanwhile.
  private static final Duration LATE_ANSWERS = Duration.ofSeconds(2);

  private final Wire wire;
  private final FtpSettings.Timeouts timeouts;
  private final @Nullable TlsPeer tls;
  private final Dialogue dialogue;
  private boolean isSecured;
  private final Pulse pulse;
  private boolean replyOwed;
  private @Nullable Reply early;
  private @Nullable InetAddress local;

  /// What the next reply answers, and since when it is awaited; for the dialogue.
  private String asked = "";

  private long askedAt;

  private ControlConnection(Remote remote, @Nullable TlsPeer tls) {
    this.timeouts = remote.settings().timeouts();
    this.tls = tls;
    this.dialogue = remote.dialogue();
    this.isSecured = remote.tls().mode() == TlsSettings.Mode.IMPLICIT;
    this.wire = new Wire(remote.dialer(), isSecured ? tls : null, dialogue);
    this.pulse = new Pulse(wire, remote.keepAlive());
  }

  /// Connects, reads the greeting, and begins TLS as the settings say. Tries each address of the
  /// host in turn, and each version of TLS that may be spoken.
  ///
  /// @throws Failure.Unreachable if there is no such host, it refuses, it does not greet in time,
  ///   or TLS cannot be had
  /// @throws Failure.Busy if it greets with 421
  public static ControlConnection open(Remote remote) {
    return Approach.to(remote);
  }

  /// The same with one address and one version of TLS.
  ///
  /// @param tls the server as TLS is to meet it; absent for no TLS
  static ControlConnection open(Remote remote, InetAddress address, @Nullable TlsPeer tls)
      throws IOException {
    FtpSettings settings = remote.settings();
    ControlConnection control = new ControlConnection(remote, tls);
    boolean whole = false;
    try {
      control.connect(address, settings.firstPort());
      if (tls != null && !control.isSecured) {
        boolean required = remote.tls().mode() == TlsSettings.Mode.REQUIRED;
        AuthTls.begin(control, settings.host() + ":" + settings.port(), tls, required);
      }
      whole = true;
      return control;
    } finally {
      if (!whole) {
        control.close();
      }
    }
  }

  /// What is said from now on is said under TLS.
  void secure(TlsPeer peer) throws IOException {
    wire.secure(peer, millis(timeouts.connect()));
    isSecured = true;
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
    debug(greeting);
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
      requireInStep();
      asking(shown(verb, argument));
      wire.replyTimeout(millis(timeouts.reply()));
      wire.command(verb, argument);
      Reply reply = heard(lastReply());
      debug(reply);
      replyOwed = reply.isPreliminary();
      return reply;
    } catch (ControlLost e) {
      throw e;
    } catch (IOException e) {
      throw lost("The control connection broke at " + verb + ".", e);
    }
  }

  /// Sends two commands about the same thing in one go and reads both replies: one round trip for
  /// two, with a server that takes one command after the other off the line.
  ///
  /// @param patience how long the second reply may be behind the first
  /// @return both replies, in order; the first alone if the second stays away: then the connection
  ///   is out of step and of no more use
  /// @throws Failure.Malformed and [ControlLost] as [#send(String, String)]
  public List<Reply> sendBoth(String first, String second, String argument, Duration patience)
      throws ControlLost {
    if (!fits(argument)) {
      throw new Failure.Malformed("The name holds a line break or a NUL character.");
    }
    log.debug("ftp > {} and {} {}", first, second, argument);
    try {
      requireInStep();
      asking(shown(first, argument));
      wire.replyTimeout(millis(timeouts.reply()));
      wire.sendBoth(first, second, argument);
      replyOwed = true;
      Reply one = nextReply();
      asking(shown(second, argument));
      wire.replyTimeout(Math.min(millis(patience), millis(timeouts.reply())));
      try {
        Reply other = nextReply();
        replyOwed = false;
        return List.of(one, other);
      } catch (SocketTimeoutException e) {
        log.debug("ftp {} unanswered behind {}", second, first);
        return List.of(one);
      }
    } catch (ControlLost e) {
      throw e;
    } catch (IOException e) {
      throw lost("The control connection broke at " + first + " and " + second + ".", e);
    }
  }

  /// A transfer has begun: until its final reply is read, `clock` sends a NOOP now and then, so
  /// that firewalls on the way do not take a control connection for dead on which nothing is said.
  /// Their replies are told apart from the transfer's own by [#finalReply].
  public void keepAlive(ScheduledExecutorService clock) {
    if (replyOwed && early == null) {
      pulse.begin(clock);
    }
  }

  /// A data command was answered 2yz without a 1yz before: [#finalReply] will give this reply.
  public void completedEarly(Reply reply) {
    early = reply;
    replyOwed = true;
  }

  /// Reads the final reply of a command that was answered 1yz before, and the replies to all NOOPs
  /// sent meanwhile, which come before it, after it, or never. If some of them stay away, the reply
  /// is good, but [#replyOwed] stays true: nothing more can be said on this connection.
  ///
  /// @throws ControlLost as [#send(String)]
  public Reply finalReply(Duration timeout) throws ControlLost {
    if (!replyOwed) {
      throw new ControlLost("No reply is owed.", null, false, null);
    }
    Reply known = early;
    if (known != null) {
      early = null;
      replyOwed = false;
      return known;
    }
    boolean nudged = pulse.end() > 0;
    try {
      wire.replyTimeout(millis(timeout));
      Reply reply = transfersReply();
      if (nudged && reply.code() == 426) {
        pulse.keepAlive().unwelcome("it broke a transfer off, maybe because of one");
      }
      awaitPulseReplies();
      replyOwed = pulse.owed() > 0;
      return reply;
    } catch (ControlLost e) {
      throw e;
    } catch (IOException e) {
      if (nudged) {
        pulse.keepAlive().unwelcome("the control connection broke during a transfer");
      }
      throw lost("The control connection broke before the final reply.", e);
    }
  }

  /// After the data connection was broken off from here: waits until the server says that it has
  /// let go of the file, whatever its words. Returns whether it did so in time; if not, nothing
  /// more can be said on this connection.
  public boolean awaitEnd(Duration timeout) {
    pulse.end();
    try {
      if (early == null) {
        wire.replyTimeout(millis(timeout));
        var _ = transfersReply();
        awaitPulseReplies();
      }
      early = null;
      replyOwed = pulse.owed() > 0;
      return !replyOwed;
    } catch (IOException e) {
      log.debug("ftp transfer broken off, its end not told: {}", e.toString());
      return false;
    }
  }

  private Reply transfersReply() throws IOException {
    for (int i = 0; i < MAX_PRELIMINARY_REPLIES; ) {
      Reply reply = nextReply();
      if (reply.isPreliminary()) {
        i++;
      } else if (pulse.owed() > 0 && answersNoop(reply)) {
        pulse.answered();
      } else {
        return reply;
      }
    }
    throw new ControlLost("The server keeps announcing and never finishes.", null, false, null);
  }

  /// Whether `reply` is none that ends a transfer (RFC 959 §5.4): those that do not know a command,
  /// or not now, speak of the NOOP.
  private static boolean answersNoop(Reply reply) {
    return reply.code() == 200 || (reply.code() >= 500 && reply.code() <= 504);
  }

  private void awaitPulseReplies() {
    try {
      wire.replyTimeout(millis(LATE_ANSWERS));
      while (pulse.owed() > 0) {
        nextReply();
        pulse.answered();
      }
    } catch (IOException e) {
      log.debug("ftp {} NOOPs unanswered: {}", pulse.owed(), e.toString());
      pulse.keepAlive().unwelcome("it does not answer all of them");
    }
  }

  private Reply nextReply() throws IOException {
    wire.nextReply();
    Reply reply = heard(lastReply());
    debug(reply);
    return reply;
  }

  /// Sends a data command whose reply may come before or after the server's own connect (active
  /// mode): the reply is left to [#replyWaiting] and [#firstReply].
  public void sendOnly(String verb, @Nullable String argument) throws ControlLost {
    if (argument != null && !fits(argument)) {
      throw new Failure.Malformed("The name holds a line break or a NUL character.");
    }
    log.debug("ftp > {} {}", verb, argument == null ? "" : argument);
    try {
      requireInStep();
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
      Reply reply = nextReply();
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

  /// Whether a reply is still to come, or will never come that should have.
  public boolean replyOwed() {
    return replyOwed;
  }

  /// The server as TLS has met it; data connections are to be secured by it. Empty without TLS.
  public Optional<TlsPeer> tls() {
    return isSecured ? Optional.ofNullable(tls) : Optional.empty();
  }

  /// This end's address.
  public InetAddress localAddress() {
    if (local == null) {
      local = wire.localAddress();
    }
    return local;
  }

  /// The server's address: the only one that data connections go to or come from.
  public InetAddress peer() {
    return wire.remoteAddress();
  }

  /// After QUIT: waits until the server has closed its end, or a moment has passed.
  void awaitEnd() {
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
    pulse.end();
    try {
      wire.disconnect();
    } catch (IOException e) {
      log.debug("ftp close failed: {}", e.toString());
    }
  }

  private void requireInStep() throws IOException {
    if (replyOwed) {
      throw new ControlLost("A reply is still owed.", null, false, null);
    }
    if (wire.replyWaiting()) {
      // Words nobody asked for are a server's goodbye (421) or a sign that replies are out of step.
      wire.replyTimeout(millis(timeouts.reply()));
      asking("");
      wire.nextReply();
      throw new ControlLost("The server spoke out of turn.", heard(lastReply()), false, null);
    }
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

  private static void debug(Reply reply) {
    if (log.isDebugEnabled()) {
      log.debug("ftp < {}", reply.oneLine());
    }
  }

  static Duration since(long start) {
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
    FtpMeters.replied(wire.getReplyCode());
    String[] lines = wire.getReplyStrings();
    if (lines.length == 1) {
      return new Reply(wire.getReplyCode(), lines[0].substring(Math.min(4, lines[0].length())));
    }
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
