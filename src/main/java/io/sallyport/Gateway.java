package io.sallyport;

import io.sallyport.api.ApiDoor;
import io.sallyport.api.LinkDoor;
import io.sallyport.auth.GatewayUsers;
import io.sallyport.auth.SignIn;
import io.sallyport.auth.SignInLimits;
import io.sallyport.auth.WebSessions;
import io.sallyport.config.FrontSettings;
import io.sallyport.config.GatewaySettings;
import io.sallyport.config.HostPort;
import io.sallyport.config.ProxyDoorSettings;
import io.sallyport.config.StateSettings;
import io.sallyport.dav.DavDoor;
import io.sallyport.ftp.data.DataModeFile;
import io.sallyport.ftp.data.DataModeMemory;
import io.sallyport.ftp.data.DataModeTable;
import io.sallyport.http.Door;
import io.sallyport.http.Doorman;
import io.sallyport.http.HttpServer;
import io.sallyport.http.HttpSettings;
import io.sallyport.metrics.Totals;
import io.sallyport.proxy.AbsoluteForm;
import io.sallyport.proxy.ProxyDoor;
import io.sallyport.store.StoreSettings;
import io.sallyport.web.WebDoor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The whole house, built with plain `new` from its settings: embedded FTP servers, backends,
/// store, doors, HTTP server. Thread-safe.
public final class Gateway implements AutoCloseable {

  private final GatewaySettings settings;
  private final DataModeMemory modes;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Backends backends;
  private final SignIn signIn;
  private final HttpServer http;
  private @Nullable HttpServer proxyHttp;
  private @Nullable Operations operations;

  private Gateway(GatewaySettings settings) throws IOException {
    this.settings = settings;
    this.modes = modes(settings.state());
    boolean whole = false;
    try {
      // First of all, so that nothing goes uncounted.
      Totals totals = new Totals();
      opened.add(totals);
      OpeningStore store = new OpeningStore(store(settings.state()));
      opened.add(store);
      requireKnown(settings.listen().host());
      if (settings.proxy() != null && settings.proxy().listen() != null) {
        requireKnown(settings.proxy().listen().host());
      }
      backends = new Backends(modes, store::journal, store::smallFiles);
      opened.add(backends);
      backends.become(settings.backends());
      AdHocServers adHoc = new AdHocServers(settings.adHoc(), modes, store::journal);
      opened.add(adHoc);
      AllBackends all = new AllBackends(backends::all, adHoc);
      Signposts signposts = new Signposts(backends::settings);
      // While the store opens.
      HttpServer.prepare();
      WebSessions sessions = new WebSessions(new StoredSessions(store.await().sessions()));
      SignInLimits limits =
          new SignInLimits(InstantSource.system(), new StoredWrongSignIns(store.await().guesses()));
      signIn = new SignIn(sessions, new GatewayUsers(settings.users()), limits);
      opened.add(Neighbours.follow(limits, settings.state()));
      Reaper reaper = Reaper.start(store.await().journal(), backends::all);
      opened.add(reaper);
      Doorman doorman = new Entrance(all, signIn, reaper::seen);
      DavDoor dav = new DavDoor(store.await());
      AbsoluteForm form = null;
      List<Door> doors = new ArrayList<>();
      ProxyDoorSettings proxy = settings.proxy();
      if (proxy != null && proxy.listen() == null) {
        form = new AbsoluteForm(signposts, settings.front().basePath(), false);
        doors.add(new ProxyDoor(form, proxy.users(), signIn, false, WebDoor.ofPages(), dav));
      }
      doors.add(new LinkDoor(signposts));
      doors.add(new ApiDoor(all, sessions, signIn, store.await(), totals, all::forget, version()));
      doors.add(new WebDoor());
      doors.add(dav);
      http = started(new HttpServer(front(settings.listen()), doorman, doors, form));
      if (proxy != null && proxy.listen() != null) {
        AbsoluteForm own = new AbsoluteForm(signposts, "", true);
        Door door = new ProxyDoor(own, proxy.users(), signIn, true, WebDoor.ofPages(), dav);
        proxyHttp = started(new HttpServer(alone(proxy.listen()), doorman, List.of(door), own));
      }
      HostPort management = settings.operations().management();
      if (management != null) {
        operations = Operations.start(management, http, store.await().locks(), backends.all());
        opened.add(operations);
      }
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  /// Starts everything. Who gets it closes it.
  ///
  /// @throws IOException with one sentence for the operator: a port is taken, a host is unknown, a
  ///   folder cannot be used, another gateway uses the state
  public static Gateway start(GatewaySettings settings) throws IOException {
    return new Gateway(settings);
  }

  /// The version of this build; `development` where it was not packaged.
  public static String version() {
    String version = Gateway.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /// The port it serves HTTP on.
  public int port() {
    return http.port();
  }

  /// The port that health and metrics are on; empty for none.
  public Optional<Integer> managementPort() {
    return Optional.ofNullable(operations).map(Operations::port);
  }

  /// The port of the proxy's own listener; empty when it has none.
  public Optional<Integer> proxyPort() {
    return Optional.ofNullable(proxyHttp).map(HttpServer::port);
  }

  /// The URL to open on this machine.
  public String url() {
    String host = settings.listen().host();
    String base = settings.front().basePath() + "/";
    FrontSettings.Tls tls = settings.front().tls();
    return tls != null && tls.redirect()
        ? "https://"
            + new HostPort(reachable(tls.listen().host()), http.tlsPort().orElseThrow())
            + base
        : "http://" + new HostPort(reachable(host), port()) + base;
  }

  /// Lets running requests finish, for at most `patience`. Returns whether all did.
  public boolean drain(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean drained = http.drain(patience);
    return proxyHttp == null
        ? drained
        : proxyHttp.drain(Duration.ofNanos(deadline - System.nanoTime())) && drained;
  }

  /// Serves other backends and knows other users from now on. What runs on a backend that is gone
  /// or was changed runs to its end, within the drain time.
  ///
  /// @throws IOException with one sentence for the operator if a new backend cannot be had; then
  ///   everything stays as it was
  public void reload(GatewaySettings changed) throws IOException {
    backends.become(changed.backends());
    signIn.know(new GatewayUsers(changed.users()));
    if (operations != null) {
      backends.all().forEach(operations::show);
    }
  }

  /// Stops at once: HTTP first, then the backends, then the embedded FTP servers, then the store.
  @Override
  public void close() {
    for (AutoCloseable each : opened.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException("closing failed", e);
      }
    }
    opened.clear();
  }

  private HttpServer started(HttpServer server) throws IOException {
    try {
      server.start();
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
    opened.add(server);
    return server;
  }

  private HttpSettings front(HostPort listen) {
    return HttpSettings.of(listen, settings.front(), settings.operations().accessLog());
  }

  /// For a listener that nobody's browser comes to: no TLS to point to, no base path.
  private HttpSettings alone(HostPort listen) {
    FrontSettings front = settings.front();
    return HttpSettings.of(
        listen,
        new FrontSettings(null, front.trustedProxies(), "", front.plainLogins(), front.limits()),
        settings.operations().accessLog());
  }

  private static StoreSettings store(StateSettings state) {
    return switch (state) {
      case StateSettings.Folder folder -> new StoreSettings.Folder(folder.folder());
      case StateSettings.Database database -> new StoreSettings.Server(database.url(), "", "");
    };
  }

  /// A gateway that shares a database may have no folder of its own.
  private static DataModeMemory modes(StateSettings state) {
    return switch (state) {
      case StateSettings.Folder folder -> DataModeFile.in(folder.folder());
      case StateSettings.Database _ -> new DataModeTable();
    };
  }

  /// Where to reach, from here, what listens on `host`.
  static String reachable(String host) {
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "::1";
      default -> host;
    };
  }

  private static void requireKnown(String host) throws IOException {
    try {
      var _ = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IOException("Cannot listen on " + host + ": the host is unknown.", e);
    }
  }
}
