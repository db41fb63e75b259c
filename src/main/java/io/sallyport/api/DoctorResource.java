package io.sallyport.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.auth.Credentials;
import io.sallyport.config.AdHocName;
import io.sallyport.config.FtpSettings;
import io.sallyport.config.FtpUrl;
import io.sallyport.config.TlsSettings;
import io.sallyport.doctor.Doctor;
import io.sallyport.doctor.Examination;
import io.sallyport.doctor.Step;
import io.sallyport.files.Backend;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.ftp.Examinable;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// `/-/api/doctor`: looks at a server that the caller may use, and answers with a line a step
/// (NDJSON) and the report. Whom the doctor may visit is the [io.sallyport.http.Doorman]'s
/// decision, as for files.
final class DoctorResource implements Resource {

  /// Of all servers together: an examination takes some logins and up to twenty seconds.
  private static final int MAX_AT_ONCE = 8;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final DoctorJson lines = new DoctorJson();
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  /// @param server the backend's URL path, `/legacy/`
  /// @param url an FTP URL instead
  /// @param user for servers whose logins pass through; else the caller's own
  /// @param folder the URL path of the folder to look at, below the server's
  private record Request(
      @Nullable String server,
      @Nullable String url,
      @Nullable String user,
      @Nullable String password,
      @Nullable Boolean write,
      @Nullable String folder) {

    /// Leaves the password out.
    @Override
    public String toString() {
      return "Request[" + server + "]";
    }
  }

  @Override
  public String path() {
    return "/-/api/doctor";
  }

  @Override
  public List<String> methods() {
    return List.of("POST");
  }

  @Override
  public void answer(Call call, List<String> variable) {
    examine(call, Json.body(call, Request.class));
  }

  private void examine(Call call, Request request) {
    Examinable patient = patient(call, request);
    FtpSettings settings = settings(call, request, patient);
    String server = settings.host() + ":" + settings.port();
    if (running.size() >= MAX_AT_ONCE || !running.add(server)) {
      throw new Failure.Busy(
          "The doctor is with this server, or with many others, at the moment.", null, RETRY_AFTER);
    }
    boolean write = request.write() != null && request.write();
    try (Examination examination = Doctor.examine(settings, patient.login(), write)) {
      // nginx would hold the lines back.
      call.status(200)
          .set("Cache-Control", "no-store")
          .set("Content-Type", "application/x-ndjson")
          .set("X-Accel-Buffering", "no");
      for (Optional<Step> step = examination.next(); step.isPresent(); step = examination.next()) {
        call.body().write(ByteBuffer.wrap(lines.line(step.get()).getBytes(UTF_8)));
      }
      String report = lines.line(examination.report());
      call.body().write(ByteBuffer.wrap(report.getBytes(UTF_8)));
      call.body().finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure.Busy("The gateway stops.", null, RETRY_AFTER);
    } finally {
      running.remove(server);
    }
  }

  private static Examinable patient(Call call, Request request) {
    Backend backend;
    if (request.server() != null) {
      backend = call.backend(place(call, request.server()));
    } else if (request.url() != null) {
      backend = backend(call, url(request.url()));
    } else {
      throw Refusal.badRequest("The doctor needs a server or a url.");
    }
    RemoteFiles files =
        request.user() == null
            ? call.doorman().admit(call, backend)
            : backend.files(
                new Credentials(
                        request.user(), request.password() == null ? "" : request.password())
                    .toLogin());
    return examinable(files);
  }

  /// A server that is configured, else the one that no one configured, where policy allows it.
  private static Backend backend(Call call, FtpUrl url) {
    for (Backend each : call.doorman().visible(call)) {
      if (each.files(Login.ANONYMOUS) instanceof Examinable known
          && known.settings().host().equals(url.host())
          && known.settings().port() == url.port()) {
        return each;
      }
    }
    try {
      return call.doorman().backend(call, AdHocName.of(url).toString());
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("The URL cannot be used: " + e.getMessage() + ".");
    }
  }

  private static FtpUrl url(String text) {
    try {
      return FtpUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("The URL cannot be used: " + e.getMessage() + ".");
    }
  }

  private static FtpSettings settings(Call call, Request request, Examinable patient) {
    FtpSettings settings = patient.settings();
    if (request.url() != null) {
      FtpUrl url = url(request.url());
      boolean more =
          url.tls() != TlsSettings.Mode.NONE && settings.tls().mode() == TlsSettings.Mode.NONE;
      return more ? settings.withTls(TlsSettings.of(url.tls())) : settings;
    }
    if (request.folder() != null) {
      String below = String.join("/", place(call, request.folder()).path().names());
      String root = settings.root();
      return settings.withRoot(
          root.isEmpty() || below.isEmpty() ? root + below : root + "/" + below);
    }
    return settings;
  }

  /// What `href` names, with the base path of all URLs or without it.
  static Place place(Call call, String href) {
    return Named.place(call.withoutBase(href).orElse(href));
  }

  /// @throws Failure.Unsupported if they are on no FTP server
  static Examinable examinable(RemoteFiles files) {
    if (files instanceof Examinable examinable) {
      return examinable;
    }
    throw new Failure.Unsupported("The doctor knows FTP servers only.", null);
  }
}
