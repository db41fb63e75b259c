package io.sallyport.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.auth.GuardedBackend;
import io.sallyport.config.FtpSettings;
import io.sallyport.config.FtpUrl;
import io.sallyport.config.TlsSettings;
import io.sallyport.doctor.Doctor;
import io.sallyport.doctor.Examination;
import io.sallyport.doctor.Report;
import io.sallyport.doctor.Step;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.Verdict;
import io.sallyport.ftp.Examinable;
import io.sallyport.http.Call;
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
  private final Patients patients;

  DoctorResource(Patients patients) {
    this.patients = patients;
  }

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
    Patients.Patient patient = patient(call, request);
    boolean write = request.write() != null && request.write();
    if (write && patient.backend().access().readOnly()) {
      throw new Failure.Denied(
          "Nothing here may be changed: this server is served read-only.", null);
    }
    FtpSettings settings = settings(call, request, patient.examinable());
    String server = settings.host() + ":" + settings.port();
    if (running.size() >= MAX_AT_ONCE || !running.add(server)) {
      throw new Failure.Busy(
          "The doctor is with this server, or with many others, at the moment.", null, RETRY_AFTER);
    }
    Login login = patient.examinable().login();
    Report report;
    try (Examination examination = Doctor.examine(settings, login, write, patient.isDiscreet())) {
      // nginx would hold the lines back.
      call.status(200)
          .set("Cache-Control", "no-store")
          .set("Content-Type", "application/x-ndjson")
          .set("X-Accel-Buffering", "no");
      for (Optional<Step> step = examination.next(); step.isPresent(); step = examination.next()) {
        call.body().write(ByteBuffer.wrap(lines.line(step.get()).getBytes(UTF_8)));
      }
      report = examination.report();
      if (report.findings().getFirst().verdict().code() == Verdict.Code.LOGIN_REFUSED) {
        patients.refused(patient);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure.Busy("The gateway stops.", null, RETRY_AFTER);
    } finally {
      running.remove(server);
    }
    // Whoever has read the end may ask again at once.
    call.body().write(ByteBuffer.wrap(lines.line(report).getBytes(UTF_8)));
    call.body().finish();
  }

  private Patients.Patient patient(Call call, Request request) {
    GuardedBackend backend;
    if (request.server() != null) {
      backend = patients.named(call, request.server());
    } else if (request.url() != null) {
      backend = patients.at(Patients.url(request.url()));
    } else {
      throw Refusal.badRequest("The doctor needs a server or a url.");
    }
    return patients.admit(call, backend, request.user(), request.password());
  }

  private static FtpSettings settings(Call call, Request request, Examinable patient) {
    FtpSettings settings = patient.settings();
    if (request.url() != null) {
      FtpUrl url = Patients.url(request.url());
      boolean more =
          url.tls() != TlsSettings.Mode.NONE && settings.tls().mode() == TlsSettings.Mode.NONE;
      return more ? settings.withTls(TlsSettings.of(url.tls())) : settings;
    }
    if (request.folder() != null) {
      String below = String.join("/", Patients.place(call, request.folder()).path().names());
      String root = settings.root();
      return settings.withRoot(
          root.isEmpty() || below.isEmpty() ? root + below : root + "/" + below);
    }
    return settings;
  }
}
