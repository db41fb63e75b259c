package io.sallyport.ftp.data;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Attempt;
import io.sallyport.files.DataMode;
import io.sallyport.files.Failure;
import io.sallyport.files.Reply;
import io.sallyport.ftp.session.ControlConnection;
import io.sallyport.ftp.session.Dialer;
import io.sallyport.ftp.session.Lease;
import io.sallyport.ftp.tls.TlsPeer;
import io.sallyport.metrics.FtpMeters;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes every data connection of one server. Begins with the mode that worked last; where none has
/// yet, tries the modes in their order, and lets active mode race a passive port that does not
/// answer. Never changes mode because of a reply that is about the file, nor after a transfer has
/// begun. Thread-safe; each call works on its own lease.
public final class DataConnector {

  private static final Logger log = LoggerFactory.getLogger(DataConnector.class);

  private final FtpSettings settings;
  private final DataModeMemory memory;
  private final ScheduledExecutorService clock;
  private final PassiveMode passive;
  private final ActiveMode active;
  private final boolean reachesBack;
  private final Set<Race> races = ConcurrentHashMap.newKeySet();

  /// @param clock runs the stall watches
  public DataConnector(
      FtpSettings settings, DataModeMemory memory, ScheduledExecutorService clock) {
    this.settings = settings;
    this.memory = memory;
    this.clock = clock;
    Dialer dialer = Dialer.of(settings);
    this.reachesBack = dialer.reachesBack();
    this.passive = new PassiveMode(settings, dialer);
    this.active = new ActiveMode(settings);
  }

  /// Sends `command` with a data connection. When this returns, the server has answered 1yz and
  /// owes the final reply.
  ///
  /// @throws CommandRefused if the server refuses for a reason that is about the file
  /// @throws ControlLost if the control connection is gone
  /// @throws io.sallyport.ftp.tls.TlsRefused if the connection stands and TLS over it does not
  /// @throws Failure.NoDataConnection if no mode gave a connection
  /// @throws Failure.Busy if the server may connect to certain ports only, and all are in use
  public DataConnection open(Lease lease, DataCommand command) throws IOException {
    command.preparation().on(lease.session());
    DataModeMemory.Route route =
        new DataModeMemory.Route(
            settings.host(), settings.port(), lease.session().control().localAddress());
    Optional<DataMode> remembered =
        memory.remembered(route).filter(settings.data().modes()::contains);
    Deque<DataMode> order = new ArrayDeque<>(settings.data().modes());
    if (!reachesBack) {
      order.removeIf(mode -> !mode.isPassive());
    }
    remembered.ifPresent(mode -> putFirst(order, mode));
    List<Attempt> attempts = new ArrayList<>();
    boolean poisoned = false;
    while (!order.isEmpty()) {
      DataMode mode = order.pop();
      if (!isWorthTrying(mode, peer(lease), attempts)) {
        continue;
      }
      if (poisoned) {
        // After an active failure the server may say 425 a minute later: that session's replies
        // cannot be trusted. Nothing ends it sooner there: vsftpd 3.0.3 waits in its connect for 60
        // s and reads neither QUIT nor a reset meanwhile, so that with `max_per_ip=1` the next
        // login gets 421 until then. That is why passive modes have the first turn where only one
        // login is allowed: they fail without a trace.
        command.preparation().on(lease.renew());
      }
      Try outcome;
      if (mode.isPassive()) {
        try (Race race = remembered.isEmpty() ? race(lease, order, route) : null) {
          outcome = passive.open(lease.session().control(), mode, command, race);
          attempts.add(outcome.attempt());
          if (outcome.channel() == null && race != null) {
            attempts.addAll(race.settle());
            race.winner().ifPresent(winner -> putFirst(order, winner));
          }
        }
      } else {
        outcome = active.open(lease.session().control(), mode, command);
        attempts.add(outcome.attempt());
      }
      if (outcome.channel() != null) {
        memory.connected(route, mode);
        FtpMeters.connected(mode, attempts.size() > 1);
        if (!mode.isPassive()) {
          for (Race race : races) {
            race.activeWins(route, mode);
          }
        }
        ControlConnection control = lease.session().control();
        DataConnection connection =
            DataConnection.over(
                outcome.channel(),
                outcome.attempt(),
                control.tls(),
                clock,
                settings.timeouts().stall());
        control.keepAlive(clock);
        return connection;
      }
      log.debug("ftp data mode={} outcome={}", mode, outcome.attempt().outcome());
      memory.failed(route, mode);
      poisoned = outcome.poisoned();
    }
    FtpMeters.noDataConnection();
    Reply last = attempts.isEmpty() ? null : attempts.getLast().reply();
    throw new Failure.NoDataConnection(explain(attempts), last, attempts);
  }

  /// Tries one mode alone, whatever is known or configured, and remembers nothing: for whoever
  /// wants to know what works.
  ///
  /// @param peer who secures the data connection; empty for no TLS
  /// @throws IOException and [Failure] as [#open], but not [Failure.NoDataConnection] for what the
  ///   mode did not give
  public Trial trial(
      ControlConnection control, DataMode mode, DataCommand command, Optional<TlsPeer> peer)
      throws IOException {
    Try outcome =
        mode.isPassive()
            ? passive.open(control, mode, command, null)
            : active.open(control, mode, command);
    if (outcome.channel() == null) {
      return new Trial(outcome.attempt(), Optional.empty(), outcome.poisoned());
    }
    DataConnection data =
        DataConnection.over(
            outcome.channel(), outcome.attempt(), peer, clock, settings.timeouts().stall());
    return new Trial(outcome.attempt(), Optional.of(data), false);
  }

  /// Whether `mode` makes sense with the server of `control`: PASV and PORT carry IPv4 addresses
  /// only, and no server reaches back through a SOCKS5 proxy.
  public boolean isPossible(ControlConnection control, DataMode mode) {
    return isWordable(mode, control.peer())
        && (mode.isPassive() || Dialer.of(settings).reachesBack());
  }

  /// Begins with `mode` from now on.
  ///
  /// @param egress the gateway's end of the control connection
  public void prefer(InetAddress egress, DataMode mode) {
    DataModeMemory.Route route = new DataModeMemory.Route(settings.host(), settings.port(), egress);
    for (int i = 0; i < DataModeMemory.FAILURES_UNTIL_FORGOTTEN; i++) {
      memory.remembered(route).ifPresent(known -> memory.failed(route, known));
    }
    memory.connected(route, mode);
  }

  private static void putFirst(Deque<DataMode> order, DataMode mode) {
    order.remove(mode);
    order.push(mode);
  }

  private static InetAddress peer(Lease lease) {
    return lease.session().control().peer();
  }

  /// Against the active modes that have not had their turn yet.
  private @Nullable Race race(Lease lease, Deque<DataMode> order, DataModeMemory.Route route) {
    List<DataMode> opponents =
        order.stream().filter(mode -> !mode.isPassive() && isWordable(mode, peer(lease))).toList();
    return opponents.isEmpty()
        ? null
        : new Race(lease, active, opponents, settings.timeouts().dataConnect(), route, races);
  }

  /// Where the network ate or rejected the one passive (active) mode, it does so with the other,
  /// which differs in the wording of the command alone.
  private static boolean isWorthTrying(DataMode mode, InetAddress peer, List<Attempt> attempts) {
    return isWordable(mode, peer)
        && attempts.stream()
            .noneMatch(a ->
                switch (a.outcome()) {
                  case TIMED_OUT, REJECTED, WRONG_PEER -> a.mode().isPassive() == mode.isPassive();
                  case REFUSED_BY_SERVER, GARBLED -> a.mode() == mode;
                  case CONNECTED -> false;
                });
  }

  /// PASV and PORT carry IPv4 addresses only.
  private static boolean isWordable(DataMode mode, InetAddress peer) {
    return mode == DataMode.EPSV || mode == DataMode.EPRT || peer instanceof Inet4Address;
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
    } else if (attempts.stream().anyMatch(a -> a.mode().isPassive())) {
      text.append("it offers no passive mode");
    } else {
      text.append("passive mode was not tried");
    }
    if (activeDropped) {
      text.append(", and in active mode it never reached the gateway");
    } else if (any(attempts, false, Attempt.Outcome.REJECTED)) {
      text.append(", and in active mode it could not connect to the gateway");
    } else if (any(attempts, false, Attempt.Outcome.WRONG_PEER)) {
      text.append(", and in active mode somebody else connected to the gateway");
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
