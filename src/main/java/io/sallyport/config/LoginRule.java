package io.sallyport.config;

import io.sallyport.files.Login;

/// Whose login a backend uses.
public sealed interface LoginRule {

  /// The caller's own credentials go to the FTP server.
  record PassThrough() implements LoginRule {}

  /// Everybody is anonymous on the FTP server.
  record Anonymous() implements LoginRule {}

  /// The caller's own credentials go to the FTP server; who has none is anonymous there.
  record Guest() implements LoginRule {}

  /// Everybody who may use the gateway is this user on the FTP server.
  record Fixed(Login login) implements LoginRule {}
}
