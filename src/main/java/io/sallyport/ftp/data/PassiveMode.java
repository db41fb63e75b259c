package io.sallyport.ftp.data;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Attempt;
import io.sallyport.files.DataMode;
import io.sallyport.files.Reply;
import io.sallyport.ftp.session.ControlConnection;
import io.sallyport.ftp.session.Dialer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// EPSV and PASV: the server names a port and the gateway connects to it. The command is sent only
/// over a data connection that stands, so a failure leaves the session in step. Thread-safe.
final class PassiveMode {

  private final FtpSettings settings;
  private final Dialer dialer;

  PassiveMode(FtpSettings settings, Dialer dialer) {
    this.settings = settings;
    this.dialer = dialer;
  }

  /// Tries `mode` for `command`.
  ///
  /// @param race begins if the port does not answer soon; absent for none
  Try open(ControlConnection control, DataMode mode, DataCommand command, @Nullable Race race)
      throws IOException {
    long start = System.nanoTime();
    Reply reply = control.send(mode.name());
    Duration roundTrip = Duration.ofNanos(System.nanoTime() - start);
    if (!reply.isPositive()) {
      return Try.failed(mode, null, Attempt.Outcome.REFUSED_BY_SERVER, reply, start, false);
    }
    OptionalInt port = Endpoints.passivePort(reply);
    if (port.isEmpty()) {
      return Try.failed(mode, null, Attempt.Outcome.GARBLED, reply, start, false);
    }
    InetSocketAddress target = new InetSocketAddress(host(control, reply), port.getAsInt());
    SocketChannel channel = SocketChannel.open();
    boolean handedOver = false;
    try {
      if (race != null) {
        race.begin(roundTrip, channel);
      }
      Attempt.Outcome outcome = connect(channel, target, race);
      if (outcome != Attempt.Outcome.CONNECTED) {
        return Try.failed(mode, target, outcome, reply, start, false);
      }
      Reply begun = command.begin(control);
      boolean done = command.isDone(begun);
      if (done) {
        control.completedEarly(begun);
      }
      if (done || begun.isPreliminary()) {
        handedOver = true;
        return Try.connected(mode, target, begun, start, channel);
      }
      if (!DataCommand.blamesDataConnection(begun)) {
        throw new CommandRefused(begun);
      }
      return Try.failed(mode, target, Attempt.Outcome.REJECTED, begun, start, false);
    } finally {
      if (!handedOver) {
        channel.close();
      }
    }
  }

  /// The address that a 227 names is taken only if it is trusted: servers behind NAT name private
  /// ones, and hostile servers those of others.
  private InetAddress host(ControlConnection control, Reply reply) {
    return Endpoints.passiveHost(reply).filter(settings.data()::trusts).orElseGet(control::peer);
  }

  private Attempt.Outcome connect(
      SocketChannel channel, InetSocketAddress target, @Nullable Race race) throws IOException {
    try {
      dialer.dial(channel.socket(), target, (int) settings.timeouts().dataConnect().toMillis());
      return race == null || race.passiveWins()
          ? Attempt.Outcome.CONNECTED
          : Attempt.Outcome.TIMED_OUT;
    } catch (SocketTimeoutException e) {
      return Attempt.Outcome.TIMED_OUT;
    } catch (SocketException e) {
      return Attempt.Outcome.REJECTED;
    } catch (ClosedChannelException e) {
      if (race != null && race.winner().isPresent()) {
        return Attempt.Outcome.TIMED_OUT;
      }
      throw e;
    }
  }
}
