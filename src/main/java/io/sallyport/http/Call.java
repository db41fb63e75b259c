package io.sallyport.http;

import io.sallyport.config.FrontSettings;
import io.sallyport.files.Backend;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemoteFiles;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request on its way through the doors: parsed once, admitted once, one stat of its place. For
/// the request's own thread.
public final class Call {

  private final HttpServerExchange exchange;
  private final Doorman doorman;
  private final Origin origin;
  private final String base;
  private final boolean plainLogins;
  private final RequestBody requestBody;
  private final ResponseBody responseBody;
  private @Nullable Place place;
  private @Nullable Backend backend;
  private @Nullable RemoteFiles files;
  private @Nullable Entry entry;
  private boolean looked;
  private @Nullable String realm;

  Call(HttpServerExchange exchange, Doorman doorman, FrontSettings front) {
    Duration stall = front.limits().stall();
    this.exchange = exchange;
    this.doorman = doorman;
    this.origin = Origin.of(exchange, front.trustedProxies());
    this.base = front.basePath();
    this.plainLogins = front.plainLogins();
    this.requestBody = new RequestBody(exchange, stall);
    this.responseBody = new ResponseBody(exchange, stall);
  }

  /// The exchange underneath, for what this class does not say.
  public HttpServerExchange exchange() {
    return exchange;
  }

  /// The method as sent; methods are case-sensitive (RFC 9110 §9.1).
  public String method() {
    return exchange.getRequestMethod().toString();
  }

  /// Whether it came over https, to here or to a trusted proxy in front.
  public boolean isSecure() {
    return origin.secure();
  }

  /// Makes sure that a password may come with the request: over TLS, from this machine, or where
  /// the operator says that the network is as good.
  ///
  /// @throws Refusal 403 otherwise
  public void requireConfidential() {
    if (!origin.secure() && !origin.client().isLoopbackAddress() && !plainLogins) {
      throw new Refusal(
          403,
          "password-in-the-clear",
          "A password does not cross the network in clear text: use https, or let the operator"
              + " allow this with \"plain-logins\".");
    }
  }

  /// Whether a proxy is in front whose word is taken.
  boolean isFromTrustedProxy() {
    return origin.proxied();
  }

  /// The caller's address: the connection's, or what a trusted proxy in front says.
  public InetAddress client() {
    return origin.client();
  }

  /// Whether the method is `name`.
  public boolean is(String name) {
    return method().equals(name);
  }

  /// The request header of that name; several lines are joined by commas (RFC 9110 §5.2).
  public Optional<String> header(String name) {
    Deque<String> lines = exchange.getRequestHeaders().get(name);
    return lines == null || lines.isEmpty()
        ? Optional.empty()
        : Optional.of(lines.size() == 1 ? lines.getFirst() : String.join(", ", lines));
  }

  /// The first query parameter of that name, decoded.
  public Optional<String> query(String name) {
    return QueryString.parameter(exchange.getQueryString(), name);
  }

  /// The query as it was sent, with its question mark; empty when there is none.
  public String rawQuery() {
    String query = exchange.getQueryString();
    return query.isEmpty() ? "" : "?" + query;
  }

  /// The path of the URL as it was sent, without the base path: percent-encoded, without query,
  /// from the first slash on.
  public String rawPath() {
    return withoutBase(sentPath()).orElse("/");
  }

  /// The base path, which all URL paths of this server begin with; empty for none.
  public String base() {
    return base;
  }

  /// What is left of an undecoded URL path without the base path; empty if it does not begin with
  /// it.
  public Optional<String> withoutBase(String path) {
    boolean inside =
        path.startsWith(base)
            && (path.length() == base.length() || path.charAt(base.length()) == '/');
    if (base.isEmpty() || !inside) {
      return base.isEmpty() ? Optional.of(path) : Optional.empty();
    }
    return Optional.of(path.length() == base.length() ? "/" : path.substring(base.length()));
  }

  /// The undecoded path of the URL. An absolute request target (RFC 9112 §3.2.2) loses its scheme
  /// and authority.
  String sentPath() {
    String uri = exchange.getRequestURI();
    if (exchange.isHostIncludedInRequestURI()) {
      int authority = uri.indexOf("://");
      int slash = authority < 0 ? 0 : uri.indexOf('/', authority + 3);
      return slash < 0 ? "/" : uri.substring(slash);
    }
    return uri;
  }

  /// Where the URL points.
  ///
  /// @throws Failure.Malformed if its path is refused
  public Place place() {
    if (place == null) {
      place = Place.parse(rawPath());
    }
    return place;
  }

  /// Whether the URL is one of those that name no file: below `/-/`.
  public boolean isReserved() {
    return isReservedPath(rawPath());
  }

  /// Whether an undecoded URL path is one of those that name no file.
  public boolean isReservedPath(String rawPath) {
    return rawPath.equals("/-") || rawPath.startsWith("/-/");
  }

  /// Whether `authority` (host and port) is the one that the caller knows this server by; a port
  /// that goes without saying may be left out.
  public boolean isAddressedAs(String authority) {
    return SameOrigin.plain(origin.host()).equals(SameOrigin.plain(authority));
  }

  /// The place's backend.
  ///
  /// @throws Failure.NotFound if there is none of that name, or the place is `/`
  public Backend backend() {
    if (backend == null) {
      backend = backend(place());
    }
    return backend;
  }

  /// The backend of another place, such as a `Destination`.
  ///
  /// @throws Failure.NotFound as [#backend()]
  public Backend backend(Place other) {
    return doorman.backend(
        this,
        other
            .backend()
            .orElseThrow(
                () -> new Failure.NotFound("This is the list of all servers, not one.", null)));
  }

  /// The files of the place's backend as the caller sees them.
  ///
  /// @throws Failure.NotFound if there is no such backend
  /// @throws Failure.NotLoggedIn if the caller must say first who it is
  public RemoteFiles files() {
    if (files == null) {
      files = doorman.admit(this, backend());
    }
    return files;
  }

  /// The files of another place's backend.
  ///
  /// @throws Failure.NotFound and [Failure.NotLoggedIn] as [#files()]
  public RemoteFiles files(Place other) {
    return other.backend().equals(place().backend())
        ? files()
        : doorman.admit(this, backend(other));
  }

  /// Who may see what.
  public Doorman doorman() {
    return doorman;
  }

  /// What is at the place; empty when nothing is. Asks the server once a request. `/` is a folder.
  ///
  /// @throws Failure as [RemoteFiles#stat], but not [Failure.NotFound]; that only for a backend
  ///   that does not exist
  public Optional<Entry> entry() {
    if (!looked) {
      entry = look();
      looked = true;
    }
    return Optional.ofNullable(entry);
  }

  /// Tells the caller on whose behalf a login is asked for, whoever the caller is: a proxy speaks
  /// for the server behind it, and no page of ours can ask for it.
  ///
  /// @param name no quote and no backslash
  public void asksLoginFor(String name) {
    realm = name;
  }

  /// What [#asksLoginFor] said.
  Optional<String> realm() {
    return Optional.ofNullable(realm);
  }

  /// Whether the caller asks for JSON by name.
  public boolean wantsJson() {
    String accept = accept();
    return accept.contains("application/json") || accept.contains("application/problem+json");
  }

  /// Whether a person's browser goes to this URL, as opposed to a script, a drive or a tool
  /// (https://www.w3.org/TR/fetch-metadata/#sec-fetch-mode-header).
  public boolean isBrowserNavigation() {
    if (isBrowserFetch()) {
      return header("Sec-Fetch-Mode").orElse("").equals("navigate");
    }
    return header("User-Agent").orElse("").startsWith("Mozilla/") && accept().contains("text/html");
  }

  /// Whether a browser made the request, for whatever reason.
  public boolean isBrowserFetch() {
    return header("Sec-Fetch-Mode").isPresent() || header("Sec-Fetch-Site").isPresent();
  }

  /// Sets a response header.
  ///
  /// @throws IllegalArgumentException if the value holds a control character or is not Latin-1: it
  ///   could end the line and begin another
  public Call set(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 0x20 && c != '\t') || c == 0x7F || c > 0xFF) {
        throw new IllegalArgumentException("the header " + name + " cannot hold this value");
      }
    }
    exchange.getResponseHeaders().put(new HttpString(name), value);
    return this;
  }

  /// Sets the status of the response.
  public Call status(int status) {
    exchange.setStatusCode(status);
    return this;
  }

  /// Answers with a whole body; to HEAD, with its headers alone.
  public void respond(int status, String contentType, byte[] body) {
    status(status).set("Content-Type", contentType);
    bodyOf(body.length);
    if (!is("HEAD")) {
      responseBody.write(ByteBuffer.wrap(body));
    }
    responseBody.finish();
  }

  /// Answers with nothing but a status and the headers set.
  public void respondEmpty(int status) {
    status(status);
    if (status != 204 && status != 304) {
      bodyOf(0);
    }
    responseBody.finish();
  }

  /// Sends the caller to another URL of this server.
  ///
  /// @param href percent-encoded path, from the slash on, without the base path
  public void redirect(int status, String href) {
    set("Location", base + href).respondEmpty(status);
  }

  /// Sends the caller to the same URL over TLS.
  void redirectToTls(int port) {
    String host = origin.host().replaceFirst(":\\d*$", "");
    if (!host.matches("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]")) {
      throw Refusal.badRequest("The request's Host is wrong.");
    }
    String there = "https://" + host + (port == 443 ? "" : ":" + port);
    set("Location", there + sentPath() + rawQuery()).respondEmpty(308);
  }

  /// The body of a response of unknown length.
  public ResponseBody body() {
    return responseBody;
  }

  /// The body of a response of `lengthBytes`; ended short, the caller sees that it is short.
  public ResponseBody bodyOf(long lengthBytes) {
    exchange.setResponseContentLength(lengthBytes);
    return responseBody;
  }

  /// The body of the request.
  public RequestBody requestBody() {
    return requestBody;
  }

  /// Whether the status and the headers have gone out, so that nothing but the body can follow.
  public boolean hasStarted() {
    return exchange.isResponseStarted();
  }

  private @Nullable Entry look() {
    if (place().isTop()) {
      return Entry.folder("");
    }
    RemoteFiles remote = files();
    try {
      return remote.stat(place().path());
    } catch (Failure.NotFound e) {
      return null;
    }
  }

  private String accept() {
    return header("Accept").orElse("").toLowerCase(Locale.ROOT);
  }
}
