package io.sallyport.cli;

import io.sallyport.Gateway;
import io.sallyport.config.GatewaySettings;
import io.sallyport.config.InvalidConfiguration;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the configuration again on SIGHUP and when its file changes, and lets the gateway serve
/// what it says by then. A configuration that is wrong changes nothing.
final class ConfigurationWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWatch.class);
  private static final Duration GLANCE = Duration.ofSeconds(2);

  private final Path file;
  private final Source source;
  private final Gateway gateway;
  private final Semaphore asked = new Semaphore(0);
  private GatewaySettings known;

  /// What the settings are by now, from file, environment and command line.
  interface Source {
    GatewaySettings read() throws InvalidConfiguration;
  }

  private ConfigurationWatch(Path file, Source source, Gateway gateway, GatewaySettings known) {
    this.file = file;
    this.source = source;
    this.gateway = gateway;
    this.known = known;
  }

  /// Begins to watch, for as long as the process lives.
  static void start(Path file, Source source, Gateway gateway, GatewaySettings known) {
    ConfigurationWatch watch = new ConfigurationWatch(file, source, gateway, known);
    watch.listen();
    Thread.ofVirtual().name("configuration").start(watch::run);
  }

  private void run() {
    String seen = stamp();
    try {
      while (true) {
        boolean signalled = asked.tryAcquire(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
        String found = stamp();
        if (signalled || !found.equals(seen)) {
          seen = found;
          asked.drainPermits();
          reload();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reload() {
    try {
      GatewaySettings changed = source.read();
      gateway.reload(changed);
      if (!rest(changed).equals(rest(known))) {
        LOG.warn("Some changes of the configuration take effect with the next start only.");
      }
      known = changed;
      LOG.info("The configuration was read again: {} backends.", changed.backends().size());
    } catch (InvalidConfiguration e) {
      LOG.warn("The configuration is wrong and changes nothing: {}", e.getMessage());
    } catch (IOException e) {
      LOG.warn("The configuration changes nothing: {}", e.getMessage());
    }
  }

  /// All that cannot change while the gateway runs.
  private static String rest(GatewaySettings settings) {
    return settings.listen() + " " + settings.state() + settings.front() + settings.operations();
  }

  private String stamp() {
    try {
      return Files.readAttributes(file, "lastModifiedTime,size,fileKey").toString();
    } catch (IOException e) {
      return "missing";
    }
  }

  /// Java has no name of its own for signals; where the one that all JVMs have is missing, changes
  /// of the file are still seen.
  private void listen() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              ConfigurationWatch.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      asked.release();
                      yield null;
                    }
                    case "equals" ->
                        arguments != null
                            && System.identityHashCode(proxy)
                                == System.identityHashCode(arguments[0]);
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "configuration";
                  });
      var _ =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), ours);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InstantiationException
        | InvocationTargetException e) {
      LOG.debug("SIGHUP cannot be heard", e);
    }
  }
}
