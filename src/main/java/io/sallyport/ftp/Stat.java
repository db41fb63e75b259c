package io.sallyport.ftp;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Reply;
import io.sallyport.ftp.listing.MachineFormat;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Session;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is at a path, links followed: by MLST where the server has it, else by SIZE and MDTM for a
/// file and CWD for a folder. No data connection is needed.
final class Stat {

  private Stat() {}

  /// Empty if nothing is there.
  ///
  /// @throws Failure.Denied if the server does not say
  static Optional<Entry> find(Session session, RemotePath path, ListingMemory memory)
      throws ControlLost {
    if (path.isRoot()) {
      return folder(session, path);
    }
    if (session.features().hasMachineListings() && !memory.machineListingsRefused()) {
      Reply reply = session.control().send("MLST", session.pathname(path));
      if (reply.isPositive()) {
        Optional<Entry> entry = facts(reply, path);
        if (entry.isPresent() && entry.get().kind() != Entry.Kind.LINK) {
          return entry;
        }
      } else if (!isUnknownCommand(reply)) {
        return missing(reply, path);
      } else {
        memory.machineListingsRefused(true);
      }
    }
    return probe(session, path);
  }

  private static Optional<Entry> facts(Reply reply, RemotePath path) {
    // RFC 3659 §7.2 wants the facts on a line of their own; some servers put all on one.
    for (String line : reply.text().split("\n", -1)) {
      String candidate = line.strip();
      int equals = candidate.indexOf('=');
      int space = candidate.indexOf(' ');
      if (equals > 0 && (space < 0 || equals < space)) {
        return Optional.of(MachineFormat.parseFacts(candidate, path.name()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Entry> probe(Session session, RemotePath path) throws ControlLost {
    String pathname = session.pathname(path);
    Reply size = session.control().send("SIZE", pathname);
    if (size.code() == 213) {
      return Optional.of(
          new Entry(
              path.name(), Entry.Kind.FILE, number(size), modified(session, pathname), true, null));
    }
    Optional<Entry> folder = folder(session, path);
    if (folder.isEmpty() && isUnknownCommand(size)) {
      @Nullable Instant modified = modified(session, pathname);
      if (modified != null) {
        return Optional.of(new Entry(path.name(), Entry.Kind.FILE, null, modified, true, null));
      }
    }
    return folder;
  }

  private static Optional<Entry> folder(Session session, RemotePath path) throws ControlLost {
    Reply reply = session.control().send("CWD", session.pathname(path));
    return reply.isPositive() ? Optional.of(Entry.folder(path.name())) : missing(reply, path);
  }

  private static @Nullable Instant modified(Session session, String pathname) throws ControlLost {
    Reply reply = session.control().send("MDTM", pathname);
    return reply.code() == 213 ? MachineFormat.time(reply.text().strip()) : null;
  }

  private static @Nullable Long number(Reply reply) {
    try {
      return Long.parseLong(reply.text().strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Optional<Entry> missing(Reply reply, RemotePath path) {
    Failure failure = Replies.failure(reply, path);
    if (failure instanceof Failure.NotFound) {
      return Optional.empty();
    }
    throw failure;
  }

  static boolean isUnknownCommand(Reply reply) {
    return reply.code() >= 500 && reply.code() <= 504;
  }
}
