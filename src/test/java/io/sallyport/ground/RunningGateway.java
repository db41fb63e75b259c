package io.sallyport.ground;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sallyport.Gateway;
import io.sallyport.config.AdHocSettings;
import io.sallyport.config.ConfigurationFile;
import io.sallyport.config.GatewaySettings;
import io.sallyport.config.HostPort;
import io.sallyport.config.InvalidConfiguration;
import io.sallyport.config.StateSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/// The whole gateway in the test's own process, on a free port of 127.0.0.1, as a configuration
/// file says. What it logs meanwhile can be looked at.
public final class RunningGateway implements AutoCloseable {

  private final Gateway gateway;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  private RunningGateway(Gateway gateway) {
    this.gateway = gateway;
    log.start();
    root().addAppender(log);
  }

  /// Starts one.
  ///
  /// @param folder for its state and its configuration
  /// @param yaml its configuration
  public static RunningGateway of(Path folder, String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("gateway.yaml"), yaml);
      ConfigurationFile read = ConfigurationFile.read(file);
      return new RunningGateway(
          Gateway.start(
              new GatewaySettings(
                  new HostPort("127.0.0.1", 0),
                  new StateSettings.Folder(folder.resolve("state")),
                  read.backends(),
                  read.front(),
                  read.operations(),
                  read.users(),
                  read.adHoc().orElse(AdHocSettings.OFF),
                  read.proxy().orElse(null))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InvalidConfiguration e) {
      throw new AssertionError(e);
    }
  }

  /// Its URL, with a slash at the end.
  public String url() {
    return gateway.url();
  }

  /// The port of its main listener.
  public int port() {
    return gateway.port();
  }

  /// The port of its proxy's own listener.
  public int proxyPort() {
    return gateway.proxyPort().orElseThrow();
  }

  /// What was logged since it started, on every level that is not switched off.
  public String log() {
    synchronized (log) {
      return List.copyOf(log.list).stream()
          .map(event ->
              event.getLevel()
                  + " "
                  + event.getFormattedMessage()
                  + (event.getThrowableProxy() == null
                      ? ""
                      : " " + event.getThrowableProxy().getMessage()))
          .collect(Collectors.joining("\n"));
    }
  }

  /// Whether it took something for a mistake of its own.
  public boolean hasErrors() {
    return List.copyOf(log.list).stream()
        .anyMatch(event -> event.getLevel().isGreaterOrEqual(Level.ERROR));
  }

  @Override
  public void close() {
    gateway.close();
    root().detachAppender(log);
    log.stop();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
