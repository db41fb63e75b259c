package io.sallyport.http;

import io.sallyport.auth.TooManyAttempts;
import io.sallyport.files.DataVerdict;
import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one place where what went wrong becomes a status, a code and a body.
public final class Failures {

  /// What describes the content that was not sent.
  private static final List<String> OF_CONTENT =
      List.of(
          "Accept-Ranges",
          "Content-Disposition",
          "Content-Length",
          "Content-Security-Policy",
          "ETag",
          "Last-Modified");

  private Failures() {}

  /// The problem that `failure` is to whoever asked with `method`.
  public static Problem problem(Failure failure, String method) {
    return switch (failure) {
      case Failure.NotFound f -> of(404, "not-found", "Not found", f);
      case Failure.Denied f -> of(403, "denied", "Not allowed", f);
      case Failure.NotLoggedIn f -> of(401, "not-logged-in", "Login needed", f);
      case Failure.Exists f -> of(method.equals("MKCOL") ? 405 : 412, "exists", "Already there", f);
      case Failure.MissingParent f -> of(409, "missing-parent", "Folder missing", f);
      case Failure.NoSpace f -> of(507, "no-space", "No space left", f);
      case Failure.Busy f -> of(503, "busy", "Busy", f, f.retryAfter());
      case Failure.Unsupported f -> of(501, "unsupported", "Not supported", f);
      case Failure.Malformed f -> of(400, "bad-request", "Bad request", f);
      case Failure.Unreachable f ->
          of(f.timedOut() ? 504 : 502, "unreachable", "Server not reachable", f);
      case Failure.NoDataConnection f ->
          of(f.timedOut() ? 504 : 502, "no-data-connection", "No data connection", f);
      case Failure.Broken f -> of(f.timedOut() ? 504 : 502, "broken", "Transfer broken off", f);
    };
  }

  /// The problem that too many wrong passwords are.
  static Problem problem(TooManyAttempts e) {
    return new Problem(
        429,
        "too-many-attempts",
        "Too many attempts",
        String.valueOf(e.getMessage()),
        null,
        List.of(),
        e.retryAfter(),
        null,
        null);
  }

  /// The problem that a refusal is.
  public static Problem problem(Refusal refusal) {
    String title = refusal.code().replace('-', ' ');
    return new Problem(
        refusal.status(),
        refusal.code(),
        Character.toUpperCase(title.charAt(0)) + title.substring(1),
        String.valueOf(refusal.getMessage()),
        null,
        List.of(),
        null,
        null,
        null);
  }

  /// The problem that a mistake of ours is: nothing of it is told.
  static Problem internal() {
    return new Problem(
        500,
        "internal",
        "Internal error",
        "Something went wrong inside the gateway; its log says what.",
        null,
        List.of(),
        null,
        null,
        null);
  }

  /// The same with a link to the doctor where the way to a server is the problem.
  static Problem referred(Problem problem, Call call) {
    boolean onTheWay =
        problem.code().equals("no-data-connection") || problem.code().equals("unreachable");
    // Whoever uses this as a proxy takes a path for one of the FTP server.
    boolean ours = !call.isReserved() && !call.exchange().isHostIncludedInRequestURI();
    if (!onTheWay || !ours || call.place().isTop()) {
      return problem;
    }
    String server = new Place(call.place().backend(), RemotePath.ROOT, true).href();
    return problem.withDoctor(
        call.base()
            + "/-/doctor?server="
            + (call.base() + server).replace("%", "%25").replace("/", "%2F"));
  }

  /// Answers `call` with `problem`, in the form the caller reads.
  ///
  /// @param realm what a login prompt calls this server
  static void answer(Call call, Problem problem, String realm) {
    OF_CONTENT.forEach(name -> call.exchange().getResponseHeaders().remove(name));
    if (problem.status() != 416) {
      call.exchange().getResponseHeaders().remove("Content-Range");
    }
    if (problem.retryAfter() != null) {
      call.set("Retry-After", Long.toString(Math.max(1, problem.retryAfter().toSeconds())));
    }
    if (problem.status() == 401
        && (call.realm().isPresent()
            || (!call.wantsJson() && !call.isBrowserNavigation() && !call.isBrowserFetch()))) {
      // A browser would show its own prompt and keep the password for ever; it gets a login page.
      call.set(
          "WWW-Authenticate",
          "Basic realm=\"" + call.realm().orElse(realm) + "\", charset=\"UTF-8\"");
    }
    call.set("Cache-Control", "no-store");
    if (call.wantsJson()) {
      respond(call, problem, "application/problem+json", problem.toJson());
    } else if (call.isBrowserNavigation()) {
      call.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
      respond(call, problem, "text/html; charset=utf-8", problem.toHtml());
    } else {
      respond(call, problem, "text/plain; charset=utf-8", problem.toText());
    }
  }

  private static void respond(Call call, Problem problem, String contentType, String body) {
    call.respond(problem.status(), contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Problem of(int status, String code, String title, Failure failure) {
    return of(status, code, title, failure, null);
  }

  private static Problem of(
      int status, String code, String title, Failure failure, @Nullable Duration retryAfter) {
    return new Problem(
        status,
        code,
        title,
        String.valueOf(failure.getMessage()),
        failure.reply().orElse(null),
        failure.attempts(),
        retryAfter,
        DataVerdict.of(failure.attempts()).ofNothing().orElse(null),
        null);
  }
}
