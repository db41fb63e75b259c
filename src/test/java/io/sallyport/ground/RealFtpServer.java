package io.sallyport.ground;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real FTP server as a child process, over a folder of the test's. Made by
/// [FtpServerSetup#start].
///
/// The user `tester` has a password made up for this start and sees the folder as `/`. Closing
/// kills the server with all its sessions; the folder stays.
public final class RealFtpServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int TRIES = 3;
  private static final String USER = "tester";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final FtpServerSetup setup;
  private final Launch launch;
  private final Process process;
  private final Thread atExit = new Thread(this::kill);
  private String lastLog = "";

  private RealFtpServer(FtpServerSetup setup, Launch launch, Process process) {
    this.setup = setup;
    this.launch = launch;
    this.process = process;
  }

  static RealFtpServer start(FtpServerSetup setup) {
    Path binary = setup.software().require();
    if (setup.namespace().isPresent()) {
      Provisioned.require("netns");
    }
    try {
      if (setup.isUnprivileged()) {
        own(setup.folder());
      }
      // A free port can be taken by someone else before the server has it.
      for (int tries = 1; ; tries++) {
        RealFtpServer server = launch(setup, binary);
        if (server.awaitListening()) {
          Runtime.getRuntime().addShutdownHook(server.atExit);
          return server;
        }
        server.kill();
        String log = server.log();
        server.remove();
        if (tries == TRIES || setup.port().isPresent()) {
          throw new AssertionError(setup.software() + " did not start listening: " + log);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RealFtpServer launch(FtpServerSetup setup, Path binary) throws IOException {
    String name = setup.software().name().toLowerCase(Locale.ROOT);
    Path workspace = Files.createTempDirectory("sallyport-" + name + "-");
    String password = new BigInteger(80, RANDOM).toString(36);
    var launch = new Launch(binary, workspace, port(setup), USER, password);
    var words = new ArrayList<String>();
    setup.namespace().ifPresent(namespace -> words.addAll(namespace.entering()));
    words.add("setsid");
    words.addAll(setup.software().prepare(setup, launch));
    var builder = new ProcessBuilder(words);
    builder.environment().put("LD_LIBRARY_PATH", Provisioned.libraries());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("TZ", "UTC");
    if (setup.openssl().isPresent()) {
      Path settings =
          launch.write(
              "openssl.cnf",
              "openssl_conf = all",
              "[all]",
              "ssl_conf = ssl",
              "[ssl]",
              "system_default = usual",
              "[usual]",
              setup.openssl().get());
      builder.environment().put("OPENSSL_CONF", settings.toString());
    }
    builder.redirectErrorStream(true).redirectOutput(workspace.resolve("console.log").toFile());
    return new RealFtpServer(setup, launch, builder.start());
  }

  private static int port(FtpServerSetup setup) throws IOException {
    if (setup.port().isPresent()) {
      return setup.port().getAsInt();
    }
    if (setup.namespace().isPresent()) {
      return 21;
    }
    try (var probe = new ServerSocket(0, 1, InetAddress.ofLiteral(setup.address()))) {
      return probe.getLocalPort();
    }
  }

  private static void own(Path folder) {
    Command.of("chown", "-R", "65534:65534", folder.toString()).run();
  }

  // Seen from /proc rather than by connecting, so that no session of ours counts against the
  // server's limits.
  private boolean awaitListening() throws IOException {
    String listening = ":%04X ".formatted(port());
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      for (String table : List.of("tcp", "tcp6")) {
        Path sockets = Path.of("/proc", Long.toString(process.pid()), "net", table);
        try (Stream<String> lines = Files.lines(sockets)) {
          // "  0: 0100007F:0849 00000000:0000 0A ..." where 0A is LISTEN
          if (lines.anyMatch(line -> line.contains(listening) && line.contains(":0000 0A "))) {
            return true;
          }
        } catch (NoSuchFileException e) {
          return false;
        }
      }
      pause();
    }
    return false;
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a server was starting", e);
    }
  }

  /// What kind of server this is.
  public FtpSoftware software() {
    return setup.software();
  }

  /// The folder that the user sees as `/`.
  public Path folder() {
    return setup.folder();
  }

  /// The address that it listens on, without brackets.
  public String host() {
    return setup.address();
  }

  /// The control port.
  public int port() {
    return launch.port();
  }

  /// A gateway's settings with this server as `/b/`, under its user.
  ///
  /// @param scheme of its URL: `ftp`, `ftps` or `ftpes`
  /// @param more keys of the backend, behind a comma
  public String asBackend(String scheme, String more) {
    return "backends: {b: {url: \"%s://%s:%s@%s:%d/\"%s}}"
        .formatted(scheme, user(), password(), host(), port(), more);
  }

  /// The login.
  public String user() {
    return launch.user();
  }

  /// Its password.
  public String password() {
    return launch.password();
  }

  /// `ftp://127.0.0.1:PORT/`, without the credentials.
  public String url() {
    String host = setup.isIpv6() ? "[" + host() + "]" : host();
    return "ftp://" + host + ":" + port() + "/";
  }

  /// Everything that the server has logged and printed, for messages.
  public String log() {
    if (Files.notExists(launch.workspace())) {
      return lastLog;
    }
    var log = new StringBuilder();
    try (Stream<Path> files = Files.list(launch.workspace())) {
      for (Path file : files.filter(path -> path.toString().endsWith(".log")).sorted().toList()) {
        log.append("== ").append(file.getFileName()).append('\n');
        log.append(new String(Files.readAllBytes(file), UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return log.toString();
  }

  /// Kills every session at once, as when the server's machine runs out of memory; it goes on
  /// accepting new ones. A session of pyftpdlib is no process of its own, so nothing happens there.
  public void killSessions() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(atExit);
    try {
      lastLog = log();
      remove();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void kill() {
    List<ProcessHandle> sessions = process.descendants().toList();
    process.destroyForcibly();
    sessions.forEach(ProcessHandle::destroyForcibly);
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("could not be killed: " + process.pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void remove() throws IOException {
    Folders.empty(launch.workspace());
    Files.delete(launch.workspace());
  }
}
