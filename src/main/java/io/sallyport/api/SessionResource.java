package io.sallyport.api;

import io.sallyport.auth.Caller;
import io.sallyport.auth.Credentials;
import io.sallyport.auth.GuardedBackend;
import io.sallyport.auth.SessionCookie;
import io.sallyport.auth.SignIn;
import io.sallyport.auth.WebSessions;
import io.sallyport.config.LoginRule;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/-/api/session`: which servers there are and whether the caller is signed in to them (GET),
/// sign in to one (POST), sign out of one or all (DELETE).
final class SessionResource implements Resource {

  private final List<GuardedBackend> backends;
  private final WebSessions sessions;
  private final SignIn signIn;
  private final BiConsumer<GuardedBackend, Login> onSignOut;
  private final String version;

  SessionResource(
      List<GuardedBackend> backends,
      WebSessions sessions,
      BiConsumer<GuardedBackend, Login> onSignOut,
      String version) {
    this.backends = List.copyOf(backends);
    this.sessions = sessions;
    this.signIn = new SignIn(sessions);
    this.onSignOut = onSignOut;
    this.version = version;
  }

  /// What a sign-in asks for.
  private record Request(
      @Nullable String backend, @Nullable String user, @Nullable String password) {}

  @Override
  public String path() {
    return "/-/api/session";
  }

  @Override
  public List<String> methods() {
    return List.of("GET", "HEAD", "POST", "DELETE");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    switch (call.method()) {
      case "POST" -> signIn(call);
      case "DELETE" -> signOut(call);
      default -> describe(call, caller(call));
    }
  }

  private void describe(Call call, Caller caller) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("backends");
    for (GuardedBackend each : backends) {
      Optional<Login> login = signIn.known(each, caller);
      ObjectNode one =
          list.addObject()
              .put("name", LosslessUtf8.forDisplay(each.name()))
              .put("href", call.base() + "/" + RemotePath.encodeSegment(each.name()) + "/")
              .put("login", rule(each.rule()))
              .put("signedIn", login.isPresent());
      // Whom a fixed login belongs to is the operator's business.
      if (login.isPresent() && !(each.rule() instanceof LoginRule.Fixed)) {
        one.put("user", login.get().user());
      } else if (login.isEmpty() && each.userHint() != null) {
        one.put("userHint", each.userHint());
      }
    }
    answer.put("version", version);
    Json.respond(call, 200, answer);
  }

  private void signIn(Call call) {
    Request request = Json.body(call, Request.class);
    if (request.backend() == null || request.user() == null || request.password() == null) {
      throw Refusal.badRequest("A sign-in needs backend, user and password.");
    }
    GuardedBackend backend = backend(request.backend());
    if (!(backend.rule() instanceof LoginRule.PassThrough)) {
      throw Refusal.badRequest("This server needs no sign-in.");
    }
    Login login = new Credentials(request.user(), request.password()).toLogin();
    verify(backend, login);
    Optional<String> before = caller(call).sessionId();
    String id = sessions.signIn(before.orElse(null), backend.name(), login);
    call.set("Set-Cookie", SessionCookie.set(id, call.isSecure()));
    describe(call, new Caller(Optional.empty(), Optional.of(id)));
  }

  /// Asks the FTP server for its root, which takes a login and no data connection; whatever else
  /// than the login fails then, the login was right.
  private static void verify(GuardedBackend backend, Login login) {
    try {
      var _ = backend.backend().files(login).stat(RemotePath.ROOT);
    } catch (Failure.NotFound | Failure.Denied | Failure.Unsupported | Failure.NoDataConnection e) {
      // It answers with something else than "not logged in".
    }
  }

  private void signOut(Call call) {
    Optional<String> id = caller(call).sessionId();
    Optional<String> backend = call.query("backend");
    if (backend.isPresent()) {
      GuardedBackend left = backend(backend.get());
      id.flatMap(known -> sessions.signOut(known, left.name()))
          .ifPresent(login -> onSignOut.accept(left, login));
    } else {
      id.ifPresent(known ->
          sessions.end(known).forEach((name, login) -> onSignOut.accept(backend(name), login)));
      call.set("Set-Cookie", SessionCookie.clear(call.isSecure()));
    }
    call.set("Cache-Control", "no-store").respondEmpty(204);
  }

  private GuardedBackend backend(String name) {
    return backends.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Failure.NotFound("There is no such server here.", null));
  }

  private static Caller caller(Call call) {
    return Caller.of(call.header("Authorization"), call.header("Cookie"), call.isSecure());
  }

  private static String rule(LoginRule rule) {
    return switch (rule) {
      case LoginRule.PassThrough _ -> "pass-through";
      case LoginRule.Anonymous _ -> "anonymous";
      case LoginRule.Fixed _ -> "fixed";
    };
  }
}
