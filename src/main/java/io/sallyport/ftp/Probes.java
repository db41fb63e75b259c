package io.sallyport.ftp;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.ftp.data.DataConnector;
import io.sallyport.ftp.data.DataModeTable;
import io.sallyport.ftp.session.ControlConnection;
import io.sallyport.ftp.session.Dialer;
import io.sallyport.ftp.session.Dialogue;
import io.sallyport.ftp.session.Names;
import io.sallyport.ftp.session.Session;
import io.sallyport.ftp.tls.TlsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/// One FTP server under examination: the engine's own sessions, outside its pool, that tell what is
/// said on them. Nothing that is learned here is remembered. Thread-safe; close it after the probes
/// that it opened.
public final class Probes implements AutoCloseable {

  private final FtpSettings settings;
  private final TlsClient tls;
  private final Names names;
  private final DataConnector connector;
  private final ScheduledThreadPoolExecutor clock;

  /// Connects nowhere yet.
  public Probes(FtpSettings settings) {
    this.settings = settings;
    this.tls = new TlsClient(settings);
    this.names = new Names(settings.charset());
    this.clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("ftp-probe-clock").factory());
    clock.setRemoveOnCancelPolicy(true);
    this.connector = new DataConnector(settings, new DataModeTable(), clock);
  }

  /// Connects, without logging in: what a stranger sees of the server. Who gets it closes it.
  ///
  /// @throws Failure.Unreachable and [Failure.Busy] as [ControlConnection#open]
  public ControlConnection greet(Dialogue dialogue) {
    return ControlConnection.open(settings, tls, dialogue);
  }

  /// Connects and logs in. Who gets it closes it.
  ///
  /// @throws Failure as [Session#open]
  public Probe logIn(Login login, Dialogue dialogue) {
    Session session = Session.open(settings, tls, login, names, dialogue);
    return new Probe(settings, session, connector, names);
  }

  /// Connects TCP to one address of the server and hangs up.
  ///
  /// @throws IOException if it cannot
  public void reach(InetAddress address) throws IOException {
    try (Socket socket = new Socket()) {
      Dialer.of(settings)
          .dial(
              socket,
              new InetSocketAddress(address, settings.firstPort()),
              (int) settings.timeouts().connect().toMillis());
    }
  }

  /// What the names that were listed show of their charset.
  public Names.Evidence names() {
    return names.evidence();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
