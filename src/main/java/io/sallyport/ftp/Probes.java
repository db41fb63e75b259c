package io.sallyport.ftp;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Login;
import io.sallyport.ftp.data.DataConnector;
import io.sallyport.ftp.data.DataModeTable;
import io.sallyport.ftp.session.ControlConnection;
import io.sallyport.ftp.session.Dialogue;
import io.sallyport.ftp.session.Names;
import io.sallyport.ftp.session.Remote;
import io.sallyport.ftp.session.Session;
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
  private final Remote remote;
  private final Names names;
  private final DataConnector connector;
  private final ScheduledThreadPoolExecutor clock;

  /// Connects nowhere yet.
  public Probes(FtpSettings settings) {
    this.settings = settings;
    DataModeTable memory = new DataModeTable();
    this.remote = Remote.of(settings, memory);
    this.names = new Names(settings.charset());
    this.clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("ftp-probe-clock").factory());
    clock.setRemoveOnCancelPolicy(true);
    this.connector = new DataConnector(settings, memory, clock);
  }

  /// Connects, without logging in: what a stranger sees of the server. Who gets it closes it.
  ///
  /// @throws Failure.Unreachable and [Failure.Busy] as [ControlConnection#open]
  public ControlConnection greet(Dialogue dialogue) {
    return ControlConnection.open(remote.heardBy(dialogue));
  }

  /// Connects and logs in. Who gets it closes it.
  ///
  /// @throws Failure as [Session#open]
  public Probe logIn(Login login, Dialogue dialogue) {
    Session session = Session.open(remote.heardBy(dialogue), login, names);
    return new Probe(settings, session, connector, names);
  }

  /// Connects TCP to one address of the server and hangs up.
  ///
  /// @throws IOException if it cannot
  public void reach(InetAddress address) throws IOException {
    try (Socket socket = new Socket()) {
      remote
          .dialer()
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
