package io.sallyport.config;

import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An FTP URL (RFC 1738 §3.2), taken apart: `ftp:`, `ftpes:` for FTP that has to begin TLS with
/// AUTH TLS, `ftps:` for FTP over TLS from the first byte on. Its text forms leave the password
/// out, and so do the messages for URLs that cannot be read.
///
/// @param tls what the scheme says: none, required, implicit
/// @param user decoded; absent when the URL names none
/// @param password decoded; absent when the URL holds none
/// @param host a name in ASCII form or an address; an IPv6 address without brackets
/// @param port the control port
/// @param root the folder: relative to the login directory, or from `/` for a path that starts with
///   `%2F`; empty for the login directory; without a slash at the end
public record FtpUrl(
    TlsSettings.Mode tls,
    @Nullable String user,
    @Nullable String password,
    String host,
    int port,
    String root) {

  private static final int FTP_PORT = 21;
  static final int IMPLICIT_TLS_PORT = 990;

  /// Reads `ftp://user:password@host:port/path`; the port is 21 or, for `ftps`, 990 by default.
  ///
  /// @throws IllegalArgumentException with what is wrong, fit for a person, without the password
  public static FtpUrl parse(String text) {
    int scheme = text.indexOf("://");
    if (scheme < 0) {
      throw new IllegalArgumentException("an FTP URL starts with ftp://, ftpes:// or ftps://");
    }
    TlsSettings.Mode tls = tls(text.substring(0, scheme).toLowerCase(Locale.ROOT));
    int begin = scheme + 3;
    int slash = text.indexOf('/', begin);
    String authority = slash < 0 ? text.substring(begin) : text.substring(begin, slash);
    int at = authority.lastIndexOf('@');
    String userInfo = at < 0 ? "" : authority.substring(0, at);
    int colon = userInfo.indexOf(':');
    String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    HostPort server = server(authority.substring(at + 1), usualPort(tls));
    return new FtpUrl(
        tls,
        user.isEmpty() ? null : decode(user, "user"),
        colon < 0 ? null : decode(userInfo.substring(colon + 1), "password"),
        server.host(),
        server.port(),
        slash < 0 ? "" : root(text.substring(slash + 1)));
  }

  /// Whose login the URL asks for: user and password are a fixed login, `anonymous` alone is
  /// anonymous, anything else lets the caller's credentials pass through.
  public LoginRule login() {
    if (user != null && password != null) {
      return new LoginRule.Fixed(new Login(user, password));
    }
    return isAnonymous() ? new LoginRule.Anonymous() : new LoginRule.PassThrough();
  }

  /// Whether the user that it names is nobody in particular (RFC 1635).
  public boolean isAnonymous() {
    return user != null && (user.equals("anonymous") || user.equals("ftp"));
  }

  /// Host and port, the port only if it is not the scheme's own.
  public String server() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == usualPort(tls) ? name : name + ":" + port;
  }

  @Override
  public String toString() {
    return scheme(tls) + "://" + server() + "/" + LosslessUtf8.forDisplay(root);
  }

  /// The scheme that stands for a mode; `ftp` where TLS is not certain.
  public static String scheme(TlsSettings.Mode tls) {
    return switch (tls) {
      case NONE, OPPORTUNISTIC -> "ftp";
      case REQUIRED -> "ftpes";
      case IMPLICIT -> "ftps";
    };
  }

  static int usualPort(TlsSettings.Mode tls) {
    return tls == TlsSettings.Mode.IMPLICIT ? IMPLICIT_TLS_PORT : FTP_PORT;
  }

  static TlsSettings.Mode tls(String scheme) {
    return switch (scheme) {
      case "ftp" -> TlsSettings.Mode.NONE;
      case "ftpes" -> TlsSettings.Mode.REQUIRED;
      case "ftps" -> TlsSettings.Mode.IMPLICIT;
      case "sftp" ->
          throw new IllegalArgumentException("SFTP is not FTP but SSH, and is not supported");
      default ->
          throw new IllegalArgumentException("an FTP URL starts with ftp://, ftpes:// or ftps://");
    };
  }

  static HostPort server(String text, int usualPort) {
    boolean bracketed = text.startsWith("[");
    int end = bracketed ? text.indexOf(']') + 1 : text.indexOf(':');
    if (bracketed && end == 0) {
      throw new IllegalArgumentException("the bracket around the IPv6 address is not closed");
    }
    String host = end < 0 ? text : text.substring(0, end);
    String rest = end < 0 ? "" : text.substring(end);
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
      if (!host.matches("[0-9A-Fa-f:.]+(%[0-9A-Za-z]+)?")) {
        throw new IllegalArgumentException("the IPv6 address in the URL is not one");
      }
    } else {
      host = asciiHost(host);
    }
    int port = usualPort;
    if (!rest.isEmpty()) {
      // What stands there may be half of a password with a slash in it, so it is not repeated.
      if (!rest.matches(":[0-9]{1,5}")
          || Integer.parseInt(rest.substring(1)) < 1
          || Integer.parseInt(rest.substring(1)) > 65535) {
        throw new IllegalArgumentException(
            "the port in the URL is not a number from 1 to 65535"
                + " (in a password, write / as %2F and @ as %40)");
      }
      port = Integer.parseInt(rest.substring(1));
    }
    return new HostPort(host, port);
  }

  static String asciiHost(String host) {
    try {
      String lower = host.toLowerCase(Locale.ROOT);
      // What is plain already needs no tables of Unicode, which take their time to be read.
      String ascii =
          lower.matches("([a-z0-9_-]{1,63}\\.)*[a-z0-9_-]{1,63}\\.?")
              ? lower
              : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      if (ascii.matches("[a-z0-9_]([a-z0-9._-]*[a-z0-9_.])?")) {
        return ascii;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the host in the URL is not a name", e);
    }
    throw new IllegalArgumentException(
        host.isEmpty() ? "the host in the URL is missing" : "the host in the URL is not a name");
  }

  private static String root(String path) {
    String plain = path.replaceFirst(";type=[aidAID]$", "");
    if (plain.indexOf('?') >= 0 || plain.indexOf('#') >= 0) {
      throw new IllegalArgumentException("in the URL's path, write ? as %3F and # as %23");
    }
    boolean absolute = plain.regionMatches(true, 0, "%2F", 0, 3);
    try {
      RemotePath names = RemotePath.parseUri(absolute ? plain.substring(3) : plain);
      return (absolute ? "/" : "") + String.join("/", names.names());
    } catch (Failure.Malformed e) {
      throw new IllegalArgumentException("the URL's path cannot be used", e);
    }
  }

  private static String decode(String encoded, String what) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); ) {
      int c = encoded.codePointAt(i);
      if (c == '%') {
        int high = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
        int low = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw brokenEscape(what);
        }
        bytes.write(high << 4 | low);
        i += 3;
      } else {
        bytes.writeBytes(LosslessUtf8.encode(Character.toString(c)));
        i += Character.charCount(c);
      }
    }
    String decoded = LosslessUtf8.decode(bytes.toByteArray());
    if (decoded.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
      throw new IllegalArgumentException("the " + what + " in the URL holds a line end");
    }
    return decoded;
  }

  private static IllegalArgumentException brokenEscape(String what) {
    return new IllegalArgumentException(
        "in the URL's " + what + ", write % as %25: what follows it is not two digits");
  }
}
