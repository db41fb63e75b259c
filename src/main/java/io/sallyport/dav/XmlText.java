package io.sallyport.dav;

/// Text inside XML 1.0.
final class XmlText {

  private XmlText() {}

  /// `text` for an element or an attribute; what XML cannot carry at all becomes U+FFFD.
  static String escape(String text) {
    int plain = 0;
    while (plain < text.length() && isPlain(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 32).append(text, 0, plain);
    for (int at = plain; at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\r' -> escaped.append("&#13;");
        default -> escaped.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
      }
    }
    return escaped.toString();
  }

  /// What most texts consist of.
  private static boolean isPlain(char c) {
    return c >= 0x20 && c < 0xD800 && c != '&' && c != '<' && c != '>' && c != '"';
  }

  /// `text` for an attribute whose white space is kept (XML 1.0 §3.3.3).
  static String escapeAttribute(String text) {
    return escape(text).replace("\t", "&#9;").replace("\n", "&#10;");
  }

  /// XML 1.0 §2.2.
  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
