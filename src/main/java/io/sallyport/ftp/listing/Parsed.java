package io.sallyport.ftp.listing;

import io.sallyport.files.Entry;

/// What one line of a listing says.
public sealed interface Parsed {

  /// A member.
  record Member(Entry entry) implements Parsed {}

  /// The folder itself or its parent: no member, but the sign that a listing shows everything.
  record Dot() implements Parsed {}

  /// Nothing, and nothing was expected: a heading or an empty line.
  record Blank() implements Parsed {}

  /// A line that cannot be read, or that holds a name that cannot be sent back.
  record Unreadable() implements Parsed {}
}
