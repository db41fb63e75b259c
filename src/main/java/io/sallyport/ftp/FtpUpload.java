package io.sallyport.ftp;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Reply;
import io.sallyport.files.TemporaryName;
import io.sallyport.files.Upload;
import io.sallyport.ftp.data.CommandRefused;
import io.sallyport.ftp.data.DataCommand;
import io.sallyport.ftp.data.DataConnection;
import io.sallyport.ftp.session.ControlConnection;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Lease;
import io.sallyport.metrics.FtpMeters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A STOR on its way: to a temporary name in the same folder, confirmed by 226 and SIZE, then
/// renamed; or, where the backend says so, straight to the final name.
final class FtpUpload implements Upload {

  private static final Logger log = LoggerFactory.getLogger(FtpUpload.class);

  /// How long a server that broke the data connection may take to say why.
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private enum State {
    SENDING,
    WHOLE,
    COMMITTED,
    FAILED
  }

  private final Server server;
  private final Login login;
  private final Lease lease;
  private final RemotePath target;
  private final RemotePath destination;
  private final DataConnection data;
  private final TemporaryFiles.Note note;

  /// How long the file is, counted from the beginning: more than was sent where it was there
  /// before.
  private long sizeBytes;

  private State state = State.SENDING;

  private FtpUpload(
      Server server,
      Login login,
      Lease lease,
      RemotePath target,
      RemotePath destination,
      DataConnection data,
      TemporaryFiles.Note note,
      long sizeBytes) {
    this.server = server;
    this.login = login;
    this.lease = lease;
    this.target = target;
    this.destination = destination;
    this.data = data;
    this.note = note;
    this.sizeBytes = sizeBytes;
  }

  /// Begins to send.
  ///
  /// @throws io.sallyport.ftp.data.CommandRefused if the server refuses the name
  static FtpUpload begin(Server server, Login login, Lease lease, RemotePath target)
      throws IOException {
    RemotePath destination =
        server.settings().atomicUploads()
            ? target.parent().orElse(RemotePath.ROOT).child(TemporaryName.part())
            : target;
    TemporaryFiles.Note note =
        (destination.equals(target) ? TemporaryFiles.UNNOTED : server.temporaries())
            .opened(destination, login);
    boolean begun = false;
    try {
      DataConnection data =
          server
              .connector()
              .open(lease, DataCommand.transfer("STOR", lease.session().pathname(destination), 0));
      begun = true;
      return new FtpUpload(server, login, lease, target, destination, data, note, 0);
    } finally {
      if (!begun) {
        note.close();
      }
    }
  }

  /// Begins to send what follows the first `sizeBytes` bytes of a file, which must be all it has; a
  /// file of none need not be there.
  ///
  /// @throws io.sallyport.ftp.data.CommandRefused if the server refuses
  static FtpUpload append(
      Server server, Login login, Lease lease, RemotePath target, long sizeBytes)
      throws IOException {
    String pathname = lease.session().pathname(target);
    Reply size = lease.session().control().send("SIZE", pathname);
    boolean missing = false;
    if (size.code() != 213) {
      Failure failure = Replies.failure(size, target);
      missing = sizeBytes == 0 && failure instanceof Failure.NotFound;
      if (!missing) {
        throw failure;
      }
    } else if (!size.text().strip().equals(Long.toString(sizeBytes))) {
      throw new Failure.Exists(
          target + " has " + size.text().strip() + " bytes, not " + sizeBytes + ".", size);
    }
    DataConnection data =
        missing
            ? server.connector().open(lease, DataCommand.transfer("STOR", pathname, 0))
            : goOn(server, lease, pathname, sizeBytes);
    TemporaryFiles.Note note = TemporaryFiles.UNNOTED.opened(target, login);
    return new FtpUpload(server, login, lease, target, target, data, note, sizeBytes);
  }

  /// APPE; where that is refused, REST and STOR, if the server says that it knows both together:
  /// one that does not would begin the file anew (RFC 3659 §5.3).
  private static DataConnection goOn(Server server, Lease lease, String pathname, long sizeBytes)
      throws IOException {
    try {
      return server.connector().open(lease, DataCommand.transfer("APPE", pathname, 0));
    } catch (CommandRefused e) {
      if (!lease.session().features().restartsUploads()) {
        throw e;
      }
      return server.connector().open(lease, DataCommand.transfer("STOR", pathname, sizeBytes));
    }
  }

  @Override
  public void write(ByteBuffer content) {
    expect(State.SENDING);
    int length = content.remaining();
    try {
      data.write(content);
    } catch (IOException e) {
      state = State.FAILED;
      throw lastWords().orElseGet(() -> Replies.broken(e));
    }
    sizeBytes += length;
  }

  /// The server closed the data connection in the middle; if it says why, that is the failure.
  /// commons-net's last reply would still be 150.
  private Optional<Failure> lastWords() {
    data.close();
    try {
      return Optional.of(refusal(control().finalReply(LAST_WORDS)));
    } catch (ControlLost e) {
      return Optional.empty();
    }
  }

  @Override
  public void finish() {
    expect(State.SENDING);
    state = State.FAILED;
    try {
      data.finish();
    } catch (IOException e) {
      throw lastWords().orElseGet(() -> Replies.broken(e));
    }
    confirm();
    verifySize();
    state = State.WHOLE;
  }

  private void confirm() {
    try {
      Reply reply = control().finalReply(server.finalReply());
      if (!reply.isPositive()) {
        throw refusal(reply);
      }
      if (control().replyOwed()) {
        // To a NOOP: what comes next on this connection may be its answer.
        lease.renew();
      }
    } catch (ControlLost e) {
      // Everything was sent and only the confirmation is missing: the size on a new session
      // decides.
      log.info("ftp upload unconfirmed path={} bytes={}; asking for the size", target, sizeBytes);
      lease.renew();
      if (!isWhole().orElse(false)) {
        throw Replies.broken(e);
      }
    }
  }

  private void verifySize() {
    if (!isWhole().orElse(true)) {
      throw new Failure.Broken(
          "The FTP server confirmed the upload of "
              + target
              + " but holds another size than was sent.",
          null,
          false,
          null);
    }
  }

  /// Whether the server holds as many bytes as were sent; empty where it cannot say.
  private Optional<Boolean> isWhole() {
    try {
      Reply reply = control().send("SIZE", lease.session().pathname(destination));
      return reply.code() == 213
          ? Optional.of(reply.text().strip().equals(Long.toString(sizeBytes)))
          : Stat.isUnknownCommand(reply) ? Optional.empty() : Optional.of(false);
    } catch (ControlLost e) {
      throw Replies.broken(e);
    }
  }

  @Override
  public void commit() {
    if (state == State.SENDING) {
      finish();
    }
    expect(State.WHOLE);
    if (!destination.equals(target)) {
      Renaming.move(server, lease, destination, target);
    }
    state = State.COMMITTED;
    server.changed(target);
    lease.keep();
  }

  @Override
  public boolean isAtomic() {
    return !destination.equals(target);
  }

  @Override
  public Optional<Entry> standing() {
    if (state != State.WHOLE) {
      expect(State.COMMITTED);
    }
    lease.begin();
    try {
      Optional<Entry> entry = Stat.find(lease, target, server.listings());
      if (state == State.COMMITTED) {
        lease.keep();
      }
      return entry;
    } catch (ControlLost e) {
      throw Replies.broken(e);
    }
  }

  private Failure refusal(Reply reply) {
    String text = reply.text().toLowerCase(Locale.ROOT);
    // vsftpd 3.0.3 answers 451 "Failure writing to local file." when the disk is full.
    boolean full =
        reply.code() == 452
            || reply.code() == 552
            || text.contains("no space")
            || text.contains("quota")
            || text.contains("disk full")
            || text.contains("writing to local file");
    return full
        ? new Failure.NoSpace("The FTP server has no room left for " + target + ".", reply)
        : new Failure.Broken(
            "The FTP server did not take " + target + " whole.", reply, false, null);
  }

  private ControlConnection control() {
    return lease.session().control();
  }

  private void expect(State expected) {
    if (state != expected) {
      throw new IllegalStateException("the upload is " + state);
    }
  }

  @Override
  public void close() {
    try {
      end();
    } finally {
      note.close();
      server.changed(target);
    }
  }

  private void end() {
    if (state == State.COMMITTED) {
      lease.close();
      return;
    }
    boolean inStep = state == State.WHOLE;
    FtpMeters.uploadAborted();
    if (!inStep) {
      // A reset: an ordinary end would make the server say 226 for what came so far.
      data.abort();
    }
    if (!destination.equals(target)) {
      deleteTemporary(inStep);
    }
    lease.close();
  }

  private void deleteTemporary(boolean inStep) {
    try {
      // Until the server has let go of the file it may still be about to make it: MINA FtpServer
      // does so only when the data connection stands.
      boolean isOver = inStep || (control().replyOwed() && control().awaitEnd(LAST_WORDS));
      if (!isOver) {
        lease.renew();
      }
      Reply reply = control().send("DELE", lease.session().pathname(destination));
      if (reply.isPositive() || (isOver && reply.code() == 550)) {
        lease.keep();
      } else {
        note.left();
        log.warn(
            "ftp temporary file stays path={} user={} reply={}",
            destination,
            login.user(),
            reply.oneLine());
      }
    } catch (ControlLost | Failure e) {
      note.left();
      log.warn(
          "ftp temporary file stays path={} user={}: {}",
          destination,
          login.user(),
          e.getMessage());
    }
  }
}
