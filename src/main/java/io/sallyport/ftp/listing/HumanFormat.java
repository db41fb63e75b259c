package io.sallyport.ftp.listing;

import io.sallyport.files.Entry;
import io.sallyport.files.RemotePath;
import io.sallyport.ftp.session.Names;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.apache.commons.net.ftp.FTPClientConfig;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPFileEntryParser;
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

  private final Names names;
  private final List<FTPFileEntryParser> parsers;
  private @Nullable FTPFileEntryParser last;

  /// @param zone the zone of the times
  public HumanFormat(Names names, ZoneId zone) {
    this.names = names;
    this.parsers =
        List.of(
            new UnixFTPEntryParser(config(FTPClientConfig.SYST_UNIX, zone), false),
            new NTFTPEntryParser(config(FTPClientConfig.SYST_NT, zone)),
            new NetwareFTPEntryParser(config(FTPClientConfig.SYST_NETWARE, zone)),
            new OS400FTPEntryParser(config(FTPClientConfig.SYST_OS400, zone)),
            new VMSFTPEntryParser(config(FTPClientConfig.SYST_VMS, zone)));
  }

  private static FTPClientConfig config(String system, ZoneId zone) {
    FTPClientConfig config = new FTPClientConfig(system);
    config.setServerTimeZoneId(zone.getId());
    config.setServerLanguageCode("en");
    config.setLenientFutureDates(true);
    return config;
  }

  @Override
  public Parsed parse(byte[] line) {
    String text = standIns(line);
    if (text.isBlank() || text.toLowerCase(Locale.ROOT).startsWith("total ")) {
      return new Parsed.Blank();
    }
    FTPFile file = parse(text);
    if (file == null || file.getName() == null) {
      return new Parsed.Unreadable();
    }
    String name = names.decode(bytes(file.getName()));
    if (name.equals(".") || name.equals("..")) {
      return new Parsed.Dot();
    }
    return RemotePath.isName(name) ? new Parsed.Member(entry(name, file)) : new Parsed.Unreadable();
  }

  private @Nullable FTPFile parse(String text) {
    if (last != null) {
      FTPFile file = last.parseFTPEntry(text);
      if (file != null) {
        return file;
      }
    }
    for (FTPFileEntryParser parser : parsers) {
      FTPFile file = parser.parseFTPEntry(text);
      if (file != null) {
        last = parser;
        return file;
      }
    }
    return null;
  }

  private static Entry entry(String name, FTPFile file) {
    Entry.Kind kind =
        file.isSymbolicLink()
            ? Entry.Kind.LINK
            : file.isDirectory()
                ? Entry.Kind.FOLDER
                : file.isFile() ? Entry.Kind.FILE : Entry.Kind.OTHER;
    Instant modified = file.getTimestampInstant();
    boolean sized = kind == Entry.Kind.FILE && file.getSize() >= 0;
    return new Entry(name, kind, sized ? file.getSize() : null, modified, false, null);
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
