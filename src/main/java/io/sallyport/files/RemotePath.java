package io.sallyport.files;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where a file or folder is, below the root of its backend: a list of names, none of them empty,
/// `.` or `..`.
///
/// A path that exists is safe to send: no name holds `/`, a control character (so no CR, LF or NUL,
/// which would end an FTP command and start another), or a `..` between backslashes (which a server
/// on Windows would follow). [#parseUri] is the one place where a URL's path is decoded, once;
/// nothing decodes again. Names are text by [LosslessUtf8], so bytes that are not UTF-8 pass
/// through unchanged. Immutable; equal when the names are equal.
///
/// @param names the names from the root down; empty for the root itself
public record RemotePath(List<String> names) implements Comparable<RemotePath> {

  /// The backend's root.
  public static final RemotePath ROOT = new RemotePath(List.of());

  /// Longer names exist on no server that was met, and some servers fail on longer commands.
  private static final int MAX_NAME_BYTES = 1024;

  private static final int MAX_PATH_BYTES = 8192;

  /// @throws Failure.Malformed if a name is not one that can be sent
  public RemotePath {
    names = List.copyOf(names);
    int bytes = 0;
    for (String name : names) {
      Optional<String> objection = objection(name);
      if (objection.isPresent()) {
        throw new Failure.Malformed("The path is refused: " + objection.get() + ".");
      }
      bytes += LosslessUtf8.encode(name).length + 1;
    }
    if (bytes > MAX_PATH_BYTES) {
      throw new Failure.Malformed(
          "The path is refused: it is longer than " + MAX_PATH_BYTES + " bytes.");
    }
  }

  /// A path of the given names.
  ///
  /// @throws Failure.Malformed if a name is not one that can be sent
  public static RemotePath of(String... names) {
    return new RemotePath(List.of(names));
  }

  /// Whether `name` can be the name of a member of a folder; listings drop what cannot.
  public static boolean isName(String name) {
    return objection(name).isEmpty();
  }

  /// Decodes the path of a URL (RFC 3986 §3.3), percent-encoded, without query. Empty segments fall
  /// away; a slash at the end is not kept.
  ///
  /// @throws Failure.Malformed for a broken escape, an encoded slash, a control character, `.` or
  ///   `..`
  public static RemotePath parseUri(String encoded) {
    List<String> names = new ArrayList<>();
    int from = 0;
    while (from <= encoded.length()) {
      int slash = encoded.indexOf('/', from);
      int to = slash < 0 ? encoded.length() : slash;
      if (to > from) {
        names.add(decodeSegment(encoded, from, to));
      }
      from = to + 1;
    }
    return new RemotePath(names);
  }

  /// The URL path of these names, percent-encoded with upper-case digits (gvfs compares them),
  /// without a slash at either end; empty for the root.
  public String toUri() {
    return names.stream().map(RemotePath::encodeSegment).collect(Collectors.joining("/"));
  }

  /// One name as a URL segment.
  public static String encodeSegment(String name) {
    StringBuilder encoded = new StringBuilder(name.length() + 16);
    for (byte b : LosslessUtf8.encode(name)) {
      int c = b & 0xFF;
      if (isUnreserved(c)) {
        encoded.append((char) c);
      } else {
        encoded.append('%').append(hex(c >> 4)).append(hex(c & 15));
      }
    }
    return encoded.toString();
  }

  /// The member `name` of this folder.
  ///
  /// @throws Failure.Malformed if the name is not one that can be sent
  public RemotePath child(String name) {
    List<String> longer = new ArrayList<>(names.size() + 1);
    longer.addAll(names);
    longer.add(name);
    return new RemotePath(longer);
  }

  /// `below` seen from this folder.
  public RemotePath resolve(RemotePath below) {
    List<String> longer = new ArrayList<>(names);
    longer.addAll(below.names);
    return new RemotePath(longer);
  }

  /// The folder that holds this; empty for the root.
  public Optional<RemotePath> parent() {
    return isRoot()
        ? Optional.empty()
        : Optional.of(new RemotePath(names.subList(0, names.size() - 1)));
  }

  /// The last name; empty text for the root.
  public String name() {
    return isRoot() ? "" : names.getLast();
  }

  /// Whether this is the backend's root.
  public boolean isRoot() {
    return names.isEmpty();
  }

  /// Whether this is `other` or lies below it.
  public boolean isAtOrBelow(RemotePath other) {
    return names.size() >= other.names.size()
        && names.subList(0, other.names.size()).equals(other.names);
  }

  @Override
  public int compareTo(RemotePath other) {
    int shared = Math.min(names.size(), other.names.size());
    for (int i = 0; i < shared; i++) {
      int order = names.get(i).compareTo(other.names.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(names.size(), other.names.size());
  }

  /// For people and logs: `/a/b`, not encoded.
  @Override
  public String toString() {
    return "/" + LosslessUtf8.forDisplay(String.join("/", names));
  }

  private static Optional<String> objection(String name) {
    if (name.isEmpty()) {
      return Optional.of("a name is empty");
    }
    if (name.equals(".") || name.equals("..")) {
      return Optional.of("it holds \"" + name + "\"");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '/') {
        return Optional.of("a name holds a slash");
      }
      if (c < 0x20 || c == 0x7F) {
        return Optional.of("it holds a control character");
      }
    }
    if (name.indexOf('\\') >= 0) {
      for (String piece : name.split("\\\\", -1)) {
        if (piece.equals("..")) {
          return Optional.of("it holds \"..\"");
        }
      }
    }
    if (name.length() > MAX_NAME_BYTES / 4 && LosslessUtf8.encode(name).length > MAX_NAME_BYTES) {
      return Optional.of("a name is longer than " + MAX_NAME_BYTES + " bytes");
    }
    return Optional.empty();
  }

  private static String decodeSegment(String encoded, int from, int to) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(to - from);
    for (int i = from; i < to; i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        boolean whole = i + 2 < to;
        int high = whole ? Character.digit(encoded.charAt(i + 1), 16) : -1;
        int low = whole ? Character.digit(encoded.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw new Failure.Malformed(
              "The path is refused: a percent sign is not followed by two hexadecimal digits.");
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else if (c < 0x80) {
        bytes.write(c);
      } else {
        int codePoint = encoded.codePointAt(i);
        bytes.writeBytes(LosslessUtf8.encode(Character.toString(codePoint)));
        i += Character.charCount(codePoint) - 1;
      }
    }
    return LosslessUtf8.decode(bytes.toByteArray());
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  private static char hex(int digit) {
    return Character.toUpperCase(Character.forDigit(digit, 16));
  }
}
