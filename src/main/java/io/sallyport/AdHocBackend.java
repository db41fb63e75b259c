package io.sallyport;

import io.sallyport.config.AdHocName;
import io.sallyport.files.Backend;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.ftp.AdHocHosts;
import io.sallyport.ftp.FtpBackend;
import io.sallyport.ftp.TemporaryFiles;
import io.sallyport.ftp.data.DataModeMemory;
import io.sallyport.store.UploadJournal;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One server that no one configured, at addresses that do not change any more. Logins that may be
/// overheard and logins that may not are kept apart: the one tries TLS, the other insists on it.
/// Thread-safe.
final class AdHocBackend implements Backend, AutoCloseable {

  private final AdHocName server;
  private final List<InetAddress> addresses;
  private final AdHocHosts hosts;
  private final DataModeMemory modes;
  private final TemporaryFiles temporaries;
  private volatile Instant pinnedAt;
  private volatile Instant usedAt;
  private @Nullable FtpBackend plain;
  private @Nullable FtpBackend secured;

  /// Connects nowhere yet.
  AdHocBackend(
      AdHocName server,
      List<InetAddress> addresses,
      AdHocHosts hosts,
      DataModeMemory modes,
      Supplier<UploadJournal> journal,
      Instant now) {
    this.server = server;
    this.addresses = List.copyOf(addresses);
    this.hosts = hosts;
    this.modes = modes;
    this.temporaries = new NotedUploads(server.toString(), journal);
    this.pinnedAt = now;
    this.usedAt = now;
  }

  @Override
  public String name() {
    return server.toString();
  }

  @Override
  public RemoteFiles files(Login login) {
    return backend(hosts.mayBePlain(login)).files(login);
  }

  /// A login that signed out keeps no connection open.
  synchronized void forget(Login login) {
    if (plain != null) {
      plain.forget(login);
    }
    if (secured != null) {
      secured.forget(login);
    }
  }

  List<InetAddress> addresses() {
    return addresses;
  }

  Instant pinnedAt() {
    return pinnedAt;
  }

  /// The addresses are still the name's.
  void pin(Instant now) {
    pinnedAt = now;
  }

  Instant usedAt() {
    return usedAt;
  }

  void use(Instant now) {
    usedAt = now;
  }

  /// Whether a connection to it is open.
  synchronized boolean isBusy() {
    return (plain != null && plain.openConnections() > 0)
        || (secured != null && secured.openConnections() > 0);
  }

  @Override
  public synchronized void close() {
    if (plain != null) {
      plain.close();
    }
    if (secured != null) {
      secured.close();
    }
  }

  private synchronized FtpBackend backend(boolean mayBePlain) {
    FtpBackend known = mayBePlain ? plain : secured;
    if (known != null) {
      return known;
    }
    FtpBackend made =
        new FtpBackend(name(), hosts.settings(server, addresses, mayBePlain), modes, temporaries);
    if (mayBePlain) {
      plain = made;
    } else {
      secured = made;
    }
    return made;
  }
}
