package io.sallyport.cli;

import io.sallyport.Gateway;
import io.sallyport.config.BackendSettings;
import io.sallyport.config.GatewaySettings;
import io.sallyport.config.HostPort;
import io.sallyport.config.InvalidConfiguration;
import io.sallyport.config.LoginRule;
import io.sallyport.config.ProxyDoorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `serve`: runs the gateway until the process is told to end.
@Command(
    name = "serve",
    description = {
      "Serves FTP servers over HTTP and WebDAV.",
      "Without a URL, a file or a folder: the folder ./sallyport-files, through an FTP server of"
          + " its own."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class,
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  private final Map<String, String> environment;

  @Parameters(
      paramLabel = "FTP-URL",
      arity = "0..*",
      description = "An FTP server to serve at /HOST/, as in ftp://user@ftp.example.org/pub.")
  private List<String> urls = List.of();

  @Option(names = "--config", paramLabel = "FILE", description = "A YAML file. [SALLYPORT_CONFIG]")
  private @Nullable String config;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to serve; 127.0.0.1:8080 if nothing is said. [SALLYPORT_LISTEN]")
  private @Nullable String listen;

  @Option(
      names = "--state",
      paramLabel = "DIR|JDBC-URL",
      description = "Where to keep state; ./sallyport-state if nothing is said. [SALLYPORT_STATE]")
  private @Nullable String state;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "A local folder to serve at /files/. [SALLYPORT_FOLDER]")
  private @Nullable String folder;

  @Spec private @Nullable CommandSpec spec;

  ServeCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InvalidConfiguration, IOException {
    ServeOptions options =
        new ServeOptions(
                urls,
                Optional.ofNullable(config),
                Optional.ofNullable(listen),
                Optional.ofNullable(state),
                Optional.ofNullable(folder),
                Map.of())
            .over(environment);
    GatewaySettings settings = options.settings();
    Gateway gateway = Gateway.start(settings);
    options
        .config()
        .ifPresent(
            file -> ConfigurationWatch.start(Path.of(file), options::settings, gateway, settings));
    endWith(gateway, settings.operations().drain());
    warn(settings);
    if (spec != null) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(new Greeting(Gateway.version(), gateway.url(), settings.backends()));
      out.flush();
    }
    return forever();
  }

  private static void warn(GatewaySettings settings) {
    ProxyDoorSettings proxy = settings.proxy();
    if (proxy != null && proxy.users().isEmpty() && settings.adHoc().isOpenToAll()) {
      HostPort listen = proxy.listen() == null ? settings.listen() : proxy.listen();
      if (!listen.isLoopback()) {
        LOG.warn(
            "Everybody who reaches {} reaches every FTP server through it: the proxy has no users"
                + " and ad-hoc allows *.",
            listen);
      }
    }
    if (settings.listen().isLoopback()) {
      return;
    }
    for (BackendSettings backend : settings.backends()) {
      if (backend.login() instanceof LoginRule.Fixed
          && backend.access().users().isEmpty()
          && !backend.access().readOnly()) {
        LOG.warn(
            "Everybody who reaches {} reads and writes the files of /{}/ with its fixed login.",
            settings.listen(),
            backend.name());
      }
    }
  }

  /// On SIGTERM and Ctrl-C: what runs may finish, then the process ends with 0. Left to itself the
  /// JVM would end with 143, which supervisors take for a failure.
  private static void endWith(Gateway gateway, Duration drain) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  try {
                    if (!gateway.drain(drain)) {
                      LOG.warn("Transfers that took longer than {} s were cut.", drain.toSeconds());
                    }
                    gateway.close();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } finally {
                    Runtime.getRuntime().halt(0);
                  }
                }));
  }

  private static int forever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
