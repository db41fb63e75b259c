package io.sallyport.bench;

import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A gateway that is a process of its own and listens on a port of 127.0.0.1.
final class Daemon implements Contender {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration GLANCE = Duration.ofMillis(2);
  private static final Duration REST = Duration.ofSeconds(3);

  /// How one kind of gateway is started and addressed.
  ///
  /// @param name as the table calls it
  /// @param writes whether it takes uploads
  /// @param asProxy whether it is asked for `ftp:` URLs as a proxy
  /// @param bearsCrowds whether a thousand callers at once are nothing out of the way for it
  /// @param prefix what comes before the path in its URLs
  /// @param command its command line, which stays in the foreground
  record Kind(
      String name,
      boolean writes,
      boolean asProxy,
      boolean bearsCrowds,
      String prefix,
      CommandLine command) {}

  /// Makes the command line.
  interface CommandLine {

    /// Makes it.
    ///
    /// @param port where it is to listen on 127.0.0.1
    /// @param server what it is to serve
    /// @param workspace an empty folder of its own
    List<String> of(int port, RealFtpServer server, Path workspace) throws IOException;
  }

  private final Kind kind;
  private final RealFtpServer server;
  private final int port;
  private final Process process;

  private Daemon(Kind kind, RealFtpServer server, int port, Process process) {
    this.kind = kind;
    this.server = server;
    this.port = port;
    this.process = process;
  }

  /// Starts one, and waits until it answers a GET of the path with 200.
  static Daemon start(Kind kind, RealFtpServer server, String path) {
    Daemon daemon = launch(kind, server);
    try {
      daemon.awaitAnswer(path);
      return daemon;
    } catch (RuntimeException e) {
      daemon.close();
      throw e;
    }
  }

  private static Daemon launch(Kind kind, RealFtpServer server) {
    try {
      int port = freePort();
      Path workspace = Files.createTempDirectory("sallyport-bench-");
      Process process =
          new ProcessBuilder(kind.command().of(port, server, workspace))
              .directory(workspace.toFile())
              .redirectErrorStream(true)
              .redirectOutput(workspace.resolve("log").toFile())
              .start();
      return new Daemon(kind, server, port, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return probe.getLocalPort();
    }
  }

  private void awaitAnswer(String path) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Http place = http().orElseThrow();
    for (String answer = HttpConnection.answer(place, path);
        !answer.equals("200");
        answer = HttpConnection.answer(place, path)) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new IllegalStateException(kind.name() + " does not answer: " + answer);
      }
      pause(GLANCE);
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String name() {
    return kind.name();
  }

  @Override
  public String url(String path) {
    return kind.asProxy()
        ? Scene.url(server) + path
        : "http://127.0.0.1:" + port + kind.prefix() + path;
  }

  @Override
  public List<String> curlOptions() {
    return kind.asProxy() ? List.of("--proxy", "http://127.0.0.1:" + port) : List.of();
  }

  @Override
  public Optional<Http> http() {
    String prefix = kind.asProxy() ? Scene.url(server) : kind.prefix();
    String host = kind.asProxy() ? "127.0.0.1:" + server.port() : "127.0.0.1:" + port;
    return Optional.of(
        new Http(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
            prefix,
            "Host: " + host + "\r\n"));
  }

  @Override
  public Optional<ProcessHandle> process() {
    return Optional.of(process.toHandle());
  }

  @Override
  public boolean writes() {
    return kind.writes();
  }

  @Override
  public boolean bearsCrowds() {
    return kind.bearsCrowds();
  }

  @Override
  public Optional<Begun> begun(String path) {
    long begin = System.nanoTime();
    try (Daemon daemon = start(kind, server, path)) {
      double seconds = (System.nanoTime() - begin) / 1e9;
      pause(REST);
      return Optional.of(
          new Begun(seconds, Usage.of(daemon.process.toHandle()).residentMebibytes()));
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
