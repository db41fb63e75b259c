package io.sallyport.ground;

import static java.time.ZoneOffset.UTC;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/// Listings as a Unix server writes them.
final class ListingText {
  static final DateTimeFormatter FACT_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(UTC);
  private static final DateTimeFormatter RECENT =
      DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ROOT).withZone(UTC);
  private static final DateTimeFormatter OLD =
      DateTimeFormatter.ofPattern("MMM dd  yyyy", Locale.ROOT).withZone(UTC);
  private static final Duration HALF_A_YEAR = Duration.ofDays(182);

  private ListingText() {}

  /// As `ls -l` prints it.
  static String list(Map<String, Node> entries) {
    var text = new StringBuilder();
    entries.forEach((name, node) ->
        text.append(
            switch (node) {
              case Node.Folder folder -> line("drwxr-xr-x", 4096, folder, name);
              case Node.Content file -> line("-rw-r--r--", file.sizeBytes(), file, name);
            }));
    return text.toString();
  }

  private static String line(String mode, long sizeBytes, Node node, String name) {
    Instant time = node.modified();
    Instant now = Instant.now();
    boolean recent = time.isAfter(now.minus(HALF_A_YEAR)) && !time.isAfter(now);
    String date = (recent ? RECENT : OLD).format(time);
    return "%s    1 ftp      ftp      %12d %s %s\r\n".formatted(mode, sizeBytes, date, name);
  }

  /// Names alone.
  static String names(Map<String, Node> entries) {
    return entries.isEmpty() ? "" : String.join("\r\n", entries.keySet()) + "\r\n";
  }

  /// RFC 3659 §7, with the folder itself and its parent as ProFTPD lists them.
  static String machine(Map<String, Node> entries) {
    var text = new StringBuilder();
    text.append("type=cdir;modify=20260101000000; .\r\n");
    text.append("type=pdir;modify=20260101000000; ..\r\n");
    entries.forEach(
        (name, node) -> text.append(facts(node)).append(' ').append(name).append("\r\n"));
    return text.toString();
  }

  /// `type=file;size=3;modify=20260101000000;`
  static String facts(Node node) {
    String modify = "modify=" + FACT_TIME.format(node.modified()) + ";";
    return switch (node) {
      case Node.Folder _ -> "type=dir;" + modify + "perm=cdeflmp;";
      case Node.Content file -> "type=file;size=" + file.sizeBytes() + ";" + modify + "perm=adfrw;";
    };
  }
}
