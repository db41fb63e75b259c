package io.sallyport;

import io.sallyport.auth.GuardedBackend;
import io.sallyport.auth.GuardedBackends;
import io.sallyport.config.AdHocName;
import io.sallyport.config.LoginRule;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.ftp.FtpBackend;
import io.sallyport.store.KeepingBackend;
import java.util.List;
import java.util.function.Supplier;

/// The configured backends, and beside them the servers that no one configured.
final class AllBackends implements GuardedBackends {

  private static final LoginRule GUEST = new LoginRule.Guest();

  private final Supplier<List<GuardedBackend>> configured;
  private final AdHocServers adHoc;

  /// @param configured those of the moment
  AllBackends(Supplier<List<GuardedBackend>> configured, AdHocServers adHoc) {
    this.configured = configured;
    this.adHoc = adHoc;
  }

  @Override
  public List<GuardedBackend> configured() {
    return configured.get();
  }

  @Override
  public GuardedBackend named(String name) {
    if (AdHocName.isOne(name)) {
      return guarded(adHoc.named(name));
    }
    for (GuardedBackend backend : configured.get()) {
      if (backend.name().equals(name)) {
        return backend;
      }
    }
    throw new Failure.NotFound(
        "There is no server named \"" + LosslessUtf8.forDisplay(name) + "\" here.", null);
  }

  /// A login that signed out keeps no connection open.
  void forget(String name, Login login) {
    if (AdHocName.isOne(name)) {
      adHoc.forget(name, login);
    }
    for (GuardedBackend each : configured.get()) {
      if (each.name().equals(name)
          && KeepingBackend.beneath(each.backend()) instanceof FtpBackend ftp) {
        ftp.forget(login);
      }
    }
  }

  /// An ad hoc server that was found already.
  static GuardedBackend guarded(AdHocBackend backend) {
    return new GuardedBackend(backend, GUEST, null);
  }
}
