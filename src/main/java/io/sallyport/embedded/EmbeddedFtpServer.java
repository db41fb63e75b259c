package io.sallyport.embedded;

import io.sallyport.config.EmbeddedSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerConfigurationException;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.command.CommandFactoryFactory;
import org.apache.ftpserver.command.impl.RNFR;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.WriteRequest;

/// An FTP server over a local folder, in this process: the default backend, reached through real
/// FTP like any other, also by ordinary FTP clients. UTF-8 names, other bytes as they are; nothing
/// outside the folder can be reached, not through symbolic links either. Thread-safe.
///
/// Apache MINA FtpServer carries the connections, the login and the transfers. What it does
/// differently from what an FTP client expects is replaced here: its file system (`~` and `\` have
/// a meaning there, and a rename never replaces), its listings (patterns and options in names, dot
/// files hidden, a missing folder listed as empty, the whole listing in memory), 450 and 501 where
/// a file is missing, a FEAT that promises TLS, and control lines that must be UTF-8 and shorter
/// than 1 KiB.
public final class EmbeddedFtpServer implements AutoCloseable {

  private final FtpServer server;
  private final String host;
  private final int port;

  private EmbeddedFtpServer(FtpServer server, String host, int port) {
    this.server = server;
    this.host = host;
    this.port = port;
  }

  /// Starts listening. Who gets it closes it.
  ///
  /// @throws IOException with one sentence for the operator: the folder cannot be used, the port is
  ///   taken, the host is unknown
  public static EmbeddedFtpServer start(EmbeddedSettings settings) throws IOException {
    Path root = usable(settings.folder());
    Listener listener = listener(settings);

    FtpServerFactory factory = new FtpServerFactory();
    factory.addListener("default", listener);
    factory.setUserManager(new OneLogin(settings));
    factory.setFileSystem(
        user -> new FolderView(root, user.authorize(new WriteRequest("/")) != null));
    factory.setCommandFactory(commands(settings).createCommandFactory());

    ConnectionConfigFactory limits = new ConnectionConfigFactory();
    limits.setMaxLogins(settings.maxLogins());
    limits.setMaxAnonymousLogins(settings.maxLogins());
    limits.setAnonymousLoginEnabled(settings.anonymous());
    limits.setMaxLoginFailures(3);
    limits.setLoginFailureDelay(500);
    // A transfer holds its thread. With no more threads than logins, the one login too many would
    // wait in a queue instead of being told 421.
    limits.setMaxThreads(settings.maxLogins() + 8);
    factory.setConnectionConfig(limits.createConnectionConfig());

    FtpServer server = factory.createServer();
    try {
      server.start();
    } catch (FtpException | FtpServerConfigurationException e) {
      throw new BindException(
          "The FTP server cannot listen on "
              + settings.listen()
              + ": "
              + rootOf(e).getMessage()
              + ".");
    }
    return new EmbeddedFtpServer(server, settings.listen().host(), listener.getPort());
  }

  /// The host it listens on, as configured.
  public String host() {
    return host;
  }

  /// The port it listens on.
  public int port() {
    return port;
  }

  /// Closes every connection; waits at most five seconds for transfers that are being cut.
  @Override
  public void close() {
    server.stop();
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static Path usable(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("The folder " + folder + " is not a folder.", e);
    } catch (IOException e) {
      throw new IOException("The folder " + folder + " cannot be created.", e);
    }
    if (!Files.isReadable(folder) || !Files.isWritable(folder)) {
      throw new IOException("The folder " + folder + " cannot be read and written.");
    }
    return folder.toRealPath();
  }

  private static Listener listener(EmbeddedSettings settings) throws IOException {
    DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
    data.setActiveEnabled(settings.active());
    // Against hijacked data connections and PORT bouncing: the peer of the control connection only.
    data.setActiveIpCheck(true);
    data.setPassiveIpCheck(true);
    data.setIdleTime((int) settings.idle().toSeconds());
    if (settings.passivePorts() != null) {
      data.setPassivePorts(settings.passivePorts().toString());
    }
    if (settings.passiveAddress() != null) {
      requireKnown(settings.passiveAddress());
      data.setPassiveExternalAddress(settings.passiveAddress());
    }
    ListenerFactory factory = new ListenerFactory();
    requireKnown(settings.listen().host());
    factory.setServerAddress(settings.listen().host());
    factory.setPort(settings.listen().port());
    factory.setIdleTimeout((int) settings.idle().toSeconds());
    factory.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
    factory.setSessionFilter(ControlLines::install);
    return factory.createListener();
  }

  private static void requireKnown(String host) throws IOException {
    try {
      var _ = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IOException("The FTP server cannot listen: the host " + host + " is unknown.", e);
    }
  }

  private static CommandFactoryFactory commands(EmbeddedSettings settings) {
    CommandFactoryFactory commands = new CommandFactoryFactory();
    commands.addCommand("FEAT", new FeatCommand(settings.passive(), settings.active()));
    commands.addCommand("AVBL", new AvailableCommand());
    commands.addCommand("MLST", new MlstCommand());
    commands.addCommand("MLSD", new ListingCommand(ListingCommand.Form.MLSD));
    commands.addCommand("LIST", new ListingCommand(ListingCommand.Form.LIST));
    commands.addCommand("NLST", new ListingCommand(ListingCommand.Form.NLST));
    commands.addCommand("RNFR", new OfExisting(new RNFR()));
    commands.addCommand("DELE", new RemoveCommand(false));
    commands.addCommand("RMD", new RemoveCommand(true));
    commands.addCommand("PWD", new PwdCommand());
    for (String unserved : new String[] {"AUTH", "PBSZ", "PROT", "STOU", "SITE"}) {
      commands.addCommand(unserved, new RefusedCommand());
    }
    if (!settings.passive()) {
      commands.addCommand("PASV", new RefusedCommand());
      commands.addCommand("EPSV", new RefusedCommand());
    }
    if (!settings.active()) {
      commands.addCommand("PORT", new RefusedCommand());
      commands.addCommand("EPRT", new RefusedCommand());
    }
    return commands;
  }
}
