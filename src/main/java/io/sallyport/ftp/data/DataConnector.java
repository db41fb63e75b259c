package io.sallyport.ftp.data;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Attempt;
import io.sallyport.files.DataMode;
import io.sallyport.files.Failure;
import io.sallyport.files.Reply;
import io.sallyport.ftp.session.ControlConnection;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Lease;
import io.sallyport.ftp.session.Session;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes every data connection of one server. Tries the modes in the order that the memory gives,
/// within seconds each, and never changes mode because of a reply that is about the file.
/// Thread-safe; each call works on its own lease.
public final class DataConnector {

  private static final Logger log = LoggerFactory.getLogger(DataConnector.class);

  /// How long an accept waits before the control connection is looked at: a server that cannot
  /// connect says so there.
  private static final Duration GLANCE = Duration.ofMillis(25);

  private final FtpSettings settings;
  private final DataModeMemory memory;
  private final ScheduledExecutorService clock;

  /// @param clock runs the stall watches
  public DataConnector(
      FtpSettings settings, DataModeMemory memory, ScheduledExecutorService clock) {
    this.settings = settings;
    this.memory = memory;
    this.clock = clock;
  }

  /// Sends `command` with a data connection. When this returns, the server has answered 1yz and
  /// owes the final reply.
  ///
  /// @throws CommandRefused if the server refuses for a reason that is about the file
  /// @throws ControlLost if the control connection is gone
  /// @throws Failure.NoDataConnection if no mode gave a connection
  public DataConnection open(Lease lease, DataCommand command) throws IOException {
    List<Attempt> attempts = new ArrayList<>();
    command.preparation().on(lease.session());
    boolean poisoned = false;
    for (DataMode mode : memory.order(settings.data().modes())) {
      if (!isWorthTrying(mode, lease.session().control().peer(), attempts)) {
        continue;
      }
      if (poisoned) {
        // After an active failure the server may say 425 a minute later: that session's replies
        // cannot be trusted.
        command.preparation().on(lease.renew());
      }
      Try outcome =
          mode.isPassive()
              ? passive(lease.session(), mode, command)
              : active(lease.session(), mode, command);
      attempts.add(outcome.attempt());
      if (outcome.channel() != null) {
        memory.connected(mode);
        return new DataConnection(
            outcome.channel(), outcome.attempt(), clock, settings.timeouts().stall());
      }
      log.debug("ftp data mode={} outcome={}", mode, outcome.attempt().outcome());
      memory.failed(mode);
      poisoned = outcome.poisoned();
    }
    Reply last = attempts.isEmpty() ? null : attempts.getLast().reply();
    throw new Failure.NoDataConnection(explain(attempts), last, attempts);
  }

  private record Try(Attempt attempt, @Nullable SocketChannel channel, boolean poisoned) {}

  /// PASV and PORT carry IPv4 addresses only; and where the network ate or rejected the one passive
  /// (active) mode, it does so with the other, which differs in the wording of the command alone.
  private static boolean isWorthTrying(DataMode mode, InetAddress peer, List<Attempt> attempts) {
    boolean wordable =
        mode == DataMode.EPSV || mode == DataMode.EPRT || peer instanceof Inet4Address;
    boolean sameFate =
        attempts.stream()
            .anyMatch(a ->
                a.mode().isPassive() == mode.isPassive()
                    && switch (a.outcome()) {
                      case TIMED_OUT, REJECTED, WRONG_PEER -> true;
                      case REFUSED_BY_SERVER, GARBLED, CONNECTED -> false;
                    });
    return wordable && !sameFate;
  }

  private Try passive(Session session, DataMode mode, DataCommand command) throws IOException {
    long start = System.nanoTime();
    ControlConnection control = session.control();
    Reply reply = control.send(mode.name());
    if (!reply.isPositive()) {
      return failed(mode, null, Attempt.Outcome.REFUSED_BY_SERVER, reply, start, false);
    }
    OptionalInt port = Endpoints.passivePort(reply);
    if (port.isEmpty()) {
      return failed(mode, null, Attempt.Outcome.GARBLED, reply, start, false);
    }
    InetSocketAddress target = new InetSocketAddress(control.peer(), port.getAsInt());
    SocketChannel channel = SocketChannel.open();
    boolean handedOver = false;
    try {
      channel.socket().connect(target, (int) settings.timeouts().dataConnect().toMillis());
      Reply begun = begin(control, command);
      if (begun.isPreliminary()) {
        handedOver = true;
        return connected(mode, target, begun, start, channel);
      }
      if (!DataCommand.blamesDataConnection(begun)) {
        throw new CommandRefused(begun);
      }
      return failed(mode, target, Attempt.Outcome.REJECTED, begun, start, false);
    } catch (SocketTimeoutException e) {
      return failed(mode, target, Attempt.Outcome.TIMED_OUT, reply, start, false);
    } catch (ConnectException e) {
      return failed(mode, target, Attempt.Outcome.REJECTED, reply, start, false);
    } finally {
      if (!handedOver) {
        channel.close();
      }
    }
  }

  private Try active(Session session, DataMode mode, DataCommand command) throws IOException {
    long start = System.nanoTime();
    ControlConnection control = session.control();
    try (ActiveListener listener =
        ActiveListener.open(
            control.localAddress(), settings.data().activePorts(), control.peer())) {
      InetSocketAddress here = listener.address();
      InetAddress told =
          settings.data().activeAddress() == null
              ? here.getAddress()
              : InetAddress.getByName(settings.data().activeAddress());
      Reply reply;
      if (mode == DataMode.EPRT) {
        reply = control.send("EPRT", Endpoints.extended(told, here.getPort()));
      } else if (told instanceof Inet4Address v4) {
        reply = control.send("PORT", Endpoints.sixNumbers(v4, here.getPort()));
      } else {
        return failed(mode, here, Attempt.Outcome.GARBLED, null, start, false);
      }
      if (!reply.isPositive()) {
        return failed(mode, here, Attempt.Outcome.REFUSED_BY_SERVER, reply, start, false);
      }
      return awaitServer(control, listener, mode, command, here, start);
    }
  }

  /// The server connects before or after its 150, as it likes.
  private Try awaitServer(
      ControlConnection control,
      ActiveListener listener,
      DataMode mode,
      DataCommand command,
      InetSocketAddress here,
      long start)
      throws IOException {
    restart(control, command);
    control.sendOnly(command.verb(), command.argument());
    long deadline = System.nanoTime() + settings.timeouts().dataConnect().toNanos();
    @Nullable SocketChannel channel = null;
    @Nullable Reply begun = null;
    boolean handedOver = false;
    try {
      while (System.nanoTime() < deadline && channel == null) {
        channel = listener.accept(GLANCE);
        if (channel == null && begun == null && control.replyWaiting()) {
          begun = control.firstReply(settings.timeouts().reply());
          if (!begun.isPreliminary()) {
            return refused(mode, here, begun, start);
          }
        } else if (channel == null && begun != null && control.replyWaiting()) {
          Reply after = control.finalReply(settings.timeouts().reply());
          return refused(mode, here, after, start);
        }
      }
      if (channel == null) {
        Attempt.Outcome outcome =
            listener.sawForeigner() ? Attempt.Outcome.WRONG_PEER : Attempt.Outcome.TIMED_OUT;
        return failed(mode, here, outcome, begun, start, true);
      }
      if (begun == null) {
        begun = control.firstReply(settings.timeouts().reply());
        if (!begun.isPreliminary()) {
          return refused(mode, here, begun, start);
        }
      }
      handedOver = true;
      return connected(mode, here, begun, start, channel);
    } finally {
      if (!handedOver && channel != null) {
        channel.close();
      }
    }
  }

  private static Try refused(DataMode mode, InetSocketAddress here, Reply reply, long start)
      throws CommandRefused {
    if (!DataCommand.blamesDataConnection(reply)) {
      throw new CommandRefused(reply);
    }
    return failed(mode, here, Attempt.Outcome.REJECTED, reply, start, true);
  }

  private static Reply begin(ControlConnection control, DataCommand command) throws IOException {
    restart(control, command);
    return control.send(command.verb(), command.argument());
  }

  private static void restart(ControlConnection control, DataCommand command) throws IOException {
    if (command.restartBytes() > 0) {
      Reply reply = control.send("REST", Long.toString(command.restartBytes()));
      if (!reply.isIntermediate()) {
        throw new Failure.Unsupported(
            "The FTP server cannot start a transfer in the middle of a file (REST).", reply);
      }
    }
  }

  private static Try connected(
      DataMode mode, InetSocketAddress address, Reply reply, long start, SocketChannel channel) {
    return new Try(attempt(mode, address, Attempt.Outcome.CONNECTED, reply, start), channel, false);
  }

  private static Try failed(
      DataMode mode,
      @Nullable InetSocketAddress address,
      Attempt.Outcome outcome,
      @Nullable Reply reply,
      long start,
      boolean poisoned) {
    return new Try(attempt(mode, address, outcome, reply, start), null, poisoned);
  }

  private static Attempt attempt(
      DataMode mode,
      @Nullable InetSocketAddress address,
      Attempt.Outcome outcome,
      @Nullable Reply reply,
      long start) {
    return new Attempt(
        mode,
        address == null ? null : Endpoints.text(address),
        outcome,
        reply,
        Duration.ofNanos(System.nanoTime() - start));
  }

  private static String explain(List<Attempt> attempts) {
    boolean passiveDropped = any(attempts, true, Attempt.Outcome.TIMED_OUT);
    boolean passiveRejected = any(attempts, true, Attempt.Outcome.REJECTED);
    boolean activeDropped = any(attempts, false, Attempt.Outcome.TIMED_OUT);
    StringBuilder text =
        new StringBuilder(
            "The login works, but no data connection to the FTP server could be made: ");
    if (passiveDropped) {
      text.append("its passive port does not answer (a firewall drops it)");
    } else if (passiveRejected) {
      text.append("its passive port rejects connections");
    } else {
      text.append("it offers no passive mode");
    }
    if (activeDropped) {
      text.append(", and in active mode it never reached the gateway");
    } else if (any(attempts, false, Attempt.Outcome.REJECTED)) {
      text.append(", and in active mode it could not connect to the gateway");
    } else if (attempts.stream().anyMatch(a -> !a.mode().isPassive())) {
      text.append(", and it refuses active mode");
    }
    return text.append('.').toString();
  }

  private static boolean any(List<Attempt> attempts, boolean passive, Attempt.Outcome outcome) {
    return attempts.stream()
        .anyMatch(a -> a.mode().isPassive() == passive && a.outcome() == outcome);
  }
}
