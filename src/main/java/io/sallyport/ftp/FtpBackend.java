package io.sallyport.ftp;

import com.github.benmanes.caffeine.cache.Ticker;
import io.sallyport.config.FtpSettings;
import io.sallyport.config.HostPort;
import io.sallyport.files.Backend;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.ftp.data.DataConnector;
import io.sallyport.ftp.data.DataModeMemory;
import io.sallyport.ftp.data.DataModeTable;
import io.sallyport.ftp.session.Names;
import io.sallyport.ftp.session.SessionPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// One FTP server as a backend. Thread-safe. Closing it closes its idle sessions; those in use end
/// with their transfer.
public final class FtpBackend implements Backend, AutoCloseable {

  private final String name;
  private final Server server;
  private final DataModeMemory modes;
  private final ScheduledThreadPoolExecutor clock;

  /// Connects nowhere yet. What it learns about the server is forgotten when it ends.
  ///
  /// @param name the name in the URL
  public FtpBackend(String name, FtpSettings settings) {
    this(name, settings, new DataModeTable());
  }

  /// Connects nowhere yet.
  ///
  /// @param name the name in the URL
  /// @param modes what is known about data modes; may be shared with other backends
  public FtpBackend(String name, FtpSettings settings, DataModeMemory modes) {
    this(name, settings, modes, TemporaryFiles.UNNOTED);
  }

  /// Connects nowhere yet.
  ///
  /// @param name the name in the URL
  /// @param modes what is known about data modes; may be shared with other backends
  /// @param temporaries told of the temporary files of uploads
  public FtpBackend(
      String name, FtpSettings settings, DataModeMemory modes, TemporaryFiles temporaries) {
    this(name, settings, modes, temporaries, new RecentContents(settings.contentAge()));
  }

  FtpBackend(
      String name,
      FtpSettings settings,
      DataModeMemory modes,
      TemporaryFiles temporaries,
      RecentContents contents) {
    this.name = name;
    this.modes = modes;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("ftp-clock-" + name).factory());
    clock.setRemoveOnCancelPolicy(true);
    Names names = new Names(settings.charset());
    SessionPool pool = new SessionPool(settings, names, modes);
    DataConnector connector = new DataConnector(settings, modes, clock);
    RecentListings recent = new RecentListings(settings.listingAge(), Ticker.systemTicker());
    this.server =
        new Server(
            settings,
            pool,
            connector,
            names,
            new ListingMemory(),
            new TimeSetting(),
            new SpaceTelling(),
            recent,
            contents,
            temporaries);
    long sweepMillis = Math.max(100, settings.timeouts().idle().toMillis() / 4);
    var _ =
        clock.scheduleWithFixedDelay(
            pool::evictIdle, sweepMillis, sweepMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RemoteFiles files(Login login) {
    return new FtpFiles(server, login);
  }

  /// A login has signed out: closes its idle sessions and forgets what it has seen.
  public void forget(Login login) {
    server.forget(login);
  }

  /// How things stand at the moment. Asks no server.
  public BackendState state() {
    FtpSettings settings = server.settings();
    String scheme =
        switch (settings.tls().mode()) {
          case NONE, OPPORTUNISTIC -> "ftp";
          case REQUIRED -> "ftpes";
          case IMPLICIT -> "ftps";
        };
    boolean usual = settings.port() == (scheme.equals("ftps") ? 990 : 21);
    String authority =
        usual ? settings.host() : new HostPort(settings.host(), settings.port()).toString();
    return new BackendState(
        scheme + "://" + authority + "/",
        openConnections(),
        settings.connections(),
        connectionsInUse(),
        waiting(),
        modes.remembered(settings.host(), settings.port()));
  }

  /// How many control connections are open at the moment.
  public int openConnections() {
    return server.pool().open();
  }

  /// How many of them are in use.
  public int connectionsInUse() {
    return server.pool().inUse();
  }

  /// How many callers wait for one.
  public int waiting() {
    return server.pool().waiting();
  }

  @Override
  public void close() {
    server.pool().close();
    clock.shutdownNow();
  }
}
