package io.sallyport.api;

import io.sallyport.auth.Caller;
import io.sallyport.auth.Credentials;
import io.sallyport.auth.GuardedBackend;
import io.sallyport.auth.GuardedBackends;
import io.sallyport.auth.SignIn;
import io.sallyport.config.AdHocName;
import io.sallyport.config.FtpUrl;
import io.sallyport.config.LoginRule;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.ftp.Examinable;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The servers that a caller may send the doctor to: those whose files it may see, as whom it may
/// see them. Thread-safe.
final class Patients {

  private final GuardedBackends backends;
  private final SignIn signIn;

  Patients(GuardedBackends backends, SignIn signIn) {
    this.backends = backends;
    this.signIn = signIn;
  }

  /// One of them.
  ///
  /// @param examinable how the server is reached, and as whom
  /// @param backend its rules
  /// @param caller who asked
  record Patient(Examinable examinable, GuardedBackend backend, Caller caller) {

    /// Whether the login is the operator's business.
    boolean isDiscreet() {
      return backend.rule() instanceof LoginRule.Fixed;
    }
  }

  /// The backend whose URL path `href` is.
  ///
  /// @throws Failure.NotFound if there is none
  GuardedBackend named(Call call, String href) {
    return backends.named(place(call, href).backend().orElseThrow());
  }

  /// The backend of a server: a configured one, else the one that no one configured.
  ///
  /// @throws Failure as [GuardedBackends#named]
  GuardedBackend at(FtpUrl url) {
    for (GuardedBackend each : backends.configured()) {
      if (each.backend().files(Login.ANONYMOUS) instanceof Examinable known
          && known.settings().host().equals(url.host())
          && known.settings().port() == url.port()) {
        return each;
      }
    }
    try {
      return backends.named(AdHocName.of(url).toString());
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("The URL cannot be used: " + e.getMessage() + ".");
    }
  }

  /// Lets the caller in.
  ///
  /// @param user given in the request instead of its headers; absent for none
  /// @throws Failure.NotLoggedIn if it may not see the server's files
  /// @throws Failure.Unsupported if they are on no FTP server
  Patient admit(
      Call call, GuardedBackend backend, @Nullable String user, @Nullable String password) {
    Caller caller;
    if (user == null) {
      caller =
          Caller.of(
              call.header("Authorization"), call.header("Cookie"), call.isSecure(), call.client());
    } else {
      call.requireConfidential();
      Credentials given = new Credentials(user, password == null ? "" : password);
      caller = new Caller(Optional.of(given), Optional.empty(), Optional.of(call.client()));
    }
    Login login = signIn.guest(caller).admit(backend).login();
    if (backend.backend().files(login) instanceof Examinable examinable) {
      return new Patient(examinable, backend, caller);
    }
    throw new Failure.Unsupported("The doctor knows FTP servers only.", null);
  }

  /// The server has refused the caller's credentials: guessing is slowed down here as anywhere.
  void refused(Patient patient) {
    signIn.refused(patient.caller());
  }

  /// What `href` names, with the base path of all URLs or without it.
  static Place place(Call call, String href) {
    return Named.place(call, href);
  }

  /// Reads an FTP URL of a request.
  static FtpUrl url(String text) {
    try {
      return FtpUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("The URL cannot be used: " + e.getMessage() + ".");
    }
  }
}
