package io.sallyport.ftp;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Reply;
import io.sallyport.files.TemporaryName;
import io.sallyport.ftp.data.CommandRefused;
import io.sallyport.ftp.data.DataCommand;
import io.sallyport.ftp.data.DataConnection;
import io.sallyport.ftp.listing.HumanFormat;
import io.sallyport.ftp.listing.Lines;
import io.sallyport.ftp.listing.ListingFormat;
import io.sallyport.ftp.listing.MachineFormat;
import io.sallyport.ftp.listing.Parsed;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Lease;
import io.sallyport.ftp.session.Session;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listing on its way: MLSD where the server has it, else `LIST -a`, because plain LIST hides
/// names with a leading dot on most servers, else LIST. The folder is entered first and listed
/// without an argument, so that no name is taken for a pattern or an option, and a missing folder
/// shows (vsftpd answers LIST of one with 226).
final class FtpListing implements Listing {

  private static final Logger log = LoggerFactory.getLogger(FtpListing.class);

  /// Nobody has such a folder; a server that sends more is out to fill something.
  private static final int MAX_ENTRIES = 5_000_000;

  /// What of a folder is shown.
  enum Shown {
    /// Its members; links to folders as the folders they lead to.
    MEMBERS,
    /// Its members; links as links.
    LINKS,
    /// Its members as [#LINKS] has them, and the temporary files of uploads.
    EVERYTHING
  }

  private enum Command {
    MLSD,
    LIST_DASH_A,
    LIST
  }

  private final Server server;
  private final Lease lease;
  private final RemotePath folder;
  private final Shown shown;
  private Command command;
  private DataConnection data;
  private Lines lines;
  private ListingFormat format;
  private Settling settling;
  private Optional<Entry> ahead = Optional.empty();
  private boolean sawDot;
  private int members;
  private boolean onlyDashA;
  private int unreadable;
  private boolean ended;

  /// @throws ControlLost if the control connection is gone
  /// @throws Failure.NotFound if the folder cannot be entered
  static FtpListing open(Server server, Lease lease, RemotePath folder, Shown shown)
      throws IOException {
    Command command =
        lease.session().features().hasMachineListings()
                && !server.listings().machineListingsRefused()
            ? Command.MLSD
            : server.listings().dashRefused() ? Command.LIST : Command.LIST_DASH_A;
    FtpListing listing = new FtpListing(server, lease, folder, shown, command);
    boolean opened = false;
    try {
      // What goes wrong at the first line is still a failure to begin.
      listing.ahead = listing.read();
      opened = true;
      return listing;
    } finally {
      if (!opened) {
        listing.data.close();
      }
    }
  }

  private FtpListing(Server server, Lease lease, RemotePath folder, Shown shown, Command first)
      throws IOException {
    this.server = server;
    this.lease = lease;
    this.folder = folder;
    this.shown = shown;
    this.command = first;
    this.data = begin();
    ZoneId zone = server.zone();
    this.format = format(zone);
    this.settling = settling(zone);
    DataConnection from = data;
    this.lines = new Lines(from::read);
  }

  private DataConnection begin() throws IOException {
    while (true) {
      try {
        DataCommand data =
            new DataCommand(
                command == Command.MLSD ? "MLSD" : "LIST",
                command == Command.LIST_DASH_A ? "-a" : null,
                0,
                this::enter);
        return server.connector().open(lease, data);
      } catch (CommandRefused e) {
        switch (command) {
          case MLSD -> {
            if (!Stat.isUnknownCommand(e.reply())) {
              throw e;
            }
            server.listings().machineListingsRefused(true);
            command = Command.LIST_DASH_A;
          }
          case LIST_DASH_A -> {
            server.listings().dashRefused(true);
            command = Command.LIST;
          }
          case LIST -> throw e;
        }
      }
    }
  }

  private ListingFormat format(ZoneId zone) {
    return command == Command.MLSD ? new MachineFormat() : new HumanFormat(Instant.now(), zone);
  }

  private Settling settling(ZoneId zone) {
    return new Settling(
        server, folder, command == Command.MLSD ? null : zone, shown == Shown.MEMBERS);
  }

  private void enter(Session session) throws ControlLost {
    Reply reply = session.control().send("CWD", session.pathname(folder));
    if (!reply.isPositive()) {
      throw Replies.failure(reply, folder);
    }
  }

  @Override
  public Optional<Entry> next() {
    Optional<Entry> next = ahead;
    if (next.isEmpty()) {
      return next;
    }
    try {
      ahead = read();
    } catch (IOException e) {
      throw Replies.broken(e);
    }
    return next;
  }

  @Override
  public int skipped() {
    return unreadable + lines.dropped();
  }

  private Optional<Entry> read() throws IOException {
    while (true) {
      Optional<Entry> settled = settling.next();
      if (settled.isPresent() || ended) {
        return settled;
      }
      Optional<byte[]> line = lines.next();
      if (line.isEmpty()) {
        end();
        continue;
      }
      switch (format.parse(line.get())) {
        case Parsed.Member member -> {
          if (++members > MAX_ENTRIES) {
            throw new Failure.Broken(
                "The listing of " + folder + " does not end.", null, false, null);
          }
          String name = member.entry().name();
          onlyDashA = members == 1 && name.equals("-a") && command == Command.LIST_DASH_A;
          if (!onlyDashA && (shown == Shown.EVERYTHING || !TemporaryName.matches(name))) {
            settling.add(member.entry());
          }
        }
        case Parsed.Dot dot -> sawDot = true;
        case Parsed.Unreadable bad -> unreadable++;
        case Parsed.Blank blank -> {
          // A heading.
        }
      }
    }
  }

  private void end() throws IOException {
    boolean mayBeCutShort = data.mayBeCutShort();
    data.close();
    Reply reply = lease.session().control().finalReply(server.finalReply());
    String text = reply.text().toLowerCase(Locale.ROOT);
    if (!reply.isPositive()) {
      boolean empty = members == 0 && (text.contains("no files") || text.contains("empty"));
      if (!empty) {
        throw members == 0
            ? Replies.failure(reply, folder)
            : new Failure.Broken("The listing of " + folder + " broke off.", reply, false, null);
      }
    }
    if (mayBeCutShort) {
      throw new Failure.Broken(
          "The listing of "
              + folder
              + " may be cut short: the FTP server did not end it as TLS does.",
          reply,
          false,
          null);
    }
    if (text.contains("failed to open directory")) {
      // vsftpd says so in a 226.
      lease.keep();
      throw Replies.denied(reply, folder);
    }
    if (text.contains("truncated")) {
      // Pure-FTPd 1.0.50 stops after 10,000 entries unless told otherwise, and says so in its 226.
      log.warn("ftp listing cut short by the server path={} reply={}", folder, reply.oneLine());
      unreadable++;
    }
    boolean tookDashForName = !sawDot && (members == 0 || onlyDashA);
    if (command == Command.LIST_DASH_A && tookDashForName) {
      command = Command.LIST;
      members = 0;
      data = begin();
      ZoneId zone = server.zone();
      format = format(zone);
      settling = settling(zone);
      lines = new Lines(data::read);
      return;
    }
    ended = true;
    settling.end(lease);
  }

  @Override
  public void close() {
    if (!ended) {
      data.abort();
    }
    lease.close();
  }
}
