package io.sallyport.http;

import java.util.Locale;

/// Writes one small JSON text (RFC 8259). What could end a script element or break a terminal is
/// escaped as well.
final class JsonText {

  private final StringBuilder out = new StringBuilder();
  private boolean comma;

  JsonText open(char bracket) {
    separate();
    out.append(bracket);
    comma = false;
    return this;
  }

  JsonText close(char bracket) {
    out.append(bracket);
    comma = true;
    return this;
  }

  JsonText name(String name) {
    separate();
    quote(name);
    out.append(':');
    comma = false;
    return this;
  }

  JsonText value(String text) {
    separate();
    quote(text);
    comma = true;
    return this;
  }

  JsonText value(long number) {
    separate();
    out.append(number);
    comma = true;
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void separate() {
    if (comma) {
      out.append(',');
    }
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c == '<' || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029) {
        escape(c);
      } else if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (pair) {
          out.append(c).append(text.charAt(++i));
        } else {
          escape(c);
        }
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private void escape(char c) {
    out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
  }
}
