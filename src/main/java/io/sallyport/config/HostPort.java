package io.sallyport.config;

/// A TCP endpoint to listen on or to reach, as people write it: `127.0.0.1:8080`, `[::1]:8080`.
///
/// @param host a name or an address; an IPv6 address without brackets
/// @param port 0 to 65535; 0 to listen on any free port
public record HostPort(String host, int port) {

  public HostPort {
    if (host.isEmpty()
        || host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '[' || c == ']')) {
      throw new IllegalArgumentException("a host is missing or holds a strange character");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
    }
  }

  /// Reads `HOST:PORT`; a bare port (`8080`, `:8080`) is taken as one of this machine only.
  ///
  /// @throws IllegalArgumentException if it is something else; the message is a sentence's end
  public static HostPort parse(String text) {
    String trimmed = text.strip();
    int colon = trimmed.lastIndexOf(':');
    String host = colon <= 0 ? "127.0.0.1" : trimmed.substring(0, colon);
    String digits = trimmed.substring(colon + 1);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "an IPv6 address stands in brackets, as in [::1]:8080, not \"" + text + "\"");
    }
    if (digits.isEmpty()
        || digits.length() > 5
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException(
          "it is HOST:PORT, as in 127.0.0.1:8080, not \"" + text + "\"");
    }
    return new HostPort(host, Integer.parseInt(digits));
  }

  /// Whether only this machine can reach it, as far as the text tells.
  public boolean isLoopback() {
    return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
