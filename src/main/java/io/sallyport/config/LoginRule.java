package io.sallyport.config;

import io.sallyport.files.Login;
import java.util.Optional;

/// Whose login a backend uses.
public sealed interface LoginRule {

  /// The login that needs no word of the caller; empty where it is the caller's own.
  default Optional<Login> own() {
    return switch (this) {
      case PassThrough _, Guest _ -> Optional.empty();
      case Anonymous _ -> Optional.of(Login.ANONYMOUS);
      case Fixed fixed -> Optional.of(fixed.login());
    };
  }

  /// The caller's own credentials go to the FTP server.
  record PassThrough() implements LoginRule {}

  /// Everybody is anonymous on the FTP server.
  record Anonymous() implements LoginRule {}

  /// The caller's own credentials go to the FTP server; who has none is anonymous there.
  record Guest() implements LoginRule {}

  /// Everybody who may use the gateway is this user on the FTP server.
  record Fixed(Login login) implements LoginRule {}
}
