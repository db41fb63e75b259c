package io.sallyport.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.config.FtpLink;
import io.sallyport.config.FtpUrl;
import io.sallyport.http.Call;
import io.sallyport.http.HeadRewriter;
import io.sallyport.http.Signpost;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Requests to a proxy, whose target is a whole URL (RFC 9112 §3.2.2), made into requests for the
/// place on this gateway where that URL is: `GET ftp://user:password@host/a` becomes `GET /~host/a`
/// with credentials in a header, so that no later part of the gateway, no log and no error page
/// ever meets the password in a URL. What was asked for travels along in a header whose name nobody
/// else can know. Thread-safe.
public final class AbsoluteForm implements HeadRewriter {

  private static final Pattern FTP = Pattern.compile("(?i)[A-Z]+ ftp(e?s)?://.*", Pattern.DOTALL);
  private static final Pattern OTHER =
      Pattern.compile("(?i)CONNECT .*|[A-Z]+ [a-z][a-z0-9+.-]*:/.*", Pattern.DOTALL);
  private static final Pattern TUNNEL = Pattern.compile("CONNECT .*", Pattern.DOTALL);

  /// For whoever wants it to be a proxy of another kind.
  static final String NO_OTHERS = "This proxy fetches ftp:, ftpes: and ftps: URLs and no others.";

  /// Where requests go that are answered with what is wrong with them.
  private static final String NOWHERE = "/-/proxy";

  private final Signpost signpost;
  private final String base;
  private final boolean only;
  private final String asked;
  private final String wrong;

  /// @param base what all URL paths of the server begin with; empty for nothing
  /// @param only whether the listener is there for this alone, so that a whole URL of another
  ///   scheme is refused instead of left to the doors
  public AbsoluteForm(Signpost signpost, String base, boolean only) {
    this.signpost = signpost;
    this.base = base;
    this.only = only;
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    String name = "sallyport-" + HexFormat.of().formatHex(secret);
    this.asked = name + "-url";
    this.wrong = name + "-wrong";
  }

  @Override
  public boolean wants(String begins) {
    return FTP.matcher(begins).matches()
        || TUNNEL.matcher(begins).matches()
        || (only && OTHER.matcher(begins).matches());
  }

  @Override
  public Rewritten rewrite(byte[] head) {
    List<String> lines = List.of(new String(head, ISO_8859_1).split("\r?\n"));
    String[] request = lines.getFirst().split(" ", -1);
    if (request.length != 3 || lines.stream().anyMatch(line -> line.matches("[ \t].*"))) {
      // The parser refuses that, or what it would make of it is not what the sender meant.
      return wrong("GET", "HTTP/1.0", "400 The request cannot be read.");
    }
    if (!FTP.matcher(lines.getFirst()).matches()) {
      String words =
          request[0].equals("CONNECT")
              ? "405 This proxy makes no tunnels; it fetches ftp:, ftpes: and ftps: URLs."
              : "501 " + NO_OTHERS;
      return wrong(request[0], request[2], words);
    }
    try {
      return rewrite(request, lines.subList(1, lines.size()));
    } catch (IllegalArgumentException e) {
      return wrong(request[0], request[2], "400 The URL cannot be used: " + e.getMessage() + ".");
    }
  }

  /// What the caller asked the proxy for; empty if the request was not one for a proxy.
  Optional<FtpLink> asked(Call call) {
    return call.header(asked).map(value -> FtpLink.parse(URLDecoder.decode(value, UTF_8)));
  }

  /// Status and words, where there is nothing to fetch.
  Optional<String> wrong(Call call) {
    return call.header(wrong).map(value -> URLDecoder.decode(value, UTF_8));
  }

  private Rewritten rewrite(String[] request, List<String> headers) {
    FtpLink link = FtpLink.parse(escaped(request[1]));
    FtpUrl url = link.url();
    Optional<String> login = authorization(url);
    List<String> lines = new ArrayList<>();
    lines.add(request[0] + " " + base + signpost.locate(link).href() + " " + request[2]);
    lines.add("Host: " + url.server());
    login.ifPresent(value -> lines.add("Authorization: " + value));
    lines.add(asked + ": " + URLEncoder.encode(withoutPassword(request[1]), UTF_8));
    for (String header : headers) {
      if (isKept(name(header), login.isPresent())) {
        lines.add(header);
      }
    }
    OptionalLong body = bodyBytes(headers);
    if (body.isEmpty()) {
      lines.add("Connection: close");
    }
    return new Rewritten(
        ISO_8859_1.encode(String.join("\r\n", lines) + "\r\n\r\n"), body.orElse(-1));
  }

  /// The connection ends with the answer, whatever else stands in the request.
  private Rewritten wrong(String method, String version, String words) {
    String sent = method.equals("CONNECT") ? "GET" : method;
    String head =
        String.join(
            "\r\n",
            sent + " " + base + NOWHERE + " " + version,
            "Host: proxy",
            "Connection: close",
            wrong + ": " + URLEncoder.encode(words, UTF_8),
            "",
            "");
    return new Rewritten(ISO_8859_1.encode(head), -1);
  }

  private static boolean isKept(String name, boolean hasLogin) {
    return switch (name) {
      // Nobody sends this gateway's cookies to an FTP server.
      case "host", "cookie", "proxy-connection" -> false;
      case "authorization" -> !hasLogin;
      default -> !name.startsWith("sallyport-");
    };
  }

  /// Empty unless the body's length is certain.
  private static OptionalLong bodyBytes(List<String> headers) {
    @Nullable String length = null;
    for (String header : headers) {
      switch (name(header)) {
        case "transfer-encoding", "upgrade" -> {
          return OptionalLong.empty();
        }
        case "content-length" -> {
          String value = header.substring(header.indexOf(':') + 1).strip();
          if (length != null || !value.matches("[0-9]{1,18}")) {
            return OptionalLong.empty();
          }
          length = value;
        }
        default -> {
          // Says nothing about the body.
        }
      }
    }
    return OptionalLong.of(length == null ? 0 : Long.parseLong(length));
  }

  private static String name(String header) {
    int colon = header.indexOf(':');
    return (colon < 0 ? header : header.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
  }

  /// What the URL says of a login, if that is enough for one.
  private static Optional<String> authorization(FtpUrl url) {
    if (url.user() == null || url.password() == null || url.isAnonymous()) {
      return Optional.empty();
    }
    if (url.user().indexOf(':') >= 0) {
      throw new IllegalArgumentException("a user's name with a colon cannot be passed on");
    }
    byte[] login = (url.user() + ":" + url.password()).getBytes(UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(login));
  }

  private static String withoutPassword(String target) {
    int begin = target.indexOf("://") + 3;
    int slash = target.indexOf('/', begin);
    String authority = slash < 0 ? target.substring(begin) : target.substring(begin, slash);
    int at = authority.lastIndexOf('@');
    int colon = authority.indexOf(':');
    boolean hasPassword = at >= 0 && colon >= 0 && colon < at;
    return escaped(
        hasPassword ? target.substring(0, begin + colon) + target.substring(begin + at) : target);
  }

  /// Bytes that no URL may hold and that careless clients send as they are.
  private static String escaped(String target) {
    StringBuilder escaped = new StringBuilder(target.length() + 16);
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= 0x20 || c >= 0x7F || "\"#<>\\^`{|}".indexOf(c) >= 0) {
        escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
