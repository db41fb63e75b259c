package io.sallyport.ground;

import java.util.Locale;

/// One command line as it came in, decoded as ISO-8859-1 so that every byte is one character.
///
/// @param connection number of the control connection, counted from 1 in the order of acceptance
/// @param verb upper case
/// @param argument what follows the first space, empty if nothing does
public record Received(int connection, String verb, String argument) {

  static Received parse(int connection, String line) {
    int space = line.indexOf(' ');
    String verb = space < 0 ? line : line.substring(0, space);
    String argument = space < 0 ? "" : line.substring(space + 1);
    return new Received(connection, verb.toUpperCase(Locale.ROOT), argument);
  }

  /// The command as it is sent: `RETR a.txt`.
  public String line() {
    return argument.isEmpty() ? verb : verb + " " + argument;
  }
}
