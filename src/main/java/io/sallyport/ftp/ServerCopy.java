package io.sallyport.ftp;

import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Reply;
import io.sallyport.files.TemporaryName;
import io.sallyport.ftp.session.ControlConnection;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Lease;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SITE CPFR and SITE CPTO of ProFTPD's mod_copy, where FEAT names them: to a temporary name in the
/// folder of the copy, compared by its size, then renamed.
final class ServerCopy {

  private static final Logger log = LoggerFactory.getLogger(ServerCopy.class);

  /// mod_copy says nothing while it copies. What takes longer than the patience for a final reply
  /// is better copied with something to see.
  private static final long MAX_BYTES = 1L << 30;

  /// mod_copy takes its argument to pieces as a shell would, and puts it together with single
  /// spaces: such a name would come out as another one.
  private static final Pattern OTHERWISE_READ = Pattern.compile("[\"'\\\\#]|  | $");

  private final Server server;
  private final Lease lease;
  private final RemotePath from;
  private final RemotePath to;
  private final RemotePath temporary;

  private ServerCopy(Server server, Lease lease, RemotePath from, RemotePath to) {
    this.server = server;
    this.lease = lease;
    this.from = from;
    this.to = to;
    this.temporary = to.parent().orElse(RemotePath.ROOT).child(TemporaryName.part());
  }

  /// Copies `from` to `to`.
  ///
  /// @throws Failure as [io.sallyport.files.CopiesFiles#copy]
  static void copy(Server server, Login login, Lease lease, RemotePath from, RemotePath to)
      throws ControlLost {
    ServerCopy copy = new ServerCopy(server, lease, from, to);
    copy.requireAble();
    long sizeBytes = copy.size();
    try (TemporaryFiles.Note note = server.temporaries().opened(copy.temporary, login)) {
      boolean whole = false;
      try {
        copy.make(sizeBytes);
        Renaming.move(server, lease, copy.temporary, to);
        whole = true;
      } finally {
        if (!whole) {
          copy.remove(note);
        }
      }
    }
  }

  private void requireAble() {
    if (!lease.session().features().has("SITE COPY")
        || !server.settings().atomicUploads()
        || OTHERWISE_READ.matcher(lease.session().pathname(from)).find()
        || OTHERWISE_READ.matcher(lease.session().pathname(temporary)).find()) {
      throw unsupported(null);
    }
  }

  private long size() throws ControlLost {
    Reply size = control().send("SIZE", lease.session().pathname(from));
    String digits = size.text().strip();
    if (size.code() != 213 || !digits.matches("\\d{1,18}") || Long.parseLong(digits) > MAX_BYTES) {
      throw unsupported(size);
    }
    return Long.parseLong(digits);
  }

  private void make(long sizeBytes) throws ControlLost {
    Reply found = control().send("SITE", "CPFR " + lease.session().pathname(from));
    if (!found.isIntermediate()) {
      throw unsupported(found);
    }
    control().sendOnly("SITE", "CPTO " + lease.session().pathname(temporary));
    Reply made = control().firstReply(server.finalReply());
    if (!made.isPositive()) {
      throw Replies.failure(made, to) instanceof Failure.NoSpace full ? full : unsupported(made);
    }
    Reply size = control().send("SIZE", lease.session().pathname(temporary));
    if (!size.text().strip().equals(Long.toString(sizeBytes))) {
      throw new Failure.Broken(
          "The FTP server says that it copied " + from + ", and did not copy all of it.",
          size,
          false,
          null);
    }
  }

  private void remove(TemporaryFiles.Note note) {
    try {
      if (control().replyOwed()) {
        lease.renew();
      }
      Reply reply = control().send("DELE", lease.session().pathname(temporary));
      if (reply.isPositive() || reply.code() == 550) {
        return;
      }
    } catch (ControlLost | Failure e) {
      log.debug("ftp copy cannot be removed path={}", temporary, e);
    }
    note.left();
    log.warn("ftp temporary file stays path={}", temporary);
  }

  private ControlConnection control() {
    return lease.session().control();
  }

  private static Failure unsupported(@Nullable Reply reply) {
    return new Failure.Unsupported("The FTP server cannot copy this file by itself.", reply);
  }
}
