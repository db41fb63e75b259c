package io.sallyport.ftp;

import io.sallyport.files.RemotePath;
import io.sallyport.files.Reply;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Session;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/// How one server is told when a file last changed: MFMT (draft-somers-ftp-mfxx), else MDTM with a
/// time in front of the name, as vsftpd and others take it, else SITE UTIME in either form. The one
/// that worked is tried first the next time, one that the server does not know not again.
/// Thread-safe.
final class TimeSetting {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private enum Way {
    MFMT,
    MDTM,
    UTIME,
    UTIME_THREE_TIMES
  }

  private final List<Way> ways = new CopyOnWriteArrayList<>(List.of(Way.values()));

  /// Sets the time of what is at `path`. Returns the server's last word: positive if it is done.
  Reply set(Session session, RemotePath path, Instant time) throws ControlLost {
    String pathname = session.pathname(path);
    String stamp = SECONDS.format(time);
    Reply answer = new Reply(502, "This server has no command to set a time.");
    for (Way way : List.copyOf(ways)) {
      Reply reply =
          switch (way) {
            case MFMT -> session.control().send("MFMT", stamp + " " + pathname);
            case MDTM -> session.control().send("MDTM", stamp + " " + pathname);
            case UTIME -> session.control().send("SITE", "UTIME " + stamp + " " + pathname);
            case UTIME_THREE_TIMES ->
                session
                    .control()
                    .send(
                        "SITE",
                        "UTIME " + pathname + " " + stamp + " " + stamp + " " + stamp + " UTC");
          };
      if (reply.isPositive()) {
        if (ways.getFirst() != way && ways.remove(way)) {
          ways.addFirst(way);
        }
        return reply;
      }
      if (reply.code() == 500 || reply.code() == 502) {
        ways.remove(way);
      } else if (way == Way.MFMT) {
        // Only this one is not mistaken for another command, so its answer is about the file.
        return reply;
      } else if (!Stat.isUnknownCommand(reply)) {
        answer = reply;
      }
    }
    return answer;
  }
}
