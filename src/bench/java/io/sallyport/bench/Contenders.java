package io.sallyport.bench;

import io.sallyport.ground.Command;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who can be measured: Sallyport from its jar, and the peers that are installed on this machine.
final class Contenders {

  private Contenders() {}

  /// Sallyport as it was built last.
  static Daemon.Kind sallyport() {
    return sallyport("Sallyport", System.getProperty("sallyport.jar", "target/sallyport.jar"));
  }

  /// The peers that are installed.
  static List<Daemon.Kind> peers() {
    List<Daemon.Kind> kinds = new ArrayList<>();
    program("rclone")
        .ifPresent(rclone -> {
          kinds.add(
              new Daemon.Kind("rclone webdav", true, false, false, "/", rclone(rclone, "webdav")));
          kinds.add(
              new Daemon.Kind("rclone http", false, false, false, "/", rclone(rclone, "http")));
        });
    program("apache2")
        .ifPresent(apache ->
            kinds.add(new Daemon.Kind("Apache", false, false, false, "/", apache(apache))));
    program("squid")
        .ifPresent(
            squid -> kinds.add(new Daemon.Kind("Squid", false, true, false, "", squid(squid))));
    return kinds;
  }

  private static Optional<Path> program(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin:/sbin";
    return Stream.of(path.split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Sallyport from a jar, as the README says to start it; and told, as whoever expects a crowd
  /// would, that the FTP server bears one.
  static Daemon.Kind sallyport(String name, String jar) {
    return new Daemon.Kind(
        name,
        true,
        false,
        true,
        "/bench/",
        (port, server, workspace) -> {
          Path settings =
              Files.write(
                  workspace.resolve("sallyport.yaml"),
                  List.of(
                      "listen: 127.0.0.1:" + port,
                      "state: " + workspace.resolve("state"),
                      "backends:",
                      "  bench:",
                      "    url: \"" + Scene.url(server) + "\"",
                      "    connections: 1200",
                      // A thousand logins take an FTP server longer than callers usually wait.
                      "    timeouts: {lease: 60s}"));
          List<String> command = new ArrayList<>(program(Path.of(jar).toAbsolutePath()));
          command.addAll(List.of("serve", "--config", settings.toString()));
          return command;
        });
  }

  /// The launcher, which is beside the jar, with the Java of this process; else the jar alone.
  private static List<String> program(Path jar) {
    Path java = Path.of(ProcessHandle.current().info().command().orElseThrow());
    Path launcher = jar.resolveSibling("sallyport");
    return Files.isExecutable(launcher)
        ? List.of("env", "JAVA_HOME=" + java.resolve("../..").normalize(), launcher.toString())
        : List.of(java.toString(), "-jar", jar.toString());
  }

  private static Daemon.CommandLine rclone(Path program, String protocol) {
    return (port, server, workspace) -> {
      String hidden =
          Command.of(program.toString(), "obscure", server.password()).run().out().strip();
      return List.of(
          program.toString(),
          "serve",
          protocol,
          ":ftp:",
          "--ftp-host=" + server.host(),
          "--ftp-port=" + server.port(),
          "--ftp-user=" + server.user(),
          "--ftp-pass=" + hidden,
          "--config=" + workspace.resolve("rclone.conf"),
          "--addr=127.0.0.1:" + port);
    };
  }

  private static Daemon.CommandLine apache(Path program) {
    return (port, server, workspace) -> {
      List<String> lines = new ArrayList<>();
      lines.add("ServerRoot " + workspace);
      lines.add("ServerName 127.0.0.1");
      lines.add("Listen 127.0.0.1:" + port);
      lines.add("PidFile " + workspace.resolve("pid"));
      lines.add("ErrorLog " + workspace.resolve("error"));
      for (String module : List.of("mpm_event", "authz_core", "headers", "proxy", "proxy_ftp")) {
        lines.add(
            "LoadModule " + module + "_module /usr/lib/apache2/modules/mod_" + module + ".so");
      }
      lines.add("ProxyPass / ftp://%s:%d/".formatted(server.host(), server.port()));
      // It takes no user and password from that URL.
      lines.add("RequestHeader set Authorization \"Basic " + basic(server) + "\"");
      lines.add("User nobody");
      lines.add("Group nogroup");
      lines.add("ServerLimit 20");
      lines.add("MaxRequestWorkers 400");
      Path settings = Files.write(workspace.resolve("apache.conf"), lines);
      return List.of(program.toString(), "-DFOREGROUND", "-f", settings.toString());
    };
  }

  private static String basic(RealFtpServer server) {
    String login = server.user() + ":" + server.password();
    return Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  private static Daemon.CommandLine squid(Path program) {
    return (port, server, workspace) -> {
      Path settings =
          Files.write(
              workspace.resolve("squid.conf"),
              List.of(
                  "http_port 127.0.0.1:" + port,
                  "http_access allow all",
                  "cache deny all",
                  "access_log none",
                  "cache_log " + workspace.resolve("cache.log"),
                  "pid_filename " + workspace.resolve("squid.pid"),
                  "coredump_dir " + workspace));
      open(workspace);
      return List.of(program.toString(), "-N", "-f", settings.toString());
    };
  }

  /// Squid leaves root for a user of its own.
  private static void open(Path workspace) throws IOException {
    Command.of("chmod", "777", workspace.toString()).run();
  }
}
