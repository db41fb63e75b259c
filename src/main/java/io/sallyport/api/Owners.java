package io.sallyport.api;

import io.sallyport.auth.WebSessions;
import io.sallyport.files.Backend;
import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import java.util.HashSet;
import java.util.Set;

/// Whom a caller is taken for, at each of the servers that it has a login for: whose jobs it sees.
final class Owners {

  private final WebSessions sessions;

  /// @param sessions where browsers' logins are, those at servers that no one configured too
  Owners(WebSessions sessions) {
    this.sessions = sessions;
  }

  /// Enough for a job whose name the caller knows: nobody can guess one.
  Set<String> of(Call call) {
    Set<String> owners = ofSession(call);
    for (Backend backend : call.doorman().visible(call)) {
      try {
        owners.add(Unlocked.principal(call.doorman().user(call, backend), backend.name()));
      } catch (Failure.NotLoggedIn e) {
        // Nobody there.
      }
    }
    return owners;
  }

  /// As [#of], and each login that the request itself brings is tried: nobody sees the list of
  /// somebody else's jobs by saying a name.
  Set<String> proven(Call call) {
    if (call.header("Authorization").isEmpty()) {
      return of(call);
    }
    Set<String> owners = new HashSet<>();
    for (Backend backend : call.doorman().visible(call)) {
      try {
        String user = call.doorman().user(call, backend);
        if (call.doorman().admit(call, backend).stat(RemotePath.ROOT).isFolder()) {
          owners.add(Unlocked.principal(user, backend.name()));
        }
      } catch (Failure e) {
        // Not there, as far as anybody can tell.
      }
    }
    return owners;
  }

  private Set<String> ofSession(Call call) {
    Set<String> owners = new HashSet<>();
    SessionResource.caller(call)
        .sessionId()
        .ifPresent(id -> {
          for (String backend : sessions.backends(id)) {
            sessions
                .login(id, backend)
                .ifPresent(login -> owners.add(Unlocked.principal(login.user(), backend)));
          }
        });
    return owners;
  }
}
