package io.sallyport.auth;

import java.util.Optional;

/// The cookie that carries the id of a web session (RFC 6265).
public final class SessionCookie {

  /// `__Host-` binds it to this host and path and lets no insecure page set it; browsers take it
  /// with `Secure` only, and not all of them count a plain http://localhost as secure.
  private static final String SECURE_NAME = "__Host-sallyport";

  private static final String PLAIN_NAME = "sallyport";
  private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Strict";

  private SessionCookie() {}

  /// The session id in a `Cookie` header.
  ///
  /// @param secure whether the request came over https
  public static Optional<String> find(String header, boolean secure) {
    String wanted = name(secure) + "=";
    for (String pair : header.split(";", -1)) {
      String trimmed = pair.strip();
      if (trimmed.startsWith(wanted) && trimmed.length() > wanted.length()) {
        return Optional.of(trimmed.substring(wanted.length()));
      }
    }
    return Optional.empty();
  }

  /// The `Set-Cookie` value that gives the browser a session; gone when the browser closes.
  public static String set(String id, boolean secure) {
    return name(secure) + "=" + id + ATTRIBUTES + (secure ? "; Secure" : "");
  }

  /// The `Set-Cookie` value that takes it away.
  public static String clear(boolean secure) {
    return name(secure) + "=; Max-Age=0" + ATTRIBUTES + (secure ? "; Secure" : "");
  }

  private static String name(boolean secure) {
    return secure ? SECURE_NAME : PLAIN_NAME;
  }
}
