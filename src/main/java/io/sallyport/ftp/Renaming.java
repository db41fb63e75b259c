package io.sallyport.ftp;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Reply;
import io.sallyport.files.TemporaryName;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Lease;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// RNFR and RNTO, over an existing file too. Where a server refuses that (Windows servers, MINA),
/// the old file steps aside first and comes back if the new one cannot take its place. A lost reply
/// is resolved by looking.
final class Renaming {

  private static final Logger log = LoggerFactory.getLogger(Renaming.class);

  private final Server server;
  private final Lease lease;
  private final RemotePath from;
  private final RemotePath to;
  private final RemotePath aside;

  private Renaming(Server server, Lease lease, RemotePath from, RemotePath to) {
    this.server = server;
    this.lease = lease;
    this.from = from;
    this.to = to;
    this.aside = to.parent().orElse(RemotePath.ROOT).child(TemporaryName.old());
  }

  /// Moves `from` to `to`.
  ///
  /// @throws Failure.NotFound if nothing is at `from`
  /// @throws Failure.Exists if a folder is at `to`
  /// @throws Failure.MissingParent if the folder of `to` is not there
  /// @throws Failure.Denied if the server refuses
  /// @throws Failure.Broken if the connection breaks and the move was not made
  static void move(Server server, Lease lease, RemotePath from, RemotePath to) {
    Renaming renaming = new Renaming(server, lease, from, to);
    try {
      renaming.move();
    } catch (ControlLost e) {
      renaming.resolve(e);
    }
  }

  private void move() throws ControlLost {
    Reply begun = control("RNFR", from);
    if (!begun.isIntermediate()) {
      throw find(from).isPresent() ? Replies.denied(begun, from) : Replies.notFound(begun, from);
    }
    Reply refused = control("RNTO", to);
    if (refused.isPositive()) {
      return;
    }
    Optional<Entry> there = find(to);
    if (there.isEmpty()) {
      throw explain(refused);
    }
    if (there.get().isFolder()) {
      throw new Failure.Exists(to + " is a folder that is there already.", refused);
    }
    replace(refused);
  }

  private void replace(Reply refused) throws ControlLost {
    if (!rename(to, aside).isPositive()) {
      throw Replies.denied(refused, to);
    }
    Reply moved = rename(from, to);
    if (!moved.isPositive()) {
      putBack();
      throw Replies.denied(moved, to);
    }
    Reply deleted = control("DELE", aside);
    if (!deleted.isPositive()) {
      log.warn("ftp replaced file could not be deleted path={} reply={}", aside, deleted.oneLine());
    }
  }

  /// The connection broke somewhere on the way, perhaps after the server had done what it was told.
  private void resolve(ControlLost cause) {
    try {
      lease.renew();
      boolean gone = find(from).isEmpty();
      boolean arrived = find(to).isPresent();
      if (gone && arrived) {
        if (find(aside).isPresent()) {
          control("DELE", aside);
        }
        return;
      }
      if (!arrived && find(aside).isPresent()) {
        putBack();
      }
    } catch (ControlLost again) {
      again.addSuppressed(cause);
      throw Replies.broken(again);
    }
    throw Replies.broken(cause);
  }

  private void putBack() throws ControlLost {
    Reply back = rename(aside, to);
    if (!back.isPositive()) {
      log.error("ftp file left aside path={} belongs-at={} reply={}", aside, to, back.oneLine());
    }
  }

  private Failure explain(Reply refused) throws ControlLost {
    Optional<RemotePath> parent = to.parent();
    boolean orphan = parent.isPresent() && find(parent.get()).filter(Entry::isFolder).isEmpty();
    return orphan
        ? new Failure.MissingParent(
            "There is no folder " + parent.get() + " on the FTP server.", refused)
        : Replies.denied(refused, to);
  }

  private Reply rename(RemotePath source, RemotePath target) throws ControlLost {
    Reply begun = control("RNFR", source);
    return begun.isIntermediate() ? control("RNTO", target) : begun;
  }

  private Reply control(String verb, RemotePath path) throws ControlLost {
    return lease.session().control().send(verb, lease.session().pathname(path));
  }

  private Optional<Entry> find(RemotePath path) throws ControlLost {
    return Stat.find(lease, path, server.listings());
  }
}
