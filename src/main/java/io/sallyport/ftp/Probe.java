package io.sallyport.ftp;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Attempt;
import io.sallyport.files.DataMode;
import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Reply;
import io.sallyport.ftp.data.CommandRefused;
import io.sallyport.ftp.data.DataCommand;
import io.sallyport.ftp.data.DataConnection;
import io.sallyport.ftp.data.DataConnector;
import io.sallyport.ftp.data.Trial;
import io.sallyport.ftp.listing.HumanFormat;
import io.sallyport.ftp.listing.Lines;
import io.sallyport.ftp.listing.ListingFormat;
import io.sallyport.ftp.listing.MachineFormat;
import io.sallyport.ftp.listing.Parsed;
import io.sallyport.ftp.session.ControlConnection;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Features;
import io.sallyport.ftp.session.Names;
import io.sallyport.ftp.session.Session;
import io.sallyport.ftp.tls.TlsPeer;
import io.sallyport.ftp.tls.TlsRefused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One login under examination: commands, and listings and an upload over data connections of a
/// certain mode. For one thread; close it.
public final class Probe implements AutoCloseable {

  /// Enough is seen after this, of however big a folder.
  private static final Duration READING = Duration.ofSeconds(4);

  private final FtpSettings settings;
  private final Session session;
  private final DataConnector connector;
  private final Names names;
  private boolean poisoned;

  Probe(FtpSettings settings, Session session, DataConnector connector, Names names) {
    this.settings = settings;
    this.session = session;
    this.connector = connector;
    this.names = names;
  }

  /// How a listing is written.
  public enum Form {
    /// For programs (RFC 3659 §7).
    MLSD,
    /// For people (RFC 959 §4.1.3).
    LIST
  }

  /// What came of a listing.
  ///
  /// @param attempt the data connection
  /// @param end the final reply; absent if there was no data connection, or if the listing was left
  ///   in the middle because it was long
  /// @param entries members that could be read
  /// @param unreadable lines that could not
  public record Listed(Attempt attempt, @Nullable Reply end, int entries, int unreadable) {

    /// Whether data came through.
    public boolean works() {
      return attempt.outcome() == Attempt.Outcome.CONNECTED && (end == null || end.isPositive());
    }
  }

  /// What the server says it can do.
  public Features features() {
    return session.features();
  }

  /// The control connection.
  public ControlConnection control() {
    return session.control();
  }

  /// The listing form that the engine would take.
  public Form usualForm() {
    return features().hasMachineListings() ? Form.MLSD : Form.LIST;
  }

  /// Whether the server and the way to it can have data connections of this mode at all.
  public boolean isPossible(DataMode mode) {
    return connector.isPossible(control(), mode);
  }

  /// Whether the next reply will belong to the next command.
  public boolean isInStep() {
    return !poisoned && !control().replyOwed();
  }

  /// Enters the folder that is the backend's root; returns the server's reply.
  public Reply enterRoot() throws ControlLost {
    return control().send("CWD", session.pathname(RemotePath.ROOT));
  }

  /// Lists the current folder over a data connection of `mode`.
  ///
  /// @param resuming under TLS: whether the data connection resumes the control connection's
  ///   session, as it always does for users
  /// @throws CommandRefused if the server refuses the listing itself
  /// @throws TlsRefused if the data connection stands and TLS over it does not
  /// @throws ControlLost if the control connection is gone
  /// @throws Failure.Busy if every port that active mode may listen on is in use
  /// @throws Failure.NoDataConnection if the configured active address is no address of this family
  public Listed list(DataMode mode, Form form, boolean resuming) throws IOException {
    boolean done = false;
    try {
      Optional<TlsPeer> peer = control().tls().map(met -> resuming ? met : met.stranger());
      DataCommand command = new DataCommand(form.name(), null, 0, DataCommand.Preparation.NONE);
      Trial trial = connector.trial(control(), mode, command, peer);
      poisoned = trial.poisoned();
      Listed listed =
          trial.data().isPresent()
              ? read(trial.data().get(), form)
              : new Listed(trial.attempt(), null, 0, 0);
      done = true;
      return listed;
    } catch (CommandRefused e) {
      done = true;
      throw e;
    } finally {
      poisoned |= !done;
    }
  }

  private Listed read(DataConnection data, Form form) throws IOException {
    ListingFormat format =
        form == Form.MLSD ? new MachineFormat() : new HumanFormat(Instant.now(), zone());
    Names.Reader reader = names.read(RemotePath.ROOT);
    long end = System.nanoTime() + READING.toNanos();
    int entries = 0;
    int unreadable = 0;
    try (data) {
      Lines lines = new Lines(data::read);
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        switch (format.parse(line.get())) {
          case Parsed.Member member -> {
            entries++;
            reader.note(member.entry().name());
          }
          case Parsed.Unreadable _ -> unreadable++;
          case Parsed.Dot _, Parsed.Blank _ -> {
            // No member.
          }
        }
        if (System.nanoTime() > end) {
          data.abort();
          poisoned = true;
          reader.decide();
          return new Listed(data.attempt(), null, entries, unreadable);
        }
      }
      unreadable += lines.dropped();
    }
    reader.decide();
    Reply reply = control().finalReply(settings.timeouts().stall());
    return new Listed(data.attempt(), reply, entries, unreadable);
  }

  private ZoneId zone() {
    return settings.timeZone() == null ? ZoneOffset.UTC : settings.timeZone();
  }

  /// Uploads a file into the current folder; returns the final reply.
  ///
  /// @param name of ASCII characters
  /// @throws CommandRefused if the server refuses the file
  /// @throws Failure.NoDataConnection if there is no data connection in this mode
  /// @throws IOException as [#list]
  public Reply store(DataMode mode, String name, byte[] content) throws IOException {
    DataCommand command = DataCommand.transfer("STOR", name, 0);
    Trial trial = connector.trial(control(), mode, command, control().tls());
    poisoned = trial.poisoned();
    if (trial.data().isEmpty()) {
      throw new Failure.NoDataConnection(
          "There is no data connection for the upload.",
          trial.attempt().reply(),
          java.util.List.of(trial.attempt()));
    }
    try (DataConnection data = trial.data().get()) {
      data.write(ByteBuffer.wrap(content));
      data.finish();
    }
    return control().finalReply(settings.timeouts().stall());
  }

  @Override
  public void close() {
    session.close();
  }
}
