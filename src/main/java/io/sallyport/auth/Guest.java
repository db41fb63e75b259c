package io.sallyport.auth;

import io.sallyport.config.LoginRule;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request's caller at the doors of the backends. What it brings along is compared with a hash
/// once, however many backends are asked for. For one thread.
public final class Guest {

  private final SignIn signIn;
  private final Caller caller;
  private @Nullable Boolean right;

  /// What a guest gets at a backend.
  ///
  /// @param login the login at the FTP server
  /// @param user whom the guest is taken for: what locks are bound to
  public record Admission(Login login, String user) {}

  Guest(SignIn signIn, Caller caller) {
    this.signIn = signIn;
    this.caller = caller;
  }

  /// What it gets at `backend`; credentials of its own come before its session's.
  ///
  /// @throws Failure.NotLoggedIn if it must say first who it is, or what it says is wrong
  /// @throws TooManyAttempts if nobody listens to its credentials for now
  public Admission admit(GuardedBackend backend) {
    return known(backend)
        .orElseThrow(() ->
            new Failure.NotLoggedIn(
                caller.credentials().isPresent()
                    ? "The user name or the password is wrong, or this server is for others."
                    : "Sign in to use this server.",
                null));
  }

  /// As [#admit], and empty where that throws [Failure.NotLoggedIn].
  public Optional<Admission> known(GuardedBackend backend) {
    if (!backend.access().users().isEmpty()) {
      return gatewayUser(backend)
          .map(user -> new Admission(backend.rule().own().orElseThrow(), user));
    }
    return switch (backend.rule()) {
      case LoginRule.Fixed fixed -> Optional.of(new Admission(fixed.login(), fixed.login().user()));
      case LoginRule.Anonymous _ ->
          Optional.of(new Admission(Login.ANONYMOUS, Login.ANONYMOUS.user()));
      case LoginRule.PassThrough _ -> own(backend).map(Guest::passing);
      case LoginRule.Guest _ -> Optional.of(passing(own(backend).orElse(Login.ANONYMOUS)));
    };
  }

  private static Admission passing(Login login) {
    return new Admission(login, login.user());
  }

  private Optional<Login> own(GuardedBackend backend) {
    caller.credentials().ifPresent(credentials -> signIn.requireHearing(caller, credentials));
    return caller.credentials().map(Credentials::toLogin).or(() -> session(backend));
  }

  private Optional<String> gatewayUser(GuardedBackend backend) {
    if (caller.credentials().isPresent()) {
      Credentials credentials = caller.credentials().get();
      return isRight(credentials) && backend.access().users().contains(credentials.user())
          ? Optional.of(credentials.user())
          : Optional.empty();
    }
    // A session was opened with a right password; it may have been changed since.
    return session(backend)
        .filter(login -> backend.access().users().contains(login.user()))
        .filter(login -> signIn.users().knows(new Credentials(login.user(), login.password())))
        .map(Login::user);
  }

  private boolean isRight(Credentials credentials) {
    if (right == null) {
      signIn.requireHearing(caller, credentials);
      right = signIn.users().knows(credentials);
      if (!right) {
        signIn.refused(caller);
      }
    }
    return right;
  }

  private Optional<Login> session(GuardedBackend backend) {
    return caller.sessionId().flatMap(id -> signIn.session(id, backend.name()));
  }
}
