package io.sallyport.auth;

import io.sallyport.config.AccessPolicy;
import io.sallyport.config.LoginRule;
import io.sallyport.files.Backend;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import org.jspecify.annotations.Nullable;

/// A backend, whose login it uses, and who may do what there.
///
/// @param backend the files, whatever the policy
/// @param rule whose login
/// @param userHint the user name to offer where a person is asked; absent for none
/// @param access who may do what
public record GuardedBackend(
    Backend backend, LoginRule rule, @Nullable String userHint, AccessPolicy access) {

  /// One that everybody may use.
  public GuardedBackend(Backend backend, LoginRule rule, @Nullable String userHint) {
    this(backend, rule, userHint, AccessPolicy.OPEN);
  }

  /// The backend's name.
  public String name() {
    return backend.name();
  }

  /// Whether a caller can say who it is.
  public boolean asks() {
    return !access.users().isEmpty()
        || switch (rule) {
          case LoginRule.PassThrough _, LoginRule.Guest _ -> true;
          case LoginRule.Anonymous _, LoginRule.Fixed _ -> false;
        };
  }

  /// Its files as `login` sees them and the policy lets them be seen.
  public RemoteFiles files(Login login) {
    RemoteFiles files = backend.files(login);
    if (!access.hidden().isEmpty()) {
      files = new HidingFiles(files, access.hiddenPatterns());
    }
    return access.readOnly() ? new ReadOnlyFiles(files) : files;
  }
}
