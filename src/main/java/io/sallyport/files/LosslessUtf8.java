package io.sallyport.files;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Text for bytes that ought to be UTF-8 and may not be, without losing any.
///
/// A byte that is no part of well-formed UTF-8 becomes the lone surrogate `U+DC00 + byte` (a code
/// point that well-formed UTF-8 cannot yield), and [#encode] turns it back into that byte. So any
/// name that a server lists can be shown, put in a URL and sent back unchanged. The scheme is
/// Python's `surrogateescape` (PEP 383). Thread-safe, stateless.
public final class LosslessUtf8 {

  private static final char ESCAPE = 0xDC00;

  private LosslessUtf8() {}

  /// The text of `bytes`; never fails.
  public static String decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /// The text of `length` bytes from `offset`; never fails.
  public static String decode(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int ascii = offset;
    while (ascii < end && bytes[ascii] >= 0) {
      ascii++;
    }
    if (ascii == end) {
      return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }
    StringBuilder text = new StringBuilder(length);
    for (int at = offset; at < end; ) {
      int sequence = sequenceLength(bytes, at, end);
      if (sequence == 0) {
        text.append((char) (ESCAPE + (bytes[at] & 0xFF)));
        at++;
      } else {
        text.appendCodePoint(codePoint(bytes, at, sequence));
        at += sequence;
      }
    }
    return text.toString();
  }

  /// The bytes of `text`. A lone surrogate that [#decode] did not make becomes `?`, as in the JDK's
  /// own encoder.
  public static byte[] encode(String text) {
    if (!hasEscapes(text)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      if (isEscape(codePoint)) {
        bytes.write(codePoint - ESCAPE);
      } else {
        bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  /// Whether some byte of the original was not UTF-8.
  public static boolean hasEscapes(String text) {
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      if (isEscape(codePoint)) {
        return true;
      }
      at += Character.charCount(codePoint);
    }
    return false;
  }

  /// `text` for a person or for XML and JSON, which cannot carry lone surrogates: they become
  /// U+FFFD.
  public static String forDisplay(String text) {
    if (!hasEscapes(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> shown.appendCodePoint(isEscape(c) ? 0xFFFD : c));
    return shown.toString();
  }

  private static boolean isEscape(int codePoint) {
    return codePoint >= ESCAPE + 0x80 && codePoint <= ESCAPE + 0xFF;
  }

  /// 0 where the bytes at `at` do not begin a well-formed sequence (RFC 3629 §4), else its length.
  private static int sequenceLength(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || at + length > end) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[at + 1] & 0xFF;
    boolean overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    boolean surrogate = first == 0xED && second >= 0xA0;
    boolean beyondUnicode = first == 0xF4 && second >= 0x90;
    return overlong || surrogate || beyondUnicode ? 0 : length;
  }

  private static int codePoint(byte[] bytes, int at, int length) {
    int first = bytes[at] & 0xFF;
    int codePoint =
        switch (length) {
          case 1 -> first;
          case 2 -> first & 0x1F;
          case 3 -> first & 0x0F;
          default -> first & 0x07;
        };
    for (int i = 1; i < length; i++) {
      codePoint = codePoint << 6 | (bytes[at + i] & 0x3F);
    }
    return codePoint;
  }
}
