package io.sallyport.http;

import io.sallyport.config.FrontSettings;
import io.sallyport.config.HostPort;
import io.sallyport.metrics.Exposition;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// The address for those who run the gateway, apart from the files: `/livez` (the process answers),
/// `/readyz` (it should get requests) and `/metrics`. Each also below `/-/`. Thread-safe.
public final class Management implements AutoCloseable {

  private static final String TEXT = "text/plain; charset=utf-8";

  private final Listeners listeners;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Supplier<Optional<String>> readiness;
  private final Exposition exposition;

  private Management(HostPort where, Supplier<Optional<String>> readiness, Exposition exposition) {
    this.readiness = readiness;
    this.exposition = exposition;
    this.listeners = new Listeners(FrontSettings.Limits.USUAL, 1);
    boolean whole = false;
    try {
      listeners.open(where, exchange -> exchange.dispatch(threads, () -> answer(exchange)));
      whole = true;
    } finally {
      if (!whole) {
        listeners.close();
      }
    }
  }

  /// Listens.
  ///
  /// @param readiness empty while requests can be answered, else why not; may block
  /// @param exposition what `/metrics` tells
  /// @throws IllegalStateException with a sentence for the user if it cannot
  public static Management start(
      HostPort where, Supplier<Optional<String>> readiness, Exposition exposition) {
    return new Management(where, readiness, exposition);
  }

  /// The port it listens on.
  public int port() {
    return listeners.port(0);
  }

  @Override
  public void close() {
    listeners.close();
    threads.shutdownNow();
  }

  private void answer(HttpServerExchange exchange) {
    String path = exchange.getRequestURI();
    switch (path.startsWith("/-/") ? path.substring(2) : path) {
      case "/livez" -> send(exchange, 200, TEXT, "alive\n");
      case "/readyz" -> {
        Optional<String> trouble = readiness.get();
        send(exchange, trouble.isEmpty() ? 200 : 503, TEXT, trouble.orElse("ready") + "\n");
      }
      case "/metrics" -> send(exchange, 200, Exposition.CONTENT_TYPE, exposition.text());
      default -> send(exchange, 404, TEXT, "There are /livez, /readyz and /metrics.\n");
    }
  }

  private static void send(
      HttpServerExchange exchange, int status, String contentType, String body) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, contentType);
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    exchange.getResponseSender().send(body);
  }
}
