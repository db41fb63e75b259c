package io.sallyport.config;

import io.sallyport.files.Login;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A proxy between the gateway and an FTP server.
///
/// @param kind how it is spoken to
/// @param host its name or address
/// @param port its port
/// @param login who the proxy is told is asking; absent for nobody
public record ProxySettings(Kind kind, String host, int port, @Nullable Login login) {

  /// How a proxy is spoken to.
  public enum Kind {
    /// SOCKS version 5 (RFC 1928), name resolution at the proxy included. Only passive mode works
    /// through it.
    SOCKS5,
    /// An FTP proxy that takes `USER user@host` (RFC 1919 §4 describes them).
    FTP
  }

  /// Reads `socks5://user:password@host:1080` or `ftp://host:2121`.
  ///
  /// @throws IllegalArgumentException if it is neither; the message holds no password
  public static ProxySettings parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      // The URL may hold a password, so it is not repeated.
      throw new IllegalArgumentException("a proxy is socks5://HOST:PORT or ftp://HOST:PORT");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean socks = scheme.equals("socks5");
    if ((!socks && !scheme.equals("ftp")) || uri.getHost() == null) {
      throw new IllegalArgumentException("a proxy is socks5://HOST:PORT or ftp://HOST:PORT");
    }
    String user = uri.getUserInfo();
    if (user != null && !socks) {
      throw new IllegalArgumentException("an FTP proxy takes no user of its own");
    }
    String host = uri.getHost();
    return new ProxySettings(
        socks ? Kind.SOCKS5 : Kind.FTP,
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        uri.getPort() > 0 ? uri.getPort() : socks ? 1080 : 21,
        user == null ? null : login(user));
  }

  private static Login login(String user) {
    int colon = user.indexOf(':');
    return colon < 0
        ? new Login(user, "")
        : new Login(user.substring(0, colon), user.substring(colon + 1));
  }
}
