package io.sallyport.auth;

import io.sallyport.files.Failure;
import java.net.InetAddress;
import java.util.Optional;

/// What a request brings along to say who it comes from.
///
/// @param credentials from its `Authorization` header
/// @param sessionId from its cookie: a guess until a session of that id is found
/// @param client the address it comes from; empty where nobody could be guessing
public record Caller(
    Optional<Credentials> credentials, Optional<String> sessionId, Optional<InetAddress> client) {

  /// One of whom it does not matter where they are.
  public Caller(Optional<Credentials> credentials, Optional<String> sessionId) {
    this(credentials, sessionId, Optional.empty());
  }

  /// Reads the two headers.
  ///
  /// @param secure whether the request came over https
  /// @throws Failure.Malformed if the `Authorization` header says Basic and is not
  public static Caller of(
      Optional<String> authorization, Optional<String> cookie, boolean secure, InetAddress client) {
    return new Caller(
        authorization.flatMap(Credentials::parseBasic),
        cookie.flatMap(header -> SessionCookie.find(header, secure)),
        Optional.of(client));
  }
}
