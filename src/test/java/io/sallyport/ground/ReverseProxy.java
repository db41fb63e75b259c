package io.sallyport.ground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A reverse proxy with TLS in front of a gateway, as a process of its own on this machine. Its
/// configuration is what the manual tells operators to write, with other ports and files.
public final class ReverseProxy implements AutoCloseable {

  private static final Path MANUAL = Path.of("src/site/markdown/reverse-proxies.md");
  private static final int TRIES = 3;

  private final Process process;
  private final Path workspace;
  private final int port;

  /// The proxies that the tests know how to run.
  public enum Software {
    /// nginx.
    NGINX,
    /// HAProxy.
    HAPROXY;

    private String provisionedName() {
      return name().toLowerCase(Locale.ROOT);
    }

    private List<String> command(Path binary, Path workspace) {
      String settings = workspace.resolve("settings").toString();
      return switch (this) {
        case NGINX ->
            List.of(
                binary.toString(),
                "-p",
                workspace.toString(),
                "-e",
                workspace.resolve("log").toString(),
                "-c",
                settings);
        case HAPROXY -> List.of(binary.toString(), "-db", "-f", settings);
      };
    }

    /// What stands around the manual's lines.
    private String whole(String lines) {
      return switch (this) {
        case NGINX ->
            """
            daemon off;
            pid nginx.pid;
            worker_processes 1;
            events {}
            http {
            access_log off;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            %s
            }
            """
                .formatted(lines);
        case HAPROXY -> lines;
      };
    }
  }

  private ReverseProxy(Process process, Path workspace, int port) {
    this.process = process;
    this.workspace = workspace;
    this.port = port;
  }

  /// Starts one in front of the gateway at `gatewayPort`. Skips the test where there is none.
  public static ReverseProxy of(Software software, Certificates.Pair shown, int gatewayPort) {
    Path binary = Provisioned.require(software.provisionedName());
    try {
      // A free port can be taken by someone else before the proxy has it.
      for (int tries = 1; ; tries++) {
        ReverseProxy proxy = start(software, binary, shown, gatewayPort);
        if (proxy.listens()) {
          return proxy;
        }
        proxy.close();
        if (tries == TRIES) {
          throw new AssertionError(software + " did not start listening: " + proxy.log());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ReverseProxy start(
      Software software, Path binary, Certificates.Pair shown, int gatewayPort) throws IOException {
    Path workspace = Files.createTempDirectory("sallyport-proxy");
    Path both = workspace.resolve("both.pem");
    Files.writeString(both, Files.readString(shown.certificate()) + Files.readString(shown.key()));
    int port;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    String lines =
        manual(software)
            .replace("/etc/ssl/files.example.org.pem", shown.certificate().toString())
            .replace("/etc/ssl/files.example.org.key", shown.key().toString())
            .replace("/etc/haproxy/files.example.org.pem", both.toString())
            .replace("listen 443", "listen 127.0.0.1:" + port)
            .replace("bind :443", "bind 127.0.0.1:" + port)
            .replace("127.0.0.1:8080", "127.0.0.1:" + gatewayPort);
    Files.writeString(workspace.resolve("settings"), software.whole(lines));
    Process process =
        new ProcessBuilder(software.command(binary, workspace))
            .redirectErrorStream(true)
            .redirectOutput(workspace.resolve("console").toFile())
            .start();
    return new ReverseProxy(process, workspace, port);
  }

  /// The block of the manual that is written in the proxy's language.
  private static String manual(Software software) throws IOException {
    Matcher block =
        Pattern.compile("```" + software.provisionedName() + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(MANUAL));
    if (!block.find()) {
      throw new AssertionError(MANUAL + " says nothing about " + software);
    }
    return block.group(1);
  }

  private boolean listens() throws IOException {
    while (process.isAlive()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (ConnectException e) {
        pause();
      }
    }
    return false;
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a proxy was starting", e);
    }
  }

  /// Its URL, with a slash at the end.
  public String url() {
    return "https://127.0.0.1:" + port + "/";
  }

  /// What it has said, for messages.
  public String log() {
    try {
      Path own = workspace.resolve("log");
      return Files.readString(workspace.resolve("console"))
          + (Files.exists(own) ? Files.readString(own) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        Command.kill(process);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Command.kill(process);
    }
  }
}
