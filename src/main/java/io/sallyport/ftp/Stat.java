package io.sallyport.ftp;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Reply;
import io.sallyport.ftp.listing.MachineFormat;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Lease;
import io.sallyport.ftp.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is at a path, links followed: by MLST where the server has it, else by SIZE and MDTM for a
/// file and CWD for a folder. No data connection is needed. SIZE and MDTM go out together where
/// FEAT names both: a server that takes no second command from a packet leaves that one unanswered,
/// and is asked one by one from then on.
final class Stat {

  /// How long the answer to MDTM may be behind that to SIZE, before a server is taken for one that
  /// has not heard it. Both are said of what the server has just looked at.
  private static final Duration BEHIND = Duration.ofSeconds(3);

  private Stat() {}

  /// Empty if nothing is there. Blocks.
  ///
  /// @throws Failure.Denied if the server does not say
  static Optional<Entry> find(Lease lease, RemotePath path, ListingMemory memory)
      throws ControlLost {
    Session session = lease.session();
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
    return probe(lease, path, memory);
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

  private static Optional<Entry> probe(Lease lease, RemotePath path, ListingMemory memory)
      throws ControlLost {
    List<Reply> known = together(lease, path, memory);
    Session session = lease.session();
    String pathname = session.pathname(path);
    Reply size = known.isEmpty() ? session.control().send("SIZE", pathname) : known.getFirst();
    if (size.code() == 213) {
      return Optional.of(
          new Entry(
              path.name(),
              Entry.Kind.FILE,
              number(size),
              modified(session, pathname, known),
              true,
              null));
    }
    Optional<Entry> folder = folder(session, path);
    if (folder.isEmpty() && isUnknownCommand(size)) {
      @Nullable Instant modified = modified(session, pathname, known);
      if (modified != null) {
        return Optional.of(new Entry(path.name(), Entry.Kind.FILE, null, modified, true, null));
      }
    }
    return folder;
  }

  /// The replies to SIZE and MDTM, sent together; none if the server is asked one by one.
  private static List<Reply> together(Lease lease, RemotePath path, ListingMemory memory)
      throws ControlLost {
    Session session = lease.session();
    boolean named = session.features().has("SIZE") && session.features().has("MDTM");
    if (!named || memory.togetherRefused()) {
      return List.of();
    }
    List<Reply> replies =
        session.control().sendBoth("SIZE", "MDTM", session.pathname(path), BEHIND);
    if (replies.size() == 2 && isAboutTime(replies.getLast())) {
      return replies;
    }
    memory.togetherRefused(true);
    lease.renew();
    return List.of();
  }

  private static Optional<Entry> folder(Session session, RemotePath path) throws ControlLost {
    Reply reply = session.control().send("CWD", session.pathname(path));
    return reply.isPositive() ? Optional.of(Entry.folder(path.name())) : missing(reply, path);
  }

  /// A server that says two things to the first command would give an answer to it for the
  /// second's.
  private static boolean isAboutTime(Reply reply) {
    return reply.code() != 213 || MachineFormat.time(reply.text().strip()) != null;
  }

  private static @Nullable Instant modified(Session session, String pathname, List<Reply> known)
      throws ControlLost {
    Reply reply = known.isEmpty() ? session.control().send("MDTM", pathname) : known.getLast();
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
