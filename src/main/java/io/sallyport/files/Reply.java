package io.sallyport.files;

/// What a server answered on the control connection (RFC 959 §4.2).
///
/// @param code the three digits, 100 to 599
/// @param text the words behind them, lines joined by a line feed, as the server sent them: hostile
///   until escaped
public record Reply(int code, String text) {

  /// A reply is one line of a person's text: control characters become spaces.
  public String oneLine() {
    return code + " " + text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /// 2yz: the command is done.
  public boolean isPositive() {
    return code >= 200 && code < 300;
  }

  /// 1yz: the command has begun and another reply follows.
  public boolean isPreliminary() {
    return code >= 100 && code < 200;
  }

  /// 3yz: the command needs another one.
  public boolean isIntermediate() {
    return code >= 300 && code < 400;
  }
}
