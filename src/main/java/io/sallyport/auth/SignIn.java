package io.sallyport.auth;

import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// From what a request brings along to the login of a backend. Says nothing about whether the FTP
/// server accepts it. Thread-safe.
public final class SignIn {

  private final WebSessions sessions;
  private final SignInLimits limits;
  private volatile GatewayUsers users;

  /// @param sessions where browsers' logins are
  /// @param users whom the gateway knows itself
  /// @param limits slows guessing down
  public SignIn(WebSessions sessions, GatewayUsers users, SignInLimits limits) {
    this.sessions = sessions;
    this.users = users;
    this.limits = limits;
  }

  /// For a gateway that knows nobody itself.
  ///
  /// @param sessions where browsers' logins are
  public SignIn(WebSessions sessions) {
    this(sessions, new GatewayUsers(List.of()), new SignInLimits(InstantSource.system()));
  }

  /// Knows other users from now on.
  public void know(GatewayUsers others) {
    users = others;
  }

  /// The caller of one request.
  public Guest guest(Caller caller) {
    return new Guest(this, caller);
  }

  /// The login that a request gets at a backend.
  ///
  /// @throws Failure.NotLoggedIn and [TooManyAttempts] as [Guest#admit]
  public Login login(GuardedBackend backend, Caller caller) {
    return guest(caller).admit(backend).login();
  }

  /// The user of the gateway's own that the caller's credentials are right for; empty if there is
  /// none. May take a moment.
  ///
  /// @throws TooManyAttempts if nobody listens to its credentials for now
  public Optional<String> gatewayUser(Caller caller) {
    Optional<Credentials> credentials = caller.credentials();
    credentials.ifPresent(brought -> requireHearing(caller, brought));
    Optional<String> user = credentials.filter(users::knows).map(Credentials::user);
    if (user.isEmpty()) {
      refused(caller);
    }
    return user;
  }

  /// Notes that the caller's credentials were wrong.
  public void refused(Caller caller) {
    caller
        .credentials()
        .ifPresent(wrong -> caller.client().ifPresent(from -> limits.wrong(from, wrong.user())));
  }

  void requireHearing(Caller caller, Credentials credentials) {
    caller.client().ifPresent(from -> limits.require(from, credentials.user()));
  }

  GatewayUsers users() {
    return users;
  }

  Optional<Login> session(String id, String backend) {
    return sessions.login(id, backend);
  }
}
