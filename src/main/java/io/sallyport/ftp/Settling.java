package io.sallyport.ftp;

import io.sallyport.files.Entry;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Reply;
import io.sallyport.ftp.listing.MachineFormat;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Lease;
import io.sallyport.ftp.session.Names;
import io.sallyport.ftp.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The members of one listing on their way out. Most go straight through. Some wait for the end,
/// when the connection is free for questions: a name in a charset that the other names may tell, a
/// link that may lead to a folder, and a time as long as it is not known how far the server's clock
/// is ahead of UTC in that part of the year. No more than [#MAX_HELD] wait, so a folder of any size
/// takes the same memory; beyond that they go out as they are. For one thread.
final class Settling {

  private static final Logger log = LoggerFactory.getLogger(Settling.class);

  private static final int MAX_HELD = 1_000;

  /// More links than these are told without looking where each of them leads.
  private static final int MAX_LINKS = 100;

  /// Nor is more time spent on them than this.
  private static final Duration LINKS_TIME = Duration.ofSeconds(2);

  /// So many files are asked for their exact time until one agrees with its line.
  private static final int MAX_CLOCK_QUESTIONS = 3;

  private static final long QUARTER_SECONDS = Duration.ofMinutes(15).toSeconds();
  private static final long FARTHEST_SECONDS = Duration.ofHours(15).toSeconds();

  private final Server server;
  private final RemotePath folder;
  private final Names.Reader names;
  private final @Nullable ZoneId zone;
  private final boolean followsLinks;
  private final List<Entry> held = new ArrayList<>();
  private final Deque<Entry> ready = new ArrayDeque<>();
  private int links;
  private boolean patient = true;

  /// @param zone in which the lines were read; absent if they tell the time in UTC
  /// @param followsLinks whether a link to a folder is shown as a folder
  Settling(Server server, RemotePath folder, @Nullable ZoneId zone, boolean followsLinks) {
    this.server = server;
    this.folder = folder;
    this.names = server.names().read(folder);
    this.zone = zone;
    this.followsLinks = followsLinks;
  }

  /// Takes a member as it was listed.
  void add(Entry entry) {
    boolean readable = names.note(entry.name());
    boolean asked = followsLinks && entry.kind() == Entry.Kind.LINK && ++links <= MAX_LINKS;
    boolean timed = entry.modified() != null && isDoubtful(entry.modified());
    if (patient && (!readable || asked || timed)) {
      held.add(entry);
      if (held.size() >= MAX_HELD) {
        patient = false;
        names.decide();
        release(UnaryOperator.identity());
      }
    } else {
      ready.add(entry);
    }
  }

  /// The next member that can go out; empty if there is none at the moment.
  Optional<Entry> next() {
    Entry entry = ready.poll();
    if (entry == null) {
      return Optional.empty();
    }
    String name = names.text(entry.name());
    return Optional.of(name.equals(entry.name()) ? entry : entry.named(name));
  }

  /// The listing is whole, and the lease's session is in step: asks what is to be asked. The lease
  /// is kept if the session survives the questions; the listing is whole in any case.
  void end(Lease lease) {
    names.end();
    try {
      UnaryOperator<Entry> inUtc = UnaryOperator.identity();
      if (zone != null && !held.isEmpty()) {
        askTheTime(lease.session(), zone);
        if (server.settings().timeZone() == null) {
          inUtc = moving(zone, server.listings().clock().zone());
        }
      }
      if (followsLinks) {
        followLinks(lease.session());
      }
      release(inUtc);
      lease.keep();
    } catch (ControlLost e) {
      log.debug("ftp session lost after a listing: {}", e.toString());
      release(UnaryOperator.identity());
    }
  }

  private void release(UnaryOperator<Entry> change) {
    held.forEach(entry -> ready.add(change.apply(entry)));
    held.clear();
  }

  /// From the zone that the lines were read in to the one that they are found to be in.
  private static UnaryOperator<Entry> moving(ZoneId read, ZoneId found) {
    return entry ->
        entry.modified() == null
            ? entry
            : new Entry(
                entry.name(),
                entry.kind(),
                entry.sizeBytes(),
                LocalDateTime.ofInstant(entry.modified(), read).atZone(found).toInstant(),
                false,
                entry.mode());
  }

  /// What a line says minus what MDTM says of the same file is the offset (RFC 3659 §2.3: MDTM is
  /// in UTC).
  private void askTheTime(Session session, ZoneId read) throws ControlLost {
    ServerClock clock = server.listings().clock();
    int questions = 0;
    for (Entry entry : held) {
      Instant listed = entry.modified();
      if (entry.kind() != Entry.Kind.FILE || listed == null || !isDoubtful(listed)) {
        continue;
      }
      if (++questions > MAX_CLOCK_QUESTIONS) {
        return;
      }
      Reply reply = session.control().send("MDTM", session.pathname(folder.child(entry.name())));
      if (Stat.isUnknownCommand(reply)) {
        clock.nobodyKnows();
        return;
      }
      @Nullable Instant exact =
          reply.code() == 213 ? MachineFormat.time(reply.text().strip()) : null;
      if (exact != null) {
        long shown = listed.getEpochSecond() + read.getRules().getOffset(listed).getTotalSeconds();
        long ahead = shown - exact.getEpochSecond() / 60 * 60;
        // Any other difference is a file that changes just now, or a year guessed wrong.
        if (ahead % QUARTER_SECONDS == 0 && Math.abs(ahead) <= FARTHEST_SECONDS) {
          clock.learn(exact, ZoneOffset.ofTotalSeconds((int) ahead));
        }
      }
    }
  }

  /// Whether the server is to be asked about a time that a line shows. Midnight is what a line
  /// shows that tells the day alone.
  private boolean isDoubtful(Instant listed) {
    ZoneId read = zone;
    return read != null
        && server.settings().timeZone() == null
        && !LocalDateTime.ofInstant(listed, read).toLocalTime().equals(LocalTime.MIDNIGHT)
        && !server.listings().clock().tells(listed);
  }

  /// A link that leads to a folder can be entered; it is shown as a folder then. Each link stays in
  /// its place until its answer is there, so that a connection lost on the way loses no member.
  private void followLinks(Session session) throws ControlLost {
    long end = System.nanoTime() + LINKS_TIME.toNanos();
    int asked = 0;
    for (ListIterator<Entry> each = held.listIterator(); each.hasNext(); ) {
      Entry entry = each.next();
      if (entry.kind() == Entry.Kind.LINK) {
        if (asked++ >= MAX_LINKS || System.nanoTime() - end > 0) {
          return;
        }
        String pathname = session.pathname(folder.child(entry.name()));
        if (session.control().send("CWD", pathname).isPositive()) {
          each.set(
              new Entry(
                  entry.name(),
                  Entry.Kind.FOLDER,
                  null,
                  entry.modified(),
                  entry.exactTime(),
                  entry.mode()));
        }
      }
    }
  }
}
