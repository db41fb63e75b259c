package io.sallyport.api;

import io.sallyport.auth.Caller;
import io.sallyport.auth.Credentials;
import io.sallyport.auth.GuardedBackend;
import io.sallyport.auth.GuardedBackends;
import io.sallyport.auth.Guest;
import io.sallyport.auth.SessionCookie;
import io.sallyport.auth.SignIn;
import io.sallyport.auth.WebSessions;
import io.sallyport.config.AdHocName;
import io.sallyport.config.LoginRule;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/-/api/session`: which servers there are and whether the caller is signed in to them (GET),
/// sign in to one (POST), sign out of one or all (DELETE).
final class SessionResource implements Resource {

  /// A sign-in is taken, and a page needs to know no more.
  private static final String OWN = "pass-through";

  private final GuardedBackends backends;
  private final WebSessions sessions;
  private final SignIn signIn;
  private final BiConsumer<String, Login> onSignOut;
  private final String version;

  SessionResource(
      GuardedBackends backends,
      WebSessions sessions,
      SignIn signIn,
      BiConsumer<String, Login> onSignOut,
      String version) {
    this.backends = backends;
    this.sessions = sessions;
    this.signIn = signIn;
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
    Guest guest = signIn.guest(caller);
    for (GuardedBackend each : backends.configured()) {
      Optional<Guest.Admission> admission = guest.known(each);
      ObjectNode one = describe(call, list, each.name(), rule(each), admission.isPresent());
      // Whom a fixed login belongs to is the operator's business.
      if (admission.isPresent() && (each.asks() || each.rule() instanceof LoginRule.Anonymous)) {
        one.put("user", admission.get().user());
      } else if (admission.isEmpty() && each.userHint() != null) {
        one.put("userHint", each.userHint());
      }
    }
    caller.sessionId().ifPresent(id -> describeAdHoc(call, list, id));
    answer.put("version", version);
    Json.respond(call, 200, answer);
  }

  /// The servers that no one configured and that the caller has signed in to.
  private void describeAdHoc(Call call, ArrayNode list, String id) {
    for (String name : new TreeSet<>(sessions.backends(id))) {
      if (AdHocName.isOne(name)) {
        sessions
            .login(id, name)
            .ifPresent(login -> describe(call, list, name, OWN, true).put("user", login.user()));
      }
    }
  }

  private static ObjectNode describe(
      Call call, ArrayNode list, String name, String rule, boolean signedIn) {
    return list.addObject()
        .put("name", LosslessUtf8.forDisplay(name))
        .put("href", call.base() + "/" + RemotePath.encodeSegment(name) + "/")
        .put("login", rule)
        .put("signedIn", signedIn);
  }

  private void signIn(Call call) {
    Request request = Json.body(call, Request.class);
    if (request.backend() == null || request.user() == null || request.password() == null) {
      throw Refusal.badRequest("A sign-in needs backend, user and password.");
    }
    GuardedBackend backend = backends.named(request.backend());
    if (!backend.asks()) {
      throw Refusal.badRequest("This server needs no sign-in.");
    }
    call.requireConfidential();
    Credentials credentials = new Credentials(request.user(), request.password());
    Caller attempt =
        new Caller(Optional.of(credentials), Optional.empty(), Optional.of(call.client()));
    Guest guest = signIn.guest(attempt);
    verify(backend, guest.admit(backend).login(), attempt);
    String id =
        sessions.signIn(
            caller(call).sessionId().orElse(null), backend.name(), credentials.toLogin());
    for (GuardedBackend other : backends.configured()) {
      // Whom the gateway itself knows signs in once for all that is theirs.
      if (other.access().users().contains(credentials.user())
          && !other.name().equals(backend.name())
          && guest.known(other).isPresent()) {
        id = sessions.signIn(id, other.name(), credentials.toLogin());
      }
    }
    call.set("Set-Cookie", SessionCookie.set(id, call.isSecure()));
    describe(call, new Caller(Optional.empty(), Optional.of(id)));
  }

  /// Asks the FTP server for its root, which takes a login and no data connection; whatever else
  /// than the login fails then, the login was right.
  private void verify(GuardedBackend backend, Login login, Caller attempt) {
    try {
      var _ = backend.backend().files(login).stat(RemotePath.ROOT);
    } catch (Failure.NotFound | Failure.Denied | Failure.Unsupported | Failure.NoDataConnection e) {
      // It answers with something else than "not logged in".
    } catch (Failure.NotLoggedIn e) {
      signIn.refused(attempt);
      throw e;
    }
  }

  private void signOut(Call call) {
    Optional<String> id = caller(call).sessionId();
    Optional<String> backend = call.query("backend");
    if (backend.isPresent()) {
      String name =
          AdHocName.isOne(backend.get()) ? backend.get() : backends.named(backend.get()).name();
      id.flatMap(known -> sessions.signOut(known, name))
          .ifPresent(login -> onSignOut.accept(name, login));
    } else {
      id.ifPresent(known -> sessions.end(known).forEach(onSignOut));
      call.set("Set-Cookie", SessionCookie.clear(call.isSecure()));
    }
    call.set("Cache-Control", "no-store").respondEmpty(204);
  }

  /// Who the request says that it comes from.
  static Caller caller(Call call) {
    return Caller.of(
        call.header("Authorization"), call.header("Cookie"), call.isSecure(), call.client());
  }

  /// The word for whose login a backend uses.
  static String rule(GuardedBackend backend) {
    if (backend.asks()) {
      return OWN;
    }
    return backend.rule() instanceof LoginRule.Anonymous ? "anonymous" : "fixed";
  }
}
