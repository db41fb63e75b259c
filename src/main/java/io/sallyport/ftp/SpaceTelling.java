package io.sallyport.ftp;

import io.sallyport.files.RemotePath;
import io.sallyport.files.Reply;
import io.sallyport.files.Space;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Session;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How one server tells how much room there is: AVBL
/// (draft-peterson-streamlined-ftp-command-extensions), where FEAT names it, and SITE QUOTA as
/// ProFTPD's mod_quotatab answers it. What the server does not know is not asked again.
/// Thread-safe.
final class SpaceTelling {

  /// `Uploaded Mb: 12.50/976.56`: of the tally's three lines the one that counts what is on the
  /// disk, since deletions are taken off it.
  private static final Pattern QUOTA =
      Pattern.compile(
          "uploaded\\s+(bytes|kb|mb|gb):\\s*(\\d+(?:\\.\\d+)?)/(\\d+(?:\\.\\d+)?)",
          Pattern.CASE_INSENSITIVE);

  private volatile boolean knowsAvailable = true;
  private volatile boolean knowsQuota = true;

  /// What the server tells about `folder`; empty if nothing.
  Optional<Space> ask(Session session, RemotePath folder) throws ControlLost {
    OptionalLong free = available(session, folder);
    Optional<Space> quota = quota(session);
    if (quota.isEmpty()) {
      return free.isEmpty() ? Optional.empty() : Optional.of(new Space(OptionalLong.empty(), free));
    }
    long left = quota.get().availableBytes().orElseThrow();
    // A quota larger than the disk promises nothing.
    return Optional.of(
        new Space(
            quota.get().usedBytes(), OptionalLong.of(Math.min(left, free.orElse(Long.MAX_VALUE)))));
  }

  private OptionalLong available(Session session, RemotePath folder) throws ControlLost {
    if (!knowsAvailable || !session.features().has("AVBL")) {
      return OptionalLong.empty();
    }
    Reply reply = session.control().send("AVBL", session.pathname(folder));
    if (Stat.isUnknownCommand(reply)) {
      knowsAvailable = false;
    }
    return reply.code() == 213 ? number(reply.text().strip()) : OptionalLong.empty();
  }

  private static OptionalLong number(String digits) {
    return digits.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }

  private Optional<Space> quota(Session session) throws ControlLost {
    if (!knowsQuota) {
      return Optional.empty();
    }
    Reply reply = session.control().send("SITE", "QUOTA");
    if (reply.code() == 202 || !reply.isPositive()) {
      // 202: mod_quotatab is there and has no quota for this login, but may have for another.
      knowsQuota = reply.code() == 202;
      return Optional.empty();
    }
    Matcher found = QUOTA.matcher(reply.text());
    if (!found.find()) {
      return Optional.empty();
    }
    double unit =
        switch (found.group(1).toLowerCase(Locale.ROOT)) {
          case "kb" -> 1024.0;
          case "mb" -> 1024.0 * 1024;
          case "gb" -> 1024.0 * 1024 * 1024;
          default -> 1;
        };
    long used = Math.round(Double.parseDouble(found.group(2)) * unit);
    long most = Math.round(Double.parseDouble(found.group(3)) * unit);
    return Optional.of(new Space(OptionalLong.of(used), OptionalLong.of(Math.max(0, most - used))));
  }
}
