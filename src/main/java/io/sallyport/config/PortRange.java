package io.sallyport.config;

/// TCP ports from `first` to `last`, both included; 1 to 65535.
public record PortRange(int first, int last) {

  public PortRange {
    if (first < 1 || last > 65535 || first > last) {
      throw new IllegalArgumentException(
          "a port range is FIRST-LAST within 1-65535, not " + first + "-" + last);
    }
  }

  /// Reads `40000-40100` or `40000`.
  ///
  /// @throws IllegalArgumentException if it is neither
  public static PortRange parse(String text) {
    int dash = text.indexOf('-');
    try {
      return dash < 0
          ? new PortRange(Integer.parseInt(text.strip()), Integer.parseInt(text.strip()))
          : new PortRange(
              Integer.parseInt(text.substring(0, dash).strip()),
              Integer.parseInt(text.substring(dash + 1).strip()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a port range is FIRST-LAST, not \"" + text + "\"", e);
    }
  }

  /// Whether `port` is one of them.
  public boolean contains(int port) {
    return first <= port && port <= last;
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
