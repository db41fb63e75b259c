package io.sallyport.ftp.data;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Attempt;
import io.sallyport.files.DataMode;
import io.sallyport.files.Failure;
import io.sallyport.files.Reply;
import io.sallyport.ftp.session.ControlConnection;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// EPRT and PORT: the gateway listens and the server connects. Thread-safe.
final class ActiveMode {

  /// How long an accept waits before the control connection is looked at: a server that cannot
  /// connect says so there.
  private static final Duration GLANCE = Duration.ofMillis(25);

  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final FtpSettings settings;

  ActiveMode(FtpSettings settings) {
    this.settings = settings;
  }

  /// Tries `mode` for `command`.
  ///
  /// @throws Failure.Busy if every port of the configured range is in use
  /// @throws Failure.NoDataConnection if the configured address is no address of this family
  Try open(ControlConnection control, DataMode mode, DataCommand command) throws IOException {
    long start = System.nanoTime();
    try (ActiveListener listener = listen(control)) {
      InetSocketAddress here = listener.address();
      InetAddress told = advertised(here.getAddress());
      Reply reply =
          mode == DataMode.PORT && told instanceof Inet4Address v4
              ? control.send("PORT", Endpoints.sixNumbers(v4, here.getPort()))
              : control.send("EPRT", Endpoints.extended(told, here.getPort()));
      InetSocketAddress address = new InetSocketAddress(told, here.getPort());
      if (!reply.isPositive()) {
        return Try.failed(mode, address, Attempt.Outcome.REFUSED_BY_SERVER, reply, start, false);
      }
      return awaitServer(control, listener, mode, command, address, start);
    }
  }

  private ActiveListener listen(ControlConnection control) throws IOException {
    try {
      return ActiveListener.open(
          control.localAddress(),
          settings.data().activePorts(),
          from -> from.equals(control.peer()) || settings.data().trusts(from));
    } catch (BindException e) {
      throw new Failure.Busy(
          settings.data().activePorts() == null
              ? "No port is free for the FTP server's data connection."
              : "Every port of " + settings.data().activePorts() + " (active-ports) is in use.",
          null,
          Duration.ofSeconds(5));
    }
  }

  /// What the server is told to connect to: the configured address or name, else the address that
  /// the control connection leaves from.
  private InetAddress advertised(InetAddress local) {
    String configured = settings.data().activeAddress();
    if (configured == null) {
      return local;
    }
    try {
      return Stream.of(InetAddress.getAllByName(configured))
          .filter(address -> address.getClass().equals(local.getClass()))
          .findFirst()
          .orElseThrow(() -> new UnknownHostException(configured));
    } catch (UnknownHostException e) {
      throw new Failure.NoDataConnection(
          "The gateway's active-address \""
              + configured
              + "\" is no IPv"
              + (local instanceof Inet4Address ? 4 : 6)
              + " address and no name of one.",
          null,
          List.of());
    }
  }

  /// The server connects before or after its 150, as it likes.
  private Try awaitServer(
      ControlConnection control,
      ActiveListener listener,
      DataMode mode,
      DataCommand command,
      InetSocketAddress told,
      long start)
      throws IOException {
    command.beginUnanswered(control);
    long deadline = System.nanoTime() + settings.timeouts().dataConnect().toNanos();
    @Nullable SocketChannel channel = null;
    @Nullable Reply begun = null;
    boolean handedOver = false;
    try {
      while (channel == null && System.nanoTime() < deadline) {
        channel = listener.accept(GLANCE);
        if (channel != null || !control.replyWaiting()) {
          continue;
        }
        if (begun == null) {
          begun = control.firstReply(settings.timeouts().reply());
          if (command.isDone(begun)) {
            channel = listener.accept(AT_ONCE);
            break;
          }
          if (!begun.isPreliminary()) {
            return refused(mode, told, begun, start);
          }
          continue;
        }
        // The final reply: of a transfer that came and went meanwhile, or of one that never will.
        channel = listener.accept(AT_ONCE);
        if (channel == null) {
          return refused(mode, told, control.finalReply(settings.timeouts().reply()), start);
        }
      }
      if (channel == null) {
        Attempt.Outcome outcome =
            begun != null && begun.isPositive()
                ? Attempt.Outcome.GARBLED
                : listener.sawForeigner() ? Attempt.Outcome.WRONG_PEER : Attempt.Outcome.TIMED_OUT;
        return Try.failed(mode, told, outcome, begun, start, true);
      }
      if (begun == null) {
        begun = control.firstReply(settings.timeouts().reply());
      }
      if (command.isDone(begun)) {
        control.completedEarly(begun);
      } else if (!begun.isPreliminary()) {
        return refused(mode, told, begun, start);
      }
      handedOver = true;
      return Try.connected(mode, told, begun, start, channel);
    } finally {
      if (!handedOver && channel != null) {
        channel.close();
      }
    }
  }

  private static Try refused(DataMode mode, InetSocketAddress told, Reply reply, long start)
      throws CommandRefused {
    if (!DataCommand.blamesDataConnection(reply)) {
      throw new CommandRefused(reply);
    }
    return Try.failed(mode, told, Attempt.Outcome.REJECTED, reply, start, true);
  }
}
