package io.sallyport.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a server that no one configured, as the first segment of a URL path:
/// `~ftp.example.org`, `~ftp.example.org:2121`, `~ftpes:ftp.example.org` where TLS is a must,
/// `~ftps:ftp.example.org` where it begins with the first byte, `~~ftp.example.org` for the
/// server's `/` instead of the login directory. One server has one name: other spellings read the
/// same.
///
/// @param tls what the scheme says: none (then TLS is tried), required, implicit
/// @param host a name in ASCII form, lower case, without a dot at the end, or a literal address
/// @param port the control port
/// @param fromRoot whether paths begin at the server's `/` instead of the login directory
public record AdHocName(TlsSettings.Mode tls, String host, int port, boolean fromRoot) {

  private static final Pattern SCHEME = Pattern.compile("(ftp|ftps|ftpes):(?![0-9]+$)(.*)");
  private static final Pattern QUAD = Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");

  public AdHocName {
    host = canonical(host);
    if (tls == TlsSettings.Mode.NONE && port == FtpUrl.IMPLICIT_TLS_PORT) {
      tls = TlsSettings.Mode.IMPLICIT;
    }
  }

  /// Whether a URL's first segment is one of these and no backend's name.
  public static boolean isOne(String segment) {
    return segment.startsWith("~");
  }

  /// Reads a decoded first segment.
  ///
  /// @throws IllegalArgumentException with what is wrong
  public static AdHocName parse(String segment) {
    boolean fromRoot = segment.startsWith("~~");
    String rest = segment.substring(fromRoot ? 2 : 1);
    Matcher scheme = SCHEME.matcher(rest);
    TlsSettings.Mode tls = TlsSettings.Mode.NONE;
    if (scheme.matches()) {
      tls = FtpUrl.tls(scheme.group(1));
      rest = scheme.group(2);
    }
    HostPort server = FtpUrl.server(rest, FtpUrl.usualPort(tls));
    return new AdHocName(tls, server.host(), server.port(), fromRoot);
  }

  /// The server of a URL.
  ///
  /// @throws IllegalArgumentException if its host is an address in a spelling that is read one way
  ///   here and another way there
  public static AdHocName of(FtpUrl url) {
    return new AdHocName(url.tls(), url.host(), url.port(), url.root().startsWith("/"));
  }

  /// Host and port for people, the port only if it is not the usual one.
  public String server() {
    return new FtpUrl(tls, null, null, host, port, "").server();
  }

  /// The one spelling.
  @Override
  public String toString() {
    return (fromRoot ? "~~" : "~")
        + (tls == TlsSettings.Mode.NONE ? "" : FtpUrl.scheme(tls) + ":")
        + server();
  }

  /// One spelling for one host. A name that ends in a number is an address to some programs and a
  /// name to others, so only the plain form is taken.
  private static String canonical(String host) {
    if (host.indexOf('%') >= 0) {
      throw new IllegalArgumentException("an address with a zone means nothing elsewhere");
    }
    if (host.indexOf(':') >= 0) {
      InetAddress address = InetAddress.ofLiteral(host);
      // An IPv4-mapped one has become IPv4.
      return address instanceof Inet6Address v6 ? v6.getHostAddress() : address.getHostAddress();
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String[] labels = name.split("\\.", -1);
    String last = labels[labels.length - 1];
    if (last.matches("[0-9]+|0x[0-9a-f]*")) {
      boolean plain = labels.length == 4;
      for (String label : labels) {
        plain &= QUAD.matcher(label).matches();
      }
      if (!plain) {
        throw new IllegalArgumentException(
            "an IPv4 address is four numbers, as in 192.0.2.7, each from 0 to 255 without zeros"
                + " before it");
      }
    }
    return name;
  }
}
