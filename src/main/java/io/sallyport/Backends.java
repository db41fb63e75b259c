package io.sallyport;

import io.sallyport.auth.GuardedBackend;
import io.sallyport.config.BackendSettings;
import io.sallyport.config.BackendSettings.Source;
import io.sallyport.config.EmbeddedSettings;
import io.sallyport.config.FtpSettings;
import io.sallyport.config.NamePattern;
import io.sallyport.embedded.EmbeddedFtpServer;
import io.sallyport.files.Backend;
import io.sallyport.ftp.FtpBackend;
import io.sallyport.ftp.TemporaryFiles;
import io.sallyport.ftp.data.DataModeMemory;
import io.sallyport.ftp.data.DataModeTable;
import io.sallyport.store.KeepingBackend;
import io.sallyport.store.SmallFiles;
import io.sallyport.store.UploadJournal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The backends of the moment. They can become others while the gateway runs: those whose settings
/// stay go on as they are, and what runs on one that goes runs to its end. Thread-safe.
final class Backends implements AutoCloseable {

  /// How long transfers on a backend that was taken out may go on.
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final Duration GLANCE = Duration.ofMillis(500);

  private final DataModeMemory modes;
  private final Supplier<UploadJournal> journal;
  private final Supplier<SmallFiles> smallFiles;
  private volatile List<Served> served = List.of();

  /// One backend with what stands behind it.
  private record Served(
      BackendSettings settings,
      GuardedBackend guarded,
      FtpBackend backend,
      @Nullable EmbeddedFtpServer server)
      implements AutoCloseable {

    @Override
    public void close() {
      backend.close();
      if (server != null) {
        server.close();
      }
    }
  }

  /// @param modes what is known about data modes
  /// @param journal the uploads that run; blocks until it is there
  /// @param smallFiles what is kept here instead of on a server; blocks until it is there
  Backends(DataModeMemory modes, Supplier<UploadJournal> journal, Supplier<SmallFiles> smallFiles) {
    this.modes = modes;
    this.journal = journal;
    this.smallFiles = smallFiles;
  }

  /// Those of the moment, in the order of the configuration.
  List<GuardedBackend> all() {
    return served.stream().map(Served::guarded).toList();
  }

  /// What was configured for them.
  List<BackendSettings> settings() {
    return served.stream().map(Served::settings).toList();
  }

  /// Serves exactly these from now on.
  ///
  /// @throws IOException with one sentence for the operator if one cannot be had; then everything
  ///   stays as it was
  synchronized void become(List<BackendSettings> settings) throws IOException {
    List<Served> before = served;
    List<Served> after = new ArrayList<>();
    List<Served> fresh = new ArrayList<>();
    boolean whole = false;
    try {
      for (BackendSettings each : settings) {
        Optional<Served> same =
            before.stream().filter(old -> old.settings().equals(each)).findFirst();
        Served one = same.isPresent() ? same.get() : begin(each);
        if (same.isEmpty()) {
          fresh.add(one);
        }
        after.add(one);
      }
      whole = true;
    } finally {
      if (!whole) {
        fresh.forEach(Served::close);
      }
    }
    served = List.copyOf(after);
    for (Served old : before) {
      if (!after.contains(old)) {
        Thread.ofVirtual().name("leaving-" + old.settings().name()).start(() -> leave(old));
      }
    }
  }

  private Served begin(BackendSettings settings) throws IOException {
    TemporaryFiles temporaries = new NotedUploads(settings.name(), journal);
    @Nullable EmbeddedFtpServer server = null;
    FtpBackend backend;
    switch (settings.source()) {
      case Source.Server elsewhere ->
          backend = new FtpBackend(settings.name(), elsewhere.ftp(), modes, temporaries);
      case Source.Folder folder -> {
        server = EmbeddedFtpServer.start(folder.ftp());
        // Its port is another one after a restart: nothing about it is worth keeping.
        backend =
            new FtpBackend(
                settings.name(), reaching(folder.ftp(), server), new DataModeTable(), temporaries);
      }
    }
    return new Served(
        settings,
        new GuardedBackend(
            keeping(backend, settings.keepInStore()),
            settings.login(),
            settings.userHint(),
            settings.access()),
        backend,
        server);
  }

  private Backend keeping(Backend backend, List<NamePattern> kept) {
    return kept.isEmpty()
        ? backend
        : new KeepingBackend(
            backend,
            name -> kept.stream().anyMatch(pattern -> pattern.matches(name)),
            smallFiles.get());
  }

  private static FtpSettings reaching(EmbeddedSettings settings, EmbeddedFtpServer server) {
    assert settings.listen().host().equals(server.host());
    return FtpSettings.of(Gateway.reachable(server.host()), server.port());
  }

  private static void leave(Served old) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      // A request that has just been let in may not have taken its connection yet.
      Thread.sleep(GLANCE);
      while (old.backend().connectionsInUse() > 0 && System.nanoTime() - deadline < 0) {
        Thread.sleep(GLANCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    old.close();
  }

  @Override
  public synchronized void close() {
    served.reversed().forEach(Served::close);
    served = List.of();
  }
}
