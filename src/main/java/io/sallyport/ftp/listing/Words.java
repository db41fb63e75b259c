package io.sallyport.ftp.listing;

import io.sallyport.files.LosslessUtf8;

/// What stands in one line, taken byte by byte from left to right. For one line after the other and
/// one thread.
final class Words {

  private static final int MOST_DIGITS = 18;

  private byte[] line = {};
  private int at;

  /// Goes to a place in a line.
  void begin(byte[] bytes, int from) {
    line = bytes;
    at = from;
  }

  /// How many bytes of the line were taken.
  int at() {
    return at;
  }

  /// Whether this byte was the next; takes it then.
  boolean take(char ascii) {
    boolean isNext = at < line.length && line[at] == ascii;
    at += isNext ? 1 : 0;
    return isNext;
  }

  /// Whether these letters were the next, in whatever case; takes them then.
  ///
  /// @param lowerCase a text that holds the letters
  /// @param from where in that text they begin
  boolean takeLetters(String lowerCase, int from, int count) {
    if (at + count > line.length) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if ((line[at + i] | 0x20) != lowerCase.charAt(from + i)) {
        return false;
      }
    }
    at += count;
    return true;
  }

  /// Takes spaces; false where there are none.
  boolean takeSpaces() {
    int from = at;
    while (at < line.length && line[at] == ' ') {
      at++;
    }
    return at > from;
  }

  /// Takes what stands before a space; false where there is none, or not of ASCII signs.
  boolean takeWord() {
    int from = at;
    while (at < line.length && line[at] > ' ' && line[at] < 0x7F) {
      at++;
    }
    return at > from && at < line.length && line[at] == ' ';
  }

  /// Takes up to 18 digits; -1 where they are none or more.
  long takeNumber() {
    int from = at;
    long number = 0;
    while (at < line.length && line[at] >= '0' && line[at] <= '9') {
      number = 10 * number + line[at++] - '0';
      if (at - from > MOST_DIGITS) {
        return -1;
      }
    }
    return at == from ? -1 : number;
  }

  /// Takes two digits that no third follows; -1 where there are others.
  int takeTwoDigits() {
    int from = at;
    long number = takeNumber();
    return at - from == 2 ? (int) number : -1;
  }

  /// Whether a name stands here: something that begins with neither a space nor a control.
  boolean isName() {
    return at < line.length && (line[at] > ' ' || line[at] < 0);
  }

  /// The rest of the line, as [LosslessUtf8] text.
  String rest() {
    return LosslessUtf8.decode(line, at, line.length - at);
  }
}
