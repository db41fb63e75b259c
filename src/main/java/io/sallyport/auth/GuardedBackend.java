package io.sallyport.auth;

import io.sallyport.config.LoginRule;
import io.sallyport.files.Backend;
import org.jspecify.annotations.Nullable;

/// A backend and whose login it uses.
///
/// @param backend the files
/// @param rule whose login
/// @param userHint the user name to offer where a person is asked; absent for none
public record GuardedBackend(Backend backend, LoginRule rule, @Nullable String userHint) {

  /// The backend's name.
  public String name() {
    return backend.name();
  }
}
