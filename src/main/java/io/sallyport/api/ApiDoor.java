package io.sallyport.api;

import io.sallyport.auth.GuardedBackend;
import io.sallyport.auth.WebSessions;
import io.sallyport.files.Login;
import io.sallyport.http.Call;
import io.sallyport.http.Door;
import io.sallyport.http.Refusal;
import java.util.List;
import java.util.function.BiConsumer;

/// The JSON door: any folder's URL for whoever asks for `application/json`, and the API below
/// `/-/api/`.
public final class ApiDoor implements Door {

  private static final String PREFIX = "/-/api/";
  private static final String SESSION = PREFIX + "session";

  private final FolderAsJson folders = new FolderAsJson();
  private final SessionResource session;

  /// @param backends in the order to show them
  /// @param sessions where browsers' logins are kept
  /// @param onSignOut told of every login that a session gives up
  /// @param version of this build
  public ApiDoor(
      List<GuardedBackend> backends,
      WebSessions sessions,
      BiConsumer<GuardedBackend, Login> onSignOut,
      String version) {
    this.session = new SessionResource(backends, sessions, onSignOut, version);
  }

  @Override
  public String name() {
    return "api";
  }

  @Override
  public boolean opens(Call call) {
    if (call.isReserved()) {
      return call.rawPath().startsWith(PREFIX) || call.rawPath().equals("/-/api");
    }
    return (call.is("GET") || call.is("HEAD")) && call.wantsJson() && call.rawPath().endsWith("/");
  }

  @Override
  public void enter(Call call) {
    if (!call.isReserved()) {
      folders.answer(call);
    } else if (call.rawPath().equals(SESSION)) {
      session.answer(call);
    } else {
      throw new Refusal(404, "not-found", "There is no such resource in the API.");
    }
  }
}
