package io.sallyport;

import io.sallyport.auth.GuardedBackend;
import io.sallyport.config.HostPort;
import io.sallyport.files.Failure;
import io.sallyport.ftp.FtpBackend;
import io.sallyport.http.HttpServer;
import io.sallyport.http.Management;
import io.sallyport.metrics.Exposition;
import io.sallyport.store.KeepingBackend;
import io.sallyport.store.Locks;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an operator may ask of a running gateway, on the management address: is it alive, is it
/// ready, what has it done. Thread-safe.
final class Operations implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  private final Exposition exposition = new Exposition();
  private final HttpServer http;
  private final Locks locks;
  private final Management management;

  private Operations(HostPort where, HttpServer http, Locks locks) throws IOException {
    this.http = http;
    this.locks = locks;
    boolean whole = false;
    try {
      management = Management.start(where, this::trouble, exposition);
      whole = true;
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      if (!whole) {
        exposition.close();
      }
    }
  }

  /// Listens.
  ///
  /// @throws IOException with one sentence for the operator if it cannot
  static Operations start(
      HostPort where, HttpServer http, Locks locks, List<GuardedBackend> backends)
      throws IOException {
    Operations operations = new Operations(where, http, locks);
    operations.show();
    backends.forEach(operations::show);
    LOG.info("Health and metrics are on {}.", new HostPort(where.host(), operations.port()));
    return operations;
  }

  /// The port it listens on.
  int port() {
    return management.port();
  }

  private void show() {
    exposition.gauge(
        "sallyport.http.running", "Requests being answered", http, HttpServer::running);
    exposition.gauge("sallyport.webdav.locks", "Locks that are held", this, Operations::count);
  }

  /// Shows the pool of a backend.
  void show(GuardedBackend guarded) {
    if (KeepingBackend.beneath(guarded.backend()) instanceof FtpBackend backend) {
      String name = guarded.name();
      exposition.gaugeOf(
          name,
          "sallyport.ftp.pool.open",
          "Control connections that stand",
          backend,
          FtpBackend::openConnections);
      exposition.gaugeOf(
          name,
          "sallyport.ftp.pool.in.use",
          "Control connections in use",
          backend,
          FtpBackend::connectionsInUse);
      exposition.gaugeOf(
          name,
          "sallyport.ftp.pool.waiting",
          "Callers that wait for a control connection",
          backend,
          FtpBackend::waiting);
    }
  }

  /// While the store is away nobody knows.
  private double count() {
    try {
      return locks.count();
    } catch (Failure.Busy e) {
      return Double.NaN;
    }
  }

  private Optional<String> trouble() {
    if (http.isDraining()) {
      return Optional.of("draining");
    }
    try {
      var _ = locks.count();
      return Optional.empty();
    } catch (Failure.Busy e) {
      return Optional.of("the store is not reachable");
    }
  }

  @Override
  public void close() {
    management.close();
    exposition.close();
  }
}
