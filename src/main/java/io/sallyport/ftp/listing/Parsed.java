package io.sallyport.ftp.listing;

import io.sallyport.files.Entry;
import io.sallyport.files.RemotePath;

/// What one line of a listing says.
public sealed interface Parsed {

  /// What a line says that tells of this: no member where it goes by the name of the folder itself
  /// or its parent, or by one that cannot be sent back.
  static Parsed of(Entry entry) {
    String name = entry.name();
    if (name.equals(".") || name.equals("..")) {
      return new Dot();
    }
    return RemotePath.isName(name) ? new Member(entry) : new Unreadable();
  }

  /// A member.
  record Member(Entry entry) implements Parsed {}

  /// The folder itself or its parent: no member, but the sign that a listing shows everything.
  record Dot() implements Parsed {}

  /// Nothing, and nothing was expected: a heading or an empty line.
  record Blank() implements Parsed {}

  /// A line that cannot be read, or that holds a name that cannot be sent back.
  record Unreadable() implements Parsed {}
}
