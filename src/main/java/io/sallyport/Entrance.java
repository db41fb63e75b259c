package io.sallyport;

import io.sallyport.auth.Caller;
import io.sallyport.auth.GuardedBackend;
import io.sallyport.auth.GuardedBackends;
import io.sallyport.auth.SignIn;
import io.sallyport.files.Backend;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.http.Call;
import io.sallyport.http.Doorman;
import io.sallyport.metrics.Trace;
import java.util.List;
import java.util.function.BiConsumer;

/// The doorman of all backends: whoever knows the gateway may see the names of those configured;
/// their files are for whom the backend's login rule lets in.
final class Entrance implements Doorman {

  private final GuardedBackends backends;
  private final SignIn signIn;
  private final BiConsumer<Backend, Login> onAdmission;

  /// @param onAdmission told who is let in where; must not block
  Entrance(GuardedBackends backends, SignIn signIn, BiConsumer<Backend, Login> onAdmission) {
    this.backends = backends;
    this.signIn = signIn;
    this.onAdmission = onAdmission;
  }

  @Override
  public Backend backend(Call call, String name) {
    return backends.named(name).backend();
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
    return backends.configured().stream().map(GuardedBackend::backend).toList();
  }

  private Login login(Call call, Backend backend) {
    Caller caller = Caller.of(call.header("Authorization"), call.header("Cookie"), call.isSecure());
    Login login = signIn.login(guarded(backend), caller);
    Trace.current().ifPresent(trace -> trace.admitted(login.user(), backend.name()));
    return login;
  }

  /// A request stays with the addresses that it found.
  private GuardedBackend guarded(Backend backend) {
    return backend instanceof AdHocBackend adHoc
        ? AllBackends.guarded(adHoc)
        : backends.named(backend.name());
  }
}
