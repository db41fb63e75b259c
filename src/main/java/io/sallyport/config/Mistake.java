package io.sallyport.config;

/// One thing that is wrong in a configuration, for the person who wrote it.
///
/// @param line counted from 1; 0 where the mistake is in no line
/// @param column counted from 1; 0 where the mistake is in no line
/// @param text what is wrong, never with a password in it
public record Mistake(int line, int column, String text) {

  /// `line 3, column 5: unknown key "lisen"`.
  @Override
  public String toString() {
    return line == 0 ? text : "line " + line + ", column " + column + ": " + text;
  }
}
