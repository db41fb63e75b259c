package io.sallyport.auth;

import io.sallyport.config.LoginRule;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import java.util.Optional;

/// From what a request brings along to the login of a backend. Says nothing about whether the FTP
/// server accepts it. Thread-safe.
public final class SignIn {

  private final WebSessions sessions;

  /// @param sessions where browsers' logins are
  public SignIn(WebSessions sessions) {
    this.sessions = sessions;
  }

  /// The login that a request gets at a backend; credentials of its own come before its session's.
  ///
  /// @throws Failure.NotLoggedIn if the rule asks for credentials and the request brings none
  public Login login(GuardedBackend backend, Caller caller) {
    return known(backend, caller)
        .orElseThrow(() -> new Failure.NotLoggedIn("Sign in to use this server.", null));
  }

  /// As [#login], and empty where that throws.
  public Optional<Login> known(GuardedBackend backend, Caller caller) {
    return switch (backend.rule()) {
      case LoginRule.Fixed fixed -> Optional.of(fixed.login());
      case LoginRule.Anonymous _ -> Optional.of(Login.ANONYMOUS);
      case LoginRule.PassThrough _ -> own(backend, caller);
      case LoginRule.Guest _ -> own(backend, caller).or(() -> Optional.of(Login.ANONYMOUS));
    };
  }

  private Optional<Login> own(GuardedBackend backend, Caller caller) {
    return caller
        .credentials()
        .map(Credentials::toLogin)
        .or(() -> caller.sessionId().flatMap(id -> sessions.login(id, backend.name())));
  }
}
