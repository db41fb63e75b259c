package io.sallyport.ftp.listing;

import io.sallyport.files.Entry;
import io.sallyport.files.LosslessUtf8;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.net.ftp.FTPClientConfig;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPFileEntryParser;
import org.apache.commons.net.ftp.parser.MVSFTPEntryParser;
import org.apache.commons.net.ftp.parser.NTFTPEntryParser;
import org.apache.commons.net.ftp.parser.NetwareFTPEntryParser;
import org.apache.commons.net.ftp.parser.OS400FTPEntryParser;
import org.apache.commons.net.ftp.parser.UnixFTPEntryParser;
import org.apache.commons.net.ftp.parser.VMSFTPEntryParser;
import org.jspecify.annotations.Nullable;

/// Lines of LIST, meant for people: each system writes its own. commons-net's parsers read them;
/// the one that read the last line is asked first. Times are to the minute or the day at best. For
/// one listing and one thread.
public final class HumanFormat implements ListingFormat {

  /// Bytes above ASCII stand for these while commons-net's patterns look at a line: among the ISO
  /// 8859-1 characters, U+0085 ends a line for a pattern's dot, and is part of many a UTF-8 name.
  private static final char STAND_IN = 0xE000;

  /// The longest name and all that stands before it. The patterns try every way to tell owner and
  /// group apart, which takes long on a line of many words.
  private static final int MAX_LINE_BYTES = 2048;

  /// ls tells an ACL, a security context or an extended attribute by a sign behind the mode.
  private static final Pattern MARKED_MODE = Pattern.compile("[-bcdlps][-rwxXsStTLl]{9}[.@]\\s.*");

  /// VMS breaks the line behind a long name.
  private static final Pattern VMS_NAME_ALONE = Pattern.compile("\\S+;\\d+\\s*");

  private static final Pattern HEADING =
      Pattern.compile("(?i)total\\s.*|total|directory\\s.*|grand total of .*");

  private final Instant now;
  private final ZoneId zone;
  private final UnixLine unixLine;
  private final WindowsLine windowsLine;
  private final UnixFTPEntryParser unix;
  private final NTFTPEntryParser windows;
  private final NetwareFTPEntryParser netware;
  private final VMSFTPEntryParser vms;
  private final MVSFTPEntryParser mvs = new MVSFTPEntryParser();
  private final List<FTPFileEntryParser> parsers;
  private @Nullable FTPFileEntryParser last;
  private boolean isMainframe;
  private String vmsNameAhead = "";
  private String vmsNameBefore = "";

  /// @param now what the time is, for dates that leave out the year
  /// @param zone the zone of the times
  public HumanFormat(Instant now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
    this.unixLine = new UnixLine(now, zone);
    this.windowsLine = new WindowsLine(zone);
    this.unix = new UnixFTPEntryParser(config(FTPClientConfig.SYST_UNIX, zone), false);
    this.windows = new NTFTPEntryParser(config(FTPClientConfig.SYST_NT, zone));
    this.netware = new NetwareFTPEntryParser(config(FTPClientConfig.SYST_NETWARE, zone));
    this.vms = new VMSFTPEntryParser(config(FTPClientConfig.SYST_VMS, zone));
    this.parsers =
        List.of(
            unix,
            windows,
            netware,
            new OS400FTPEntryParser(config(FTPClientConfig.SYST_OS400, zone)),
            vms);
  }

  private static FTPClientConfig config(String system, ZoneId zone) {
    FTPClientConfig config = new FTPClientConfig(system);
    // An offset such as +02:00 is a zone to commons-net only behind "GMT".
    String id = zone.getId();
    config.setServerTimeZoneId(id.startsWith("+") || id.startsWith("-") ? "GMT" + id : id);
    config.setServerLanguageCode("en");
    config.setLenientFutureDates(true);
    return config;
  }

  @Override
  public Parsed parse(byte[] line) {
    if (!isMainframe && vmsNameAhead.isEmpty() && line.length <= MAX_LINE_BYTES) {
      // No line is of both kinds, and the first byte tells them apart.
      Optional<Parsed> read = unixLine.parse(line);
      if (read.isPresent()) {
        last = unix;
        return read.get();
      }
      read = windowsLine.parse(line);
      if (read.isPresent()) {
        last = windows;
        return read.get();
      }
    }
    return parseByPatterns(line);
  }

  /// What no line of the usual kind is.
  Parsed parseByPatterns(byte[] line) {
    String text = standIns(line);
    if (text.isBlank() || HEADING.matcher(text).matches()) {
      return new Parsed.Blank();
    }
    if (text.length() > MAX_LINE_BYTES) {
      return new Parsed.Unreadable();
    }
    if (isMainframeHeading(text)) {
      isMainframe = true;
      return new Parsed.Blank();
    }
    if (VMS_NAME_ALONE.matcher(text).matches()) {
      vmsNameAhead = text.strip() + " ";
      return new Parsed.Blank();
    }
    if (MARKED_MODE.matcher(text).matches()) {
      text = text.substring(0, 10) + " " + text.substring(11);
    }
    FTPFile file = parse(vmsNameAhead + text);
    vmsNameAhead = "";
    if (file == null || file.getName() == null) {
      return new Parsed.Unreadable();
    }
    String name = LosslessUtf8.decode(bytes(name(file)));
    if (vms.equals(last) && name.equals(vmsNameBefore)) {
      // An older version of the file before.
      return new Parsed.Blank();
    }
    vmsNameBefore = name;
    return Parsed.of(entry(name, file, mode(text)));
  }

  private boolean isMainframeHeading(String text) {
    boolean datasets = text.contains("Volume") && text.contains("Dsname");
    boolean members = text.contains("Name") && text.contains("VV.MM") && text.contains("Id");
    if (last != null || !(datasets || members)) {
      return false;
    }
    mvs.preParse(new java.util.ArrayList<>(List.of(text)));
    return true;
  }

  private @Nullable FTPFile parse(String text) {
    if (isMainframe) {
      return read(text, mvs);
    }
    if (last != null) {
      FTPFile file = read(text, last);
      if (file != null) {
        return file;
      }
    }
    for (FTPFileEntryParser parser : parsers) {
      FTPFile file = read(text, parser);
      if (file != null) {
        last = parser;
        return file;
      }
    }
    return null;
  }

  private static @Nullable FTPFile read(String text, FTPFileEntryParser parser) {
    try {
      return parser.parseFTPEntry(text);
    } catch (NumberFormatException e) {
      // Some of them fail so on a size that is no long.
      return null;
    }
  }

  private String name(FTPFile file) {
    String name = file.getName();
    // CWD takes a folder's name without the ending that VMS lists it with.
    return vms.equals(last) && file.isDirectory() && name.toUpperCase(Locale.ROOT).endsWith(".DIR")
        ? name.substring(0, name.length() - 4)
        : name;
  }

  private Entry entry(String name, FTPFile file, @Nullable Integer mode) {
    // commons-net takes devices for files.
    boolean special = unix.equals(last) && "bcps".contains(unix.group(1));
    Entry.Kind kind =
        special
            ? Entry.Kind.OTHER
            : file.isSymbolicLink()
                ? Entry.Kind.LINK
                : file.isDirectory()
                    ? Entry.Kind.FOLDER
                    // What a mainframe does not say is a data set, which can be read.
                    : file.isFile() || isMainframe ? Entry.Kind.FILE : Entry.Kind.OTHER;
    // VMS and mainframes tell blocks, not bytes.
    boolean sized =
        kind == Entry.Kind.FILE && file.getSize() >= 0 && !vms.equals(last) && !isMainframe;
    return new Entry(name, kind, sized ? file.getSize() : null, modified(file), false, mode);
  }

  private @Nullable Integer mode(String text) {
    if (!unix.equals(last)) {
      return null;
    }
    int mode = UnixMode.of(text.getBytes(StandardCharsets.US_ASCII));
    return mode == UnixMode.NONE ? null : mode;
  }

  /// commons-net reads the time by the clock of this moment and takes years from it; that of
  /// Windows with 24 hours, by the zone of this machine.
  private @Nullable Instant modified(FTPFile file) {
    String told =
        unix.equals(last)
            ? unix.group(19) + " " + unix.group(20)
            : windows.equals(last)
                ? windows.group(1) + " " + windows.group(2)
                : netware.equals(last) ? netware.group(5) : "";
    return ListTime.parse(told, now, zone).orElse(file.getTimestampInstant());
  }

  private static String standIns(byte[] line) {
    StringBuilder text = new StringBuilder(line.length);
    for (byte b : line) {
      text.append(b >= 0 ? (char) b : (char) (STAND_IN + (b & 0xFF)));
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    return bytes;
  }
}
