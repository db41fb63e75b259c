package io.sallyport.ground;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The packaged product as a user runs it: `java -jar sallyport.jar serve ...` in a process of its
/// own, on a free port of 127.0.0.1. Closing it ends it with SIGTERM.
public final class PackagedGateway implements AutoCloseable {

  private static final Pattern GREETING = Pattern.compile("Sallyport \\S+ serves (https?://\\S+)");

  private final List<String> command;
  private final Process process;
  private final Path workspace;
  private final String url;

  private PackagedGateway(List<String> command, Process process, Path workspace, String url) {
    this.command = List.copyOf(command);
    this.process = process;
    this.workspace = workspace;
    this.url = url;
  }

  /// Starts it in front of an FTP server, whose URL may hold user and password, or with any other
  /// arguments of `serve`.
  public static PackagedGateway serving(String... arguments) {
    return start(List.of(), List.of(), arguments);
  }

  /// The same with options for its Java, as `-Xmx64m`.
  public static PackagedGateway with(List<String> javaOptions, String... arguments) {
    return start(List.of(), javaOptions, arguments);
  }

  /// The same with variables in its environment, and without core dumps.
  public static PackagedGateway with(Map<String, String> environment, String... arguments) {
    List<String> before = new ArrayList<>(List.of("prlimit", "--core=0", "env"));
    environment.forEach((name, value) -> before.add(name + "=" + value));
    return start(before, List.of(), arguments);
  }

  /// The same in a network namespace; its URL is for whoever is in there too.
  public static PackagedGateway in(Namespace place, String... arguments) {
    return start(place.entering(), List.of(), arguments);
  }

  /// The application with its own Java, from its launcher, in an environment that knows no other.
  public static PackagedGateway of(Path launcher, String... arguments) {
    return run(
        List.of("env", "-i", "LC_ALL=C.UTF-8", "PATH=/nowhere", launcher.toString()), arguments);
  }

  private static PackagedGateway start(
      List<String> entering, List<String> javaOptions, String... arguments) {
    String jar = System.getProperty("sallyport.jar", "target/sallyport.jar");
    List<String> command = new ArrayList<>(entering);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(javaOptions);
    command.addAll(List.of("-jar", Path.of(jar).toAbsolutePath().toString()));
    return run(command, arguments);
  }

  private static PackagedGateway run(List<String> program, String... arguments) {
    List<String> command = new ArrayList<>(program);
    command.add("serve");
    command.addAll(List.of(arguments));
    return run(command, 0);
  }

  private static PackagedGateway run(List<String> command, int port) {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of("--listen", "127.0.0.1:" + port));
    try {
      Path workspace = Files.createTempDirectory("sallyport-product");
      Process process =
          new ProcessBuilder(line)
              .directory(workspace.toFile())
              .redirectError(workspace.resolve("log").toFile())
              .start();
      return new PackagedGateway(command, process, workspace, greeting(process, workspace));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The greeting comes once it listens.
  private static String greeting(Process process, Path workspace) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher greeting = GREETING.matcher(line);
      if (greeting.find()) {
        return greeting.group(1);
      }
    }
    throw new AssertionError(
        "the gateway did not start: " + Files.readString(workspace.resolve("log")));
  }

  /// Its URL, with a slash at the end.
  public String url() {
    return url;
  }

  /// Kills it where it stands, and starts the same again on the same port.
  public PackagedGateway crashedAndStartedAgain() {
    process.destroyForcibly().onExit().join();
    return run(command, URI.create(url).getPort());
  }

  /// Its process.
  public Process process() {
    return process;
  }

  /// The folder that it runs in.
  public Path workspace() {
    return workspace;
  }

  /// What it has logged so far.
  public String log() {
    try {
      return Files.readString(workspace.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the gateway did not end; its log:\n" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
