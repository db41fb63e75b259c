package io.sallyport.store;

import io.sallyport.files.Backend;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import java.util.function.Predicate;

/// A backend of whose files some are kept in the store instead of on the server, by their names.
/// Thread-safe.
public final class KeepingBackend implements Backend {

  private final Backend server;
  private final Predicate<String> kept;
  private final SmallFiles smallFiles;

  /// @param server where everything else is
  /// @param kept which names
  /// @param smallFiles where those are
  public KeepingBackend(Backend server, Predicate<String> kept, SmallFiles smallFiles) {
    this.server = server;
    this.kept = kept;
    this.smallFiles = smallFiles;
  }

  /// What stands behind `backend`: itself, unless some of its files are kept here.
  public static Backend beneath(Backend backend) {
    return backend instanceof KeepingBackend keeping ? keeping.server : backend;
  }

  @Override
  public String name() {
    return server.name();
  }

  @Override
  public RemoteFiles files(Login login) {
    return new KeepingFiles(server.files(login), kept, smallFiles.of(name(), login.user()));
  }
}
