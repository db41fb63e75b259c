package io.sallyport;

import io.sallyport.auth.Caller;
import io.sallyport.auth.GuardedBackend;
import io.sallyport.auth.GuardedBackends;
import io.sallyport.auth.Guest;
import io.sallyport.auth.SignIn;
import io.sallyport.files.Backend;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.http.Call;
import io.sallyport.http.Doorman;
import io.sallyport.metrics.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// The doorman of all backends: whoever knows the gateway may see the names of those that are for
/// everybody; their files are for whom the backend's login rule lets in.
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
    Login login = admission(call, backend).login();
    onAdmission.accept(backend, login);
    return guarded(backend).files(login);
  }

  @Override
  public String user(Call call, Backend backend) {
    return admission(call, backend).user();
  }

  @Override
  public List<Backend> visible(Call call) {
    Guest guest = guest(call);
    List<Backend> visible = new ArrayList<>();
    for (GuardedBackend each : backends.configured()) {
      if (each.access().users().isEmpty() || guest.known(each).isPresent()) {
        visible.add(each.backend());
      }
    }
    if (visible.isEmpty() && !backends.configured().isEmpty()) {
      throw new Failure.NotLoggedIn("Sign in to see what is here.", null);
    }
    return visible;
  }

  @Override
  public void refused(Call call) {
    signIn.refused(caller(call));
  }

  private Guest.Admission admission(Call call, Backend backend) {
    Guest.Admission admission = guest(call).admit(guarded(backend));
    Trace.current().ifPresent(trace -> trace.admitted(admission.user(), backend.name()));
    return admission;
  }

  private Guest guest(Call call) {
    return signIn.guest(caller(call));
  }

  private static Caller caller(Call call) {
    return Caller.of(
        call.header("Authorization"), call.header("Cookie"), call.isSecure(), call.client());
  }

  /// A request stays with the addresses that it found.
  private GuardedBackend guarded(Backend backend) {
    return backend instanceof AdHocBackend adHoc
        ? AllBackends.guarded(adHoc)
        : backends.named(backend.name());
  }
}
