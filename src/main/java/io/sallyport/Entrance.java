package io.sallyport;

import io.sallyport.auth.Caller;
import io.sallyport.auth.GuardedBackend;
import io.sallyport.auth.SignIn;
import io.sallyport.files.Backend;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemoteFiles;
import io.sallyport.http.Call;
import io.sallyport.http.Doorman;
import io.sallyport.metrics.Trace;
import java.util.List;
import java.util.function.BiConsumer;

/// The doorman of the configured backends: whoever knows the gateway may see their names; their
/// files are for whom the backend's login rule lets in.
final class Entrance implements Doorman {

  private final List<GuardedBackend> backends;
  private final SignIn signIn;
  private final BiConsumer<Backend, Login> onAdmission;

  /// @param onAdmission told who is let in where; must not block
  Entrance(List<GuardedBackend> backends, SignIn signIn, BiConsumer<Backend, Login> onAdmission) {
    this.backends = List.copyOf(backends);
    this.signIn = signIn;
    this.onAdmission = onAdmission;
  }

  @Override
  public Backend backend(Call call, String name) {
    return guarded(name).backend();
  }

  @Override
  public RemoteFiles admit(Call call, Backend backend) {
    Login login = login(call, backend);
    onAdmission.accept(backend, login);
    return backend.files(login);
  }

  @Override
  public String user(Call call, Backend backend) {
    return login(call, backend).user();
  }

  @Override
  public List<Backend> visible(Call call) {
    return backends.stream().map(GuardedBackend::backend).toList();
  }

  private Login login(Call call, Backend backend) {
    Caller caller = Caller.of(call.header("Authorization"), call.header("Cookie"), call.isSecure());
    Login login = signIn.login(guarded(backend.name()), caller);
    Trace.current().ifPresent(trace -> trace.admitted(login.user(), backend.name()));
    return login;
  }

  private GuardedBackend guarded(String name) {
    for (GuardedBackend backend : backends) {
      if (backend.name().equals(name)) {
        return backend;
      }
    }
    throw new Failure.NotFound(
        "There is no server named \"" + LosslessUtf8.forDisplay(name) + "\" here.", null);
  }
}
