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
/// link that may lead to a folder, and everything as long as it is not known how far the server's
/// clock is ahead of UTC. No more than [#MAX_HELD] wait, so a folder of any size takes the same
/// memory; beyond that they go out as they are. For one thread.
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
  private final boolean seeksOffset;
  private final List<Entry> held = new ArrayList<>();
  private final Deque<Entry> ready = new ArrayDeque<>();
  private int links;
  private boolean patient = true;

  /// @param human whether the lines are meant for people, with times in an unknown zone
  Settling(Server server, RemotePath folder, boolean human) {
    this.server = server;
    this.folder = folder;
    this.names = server.names().read(folder);
    this.seeksOffset =
        human && server.settings().timeZone() == null && server.listings().offset().isEmpty();
  }

  /// Takes a member as it was listed.
  void add(Entry entry) {
    boolean readable = names.note(entry.name());
    boolean asked = entry.kind() == Entry.Kind.LINK && ++links <= MAX_LINKS;
    if (patient && (!readable || asked || seeksOffset)) {
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
    return entry == null ? Optional.empty() : Optional.of(entry.named(names.text(entry.name())));
  }

  /// The listing is whole, and the lease's session is in step: asks what is to be asked. The lease
  /// is kept if the session survives the questions; the listing is whole in any case.
  void end(Lease lease) {
    names.end();
    try {
      UnaryOperator<Entry> inUtc = UnaryOperator.identity();
      if (seeksOffset && !held.isEmpty()) {
        findOffset(lease.session());
        inUtc = server.listings().offset().map(Settling::shifting).orElse(inUtc);
      }
      followLinks(lease.session());
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

  private static UnaryOperator<Entry> shifting(ZoneOffset offset) {
    return entry ->
        entry.modified() == null
            ? entry
            : new Entry(
                entry.name(),
                entry.kind(),
                entry.sizeBytes(),
                entry.modified().minusSeconds(offset.getTotalSeconds()),
                false,
                entry.mode());
  }

  /// Lines were read as if they were in UTC: what one of them says minus what MDTM says of the same
  /// file is the offset (RFC 3659 §2.3: MDTM is in UTC).
  private void findOffset(Session session) throws ControlLost {
    int questions = 0;
    for (Entry entry : held) {
      Instant listed = entry.modified();
      // Midnight is what a line shows that tells the day alone.
      boolean toTheMinute = listed != null && listed.getEpochSecond() % 86_400 != 0;
      if (entry.kind() != Entry.Kind.FILE || listed == null || !toTheMinute) {
        continue;
      }
      if (++questions > MAX_CLOCK_QUESTIONS) {
        return;
      }
      Reply reply = session.control().send("MDTM", session.pathname(folder.child(entry.name())));
      if (Stat.isUnknownCommand(reply)) {
        server.listings().offset(ZoneOffset.UTC);
        return;
      }
      @Nullable Instant exact =
          reply.code() == 213 ? MachineFormat.time(reply.text().strip()) : null;
      if (exact != null) {
        long ahead = listed.getEpochSecond() - exact.getEpochSecond() / 60 * 60;
        // Any other difference is a file that changes just now, or a year guessed wrong.
        if (ahead % QUARTER_SECONDS == 0 && Math.abs(ahead) <= FARTHEST_SECONDS) {
          ZoneOffset offset = ZoneOffset.ofTotalSeconds((int) ahead);
          log.debug("ftp listing times are ahead of UTC by {}", offset);
          server.listings().offset(offset);
          return;
        }
      }
    }
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
