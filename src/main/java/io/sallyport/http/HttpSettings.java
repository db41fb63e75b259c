package io.sallyport.http;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Where and how the HTTP server listens.
///
/// @param host the address to listen on
/// @param port the port; 0 for any free one
/// @param tls the same over TLS; absent for none
/// @param realm what a login prompt calls this server: no quote and no backslash
/// @param stall a caller that moves no byte for so long is given up
public record HttpSettings(String host, int port, @Nullable Tls tls, String realm, Duration stall) {

  public HttpSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
    if (!realm.matches("[ !#-\\[\\]-~]+")) {
      throw new IllegalArgumentException("a realm is plain text without quotes, not " + realm);
    }
  }

  /// The TLS listener.
  ///
  /// @param host the address to listen on
  /// @param port the port; 0 for any free one
  /// @param context certificate and key
  public record Tls(String host, int port, SSLContext context) {}

  /// Plain HTTP on `host` and `port`, everything else as it is usually right.
  public static HttpSettings of(String host, int port) {
    return new HttpSettings(host, port, null, "Sallyport", Duration.ofSeconds(60));
  }
}
