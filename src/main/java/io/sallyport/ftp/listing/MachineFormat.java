package io.sallyport.ftp.listing;

import io.sallyport.files.Entry;
import io.sallyport.files.LosslessUtf8;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Facts of MLSD and MLST (RFC 3659 §7): `type=file;size=1;modify=20260101120000; name`. A fact
/// that makes no sense is left out; the entry stays.
public record MachineFormat() implements ListingFormat {

  @Override
  public Parsed parse(byte[] line) {
    if (line.length == 0) {
      return new Parsed.Blank();
    }
    int space = 0;
    while (space < line.length && line[space] != ' ') {
      space++;
    }
    if (space == line.length) {
      return new Parsed.Unreadable();
    }
    String name = LosslessUtf8.decode(line, space + 1, line.length - space - 1);
    Facts facts = facts(new String(line, 0, space, StandardCharsets.ISO_8859_1));
    return facts.self ? new Parsed.Dot() : Parsed.of(facts.entry(name));
  }

  /// The facts of one path, from the line between 250- and 250 of an MLST reply, under a name of
  /// the caller's.
  public static Entry parseFacts(String line, String name) {
    String stripped = line.stripLeading();
    int space = stripped.indexOf(' ');
    return facts(space < 0 ? stripped : stripped.substring(0, space)).entry(name);
  }

  /// A time as MLST and MDTM write it: `YYYYMMDDHHMMSS[.sss]`, in UTC (RFC 3659 §2.3). Null if it
  /// is not one.
  public static @Nullable Instant time(String text) {
    try {
      String digits = text.length() > 14 ? text.substring(0, 14) : text;
      if (digits.length() < 14) {
        return null;
      }
      return LocalDateTime.of(
              Integer.parseInt(digits, 0, 4, 10),
              Integer.parseInt(digits, 4, 6, 10),
              Integer.parseInt(digits, 6, 8, 10),
              Integer.parseInt(digits, 8, 10, 10),
              Integer.parseInt(digits, 10, 12, 10),
              Math.min(59, Integer.parseInt(digits, 12, 14, 10)))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  private static Facts facts(String text) {
    Facts facts = new Facts();
    for (int from = 0; from < text.length(); ) {
      int semicolon = text.indexOf(';', from);
      int end = semicolon < 0 ? text.length() : semicolon;
      int equals = text.indexOf('=', from, end);
      if (equals > from) {
        facts.take(text, from, equals, end);
      }
      from = end + 1;
    }
    return facts;
  }

  private static final class Facts {
    private Entry.Kind kind = Entry.Kind.FILE;
    private @Nullable Long size;
    private @Nullable Instant modified;
    private @Nullable Integer mode;
    private boolean self;

    /// One fact, which nobody may ask for: perm, unique, UNIX.owner ...
    void take(String text, int from, int equals, int end) {
      if (is("type", text, from, equals)) {
        takeType(text.substring(equals + 1, end).toLowerCase(Locale.ROOT));
      } else if (is("size", text, from, equals)) {
        size = number(text, equals + 1, end, 10);
      } else if (is("modify", text, from, equals)) {
        modified = time(text.substring(equals + 1, end));
      } else if (is("unix.mode", text, from, equals)) {
        // pyftpdlib writes it as Python does, 0o644.
        int digits = equals + (text.startsWith("0o", equals + 1) ? 3 : 1);
        Long bits = number(text, digits, end, 8);
        mode = bits == null ? null : (int) (bits & 07777);
      }
    }

    private static boolean is(String name, String text, int from, int to) {
      return to - from == name.length() && text.regionMatches(true, from, name, 0, name.length());
    }

    private void takeType(String type) {
      switch (type) {
        case "file" -> kind = Entry.Kind.FILE;
        case "dir" -> kind = Entry.Kind.FOLDER;
        case "cdir", "pdir" -> {
          kind = Entry.Kind.FOLDER;
          self = true;
        }
        default ->
            kind =
                type.startsWith("os.unix=slink") || type.startsWith("os.unix=symlink")
                    ? Entry.Kind.LINK
                    : Entry.Kind.OTHER;
      }
    }

    Entry entry(String name) {
      boolean file = kind == Entry.Kind.FILE;
      return new Entry(name, kind, file ? size : null, modified, modified != null, mode);
    }

    private static @Nullable Long number(String text, int from, int to, int radix) {
      try {
        long number = Long.parseLong(text, from, to, radix);
        return number < 0 ? null : number;
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }
}
