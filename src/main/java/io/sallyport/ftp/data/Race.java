package io.sallyport.ftp.data;

import io.sallyport.files.Attempt;
import io.sallyport.files.DataMode;
import io.sallyport.files.Failure;
import io.sallyport.ftp.session.Lease;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Active mode, tried on a second session while the first one's passive connect waits in vain, as
/// RFC 8305 does with addresses. The second session asks for a plain listing that nobody reads: so
/// the real command reaches the server once, on the first session, in the mode that won, and an
/// upload that loses leaves nothing behind. Where no second session is to be had, nothing happens,
/// and the modes take their turns; but whoever finds a mode that works first tells all who still
/// wait for the same server. For one data connection; close it.
final class Race implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Race.class);

  /// An answer within this time is an answer: no second session is opened for it.
  private static final Duration HEAD_START = Duration.ofMillis(500);

  /// And so it is within so many round trips of the control connection.
  private static final int HEAD_START_ROUND_TRIPS = 4;

  private static final DataCommand PROBE =
      new DataCommand("LIST", null, 0, DataCommand.Preparation.NONE);

  private final Lease lease;
  private final ActiveMode active;
  private final List<DataMode> modes;
  private final Duration patience;
  private final List<Attempt> attempts = new CopyOnWriteArrayList<>();
  private final DataModeMemory.Route route;
  private final Set<Race> running;
  private @Nullable Thread thread;
  private @Nullable SocketChannel passive;
  private @Nullable DataMode winner;
  private boolean passiveWon;
  private volatile boolean trying;

  /// @param lease the first session's
  /// @param modes active modes, in the order to try them
  /// @param patience how long a data connection may take
  /// @param running the server's races that are under way; this one adds and removes itself.
  ///   Thread-safe
  Race(
      Lease lease,
      ActiveMode active,
      List<DataMode> modes,
      Duration patience,
      DataModeMemory.Route route,
      Set<Race> running) {
    this.route = route;
    this.running = running;
    this.lease = lease;
    this.active = active;
    this.modes = modes;
    this.patience = patience;
  }

  /// Starts unless `channel` connects soon. If active mode wins, `channel` is closed.
  ///
  /// @param roundTrip of the control connection
  void begin(Duration roundTrip, SocketChannel channel) {
    Duration trips = roundTrip.multipliedBy(HEAD_START_ROUND_TRIPS);
    Duration headStart = trips.compareTo(HEAD_START) > 0 ? trips : HEAD_START;
    synchronized (this) {
      passive = channel;
    }
    running.add(this);
    thread = Thread.ofVirtual().name("ftp-data-race").start(() -> run(headStart));
  }

  /// The passive connect has succeeded. Returns false if it came too late: its channel is closed.
  synchronized boolean passiveWins() {
    passiveWon = winner == null;
    return passiveWon;
  }

  /// The active mode that won.
  synchronized Optional<DataMode> winner() {
    return Optional.ofNullable(winner);
  }

  /// An active mode works on `proven`, here or for somebody else.
  void activeWins(DataModeMemory.Route proven, DataMode mode) throws IOException {
    synchronized (this) {
      if (!route.equals(proven) || passiveWon || winner != null) {
        return;
      }
      winner = mode;
      if (passive != null) {
        passive.close();
      }
    }
  }

  /// The passive connect has failed: waits for active mode to succeed or to fail if it is under
  /// way, else ends it, because the first session can do that itself. Returns what was tried.
  List<Attempt> settle() throws IOException {
    if (thread != null) {
      if (!trying) {
        thread.interrupt();
      }
      try {
        if (!thread.join(patience)) {
          thread.interrupt();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClosedByInterruptException();
      }
    }
    return List.copyOf(attempts);
  }

  /// Ends it; the second session is thrown away.
  @Override
  public void close() {
    running.remove(this);
    if (thread != null) {
      // Closes whatever socket it waits on.
      thread.interrupt();
    }
  }

  private void run(Duration headStart) {
    try {
      Thread.sleep(headStart);
      Optional<Lease> second = lease.companion();
      if (second.isPresent()) {
        try (Lease own = second.get()) {
          trying = true;
          run(own);
        }
      }
    } catch (InterruptedException e) {
      log.debug("ftp data race not needed");
    } catch (IOException | Failure e) {
      log.debug("ftp data race undecided: {}", e.toString());
    }
  }

  private void run(Lease second) throws IOException {
    for (DataMode mode : modes) {
      Try outcome = active.open(second.session().control(), mode, PROBE);
      attempts.add(outcome.attempt());
      if (outcome.channel() != null) {
        outcome.channel().close();
        activeWins(route, mode);
        return;
      }
      if (outcome.poisoned()) {
        return;
      }
    }
  }
}
