package io.sallyport.http;

import io.sallyport.auth.TooManyAttempts;
import io.sallyport.config.FrontSettings;
import io.sallyport.files.Failure;
import io.sallyport.metrics.HttpMeters;
import io.sallyport.metrics.Trace;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.Options;

/// The HTTP listeners and the way of every request: a thread of its own, the rules that hold for
/// all, the doors in order, and one answer whatever happens. Thread-safe.
public final class HttpServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int IO_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

  /// How often the files of the certificate are looked at.
  private static final Duration CERTIFICATE_GLANCE = Duration.ofSeconds(1);

  private final HttpSettings settings;
  private final AccessLog log;
  private final Doorman doorman;
  private final List<Door> doors;
  private final Hands threads = new Hands();
  private final Streams streams = new Streams();
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean draining;
  private final @Nullable HeadRewriter rewriter;
  private @Nullable Listeners listeners;

  /// @param doors asked in this order
  public HttpServer(HttpSettings settings, Doorman doorman, List<Door> doors) {
    this(settings, doorman, doors, null);
  }

  /// @param doors asked in this order
  /// @param rewriter sees every request head of the plain listener before it is parsed; absent for
  ///   none
  public HttpServer(
      HttpSettings settings, Doorman doorman, List<Door> doors, @Nullable HeadRewriter rewriter) {
    this.settings = settings;
    this.log = new AccessLog(settings.log());
    this.doorman = doorman;
    this.doors = List.copyOf(doors);
    this.rewriter = rewriter;
  }

  /// Loads what every server needs, which takes its time once a process.
  public static void prepare() {
    Listeners.prepare();
  }

  /// Listens.
  ///
  /// @throws IllegalStateException with a sentence for the user if it cannot, because the port is
  ///   taken, the address is not this machine's, or the certificate cannot be used
  public synchronized void start() {
    FrontSettings.Tls tls = settings.front().tls();
    HttpHandler handler = this::begin;
    Listeners opening = new Listeners(settings.front().limits(), IO_THREADS);
    boolean whole = false;
    try {
      opening.open(settings.listen(), handler, rewriter);
      if (tls != null) {
        ServerCertificate certificate = certificate(tls);
        opening.openTls(tls.listen(), certificate.context(), threads, handler);
        threads.execute(() -> watch(certificate));
      }
      listeners = opening;
      whole = true;
    } finally {
      if (!whole) {
        opening.close();
      }
    }
  }

  private static ServerCertificate certificate(FrontSettings.Tls tls) {
    try {
      return new ServerCertificate(tls);
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static void watch(ServerCertificate certificate) {
    try {
      while (true) {
        Thread.sleep(CERTIFICATE_GLANCE);
        certificate.refresh();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The port it listens on.
  public int port() {
    return listeners().port(0);
  }

  /// The port of the TLS listener; empty when there is none.
  public Optional<Integer> tlsPort() {
    return settings.front().tls() == null ? Optional.empty() : Optional.of(listeners().port(1));
  }

  /// Whether it has been told to end.
  public boolean isDraining() {
    return draining;
  }

  /// How many requests are being answered.
  public int running() {
    return running.get();
  }

  /// Takes no more connections, ends those that stand with their next response, and waits until no
  /// request is running.
  ///
  /// @return whether all were done in time
  public boolean drain(Duration patience) throws InterruptedException {
    draining = true;
    listeners().stopAccepting();
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (running) {
      while (running.get() > 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        running.wait(left);
      }
    }
    return true;
  }

  /// Stops at once; what is running is cut off.
  @Override
  public synchronized void close() {
    if (listeners != null) {
      listeners.close();
      listeners = null;
    }
    threads.close();
  }

  private void begin(HttpServerExchange exchange) {
    Optional<Runnable> leaving = streams.enter(exchange);
    if (leaving.isPresent()) {
      exchange.dispatch(threads, () -> serve(exchange, leaving.get()));
    } else {
      IoUtils.safeClose(exchange.getConnection());
    }
  }

  /// @param leaving to be run when it is done
  private void serve(HttpServerExchange exchange, Runnable leaving) {
    running.incrementAndGet();
    Call call = new Call(exchange, doorman, settings.front());
    try (Trace trace = Trace.begin(RequestId.of(call))) {
      answer(call, trace);
    } finally {
      leaving.run();
      synchronized (running) {
        running.decrementAndGet();
        running.notifyAll();
      }
    }
  }

  private void answer(Call call, Trace trace) {
    long start = System.nanoTime();
    String name = "http";
    boolean whole = false;
    try {
      try {
        call.set(RequestId.HEADER, trace.id());
        prepare(call);
        if (!isElsewhere(call)) {
          Door door = doorFor(call);
          name = door.name();
          door.enter(call);
        }
        if (!call.body().isFinished()) {
          throw new IllegalStateException("the door " + name + " left the response unfinished");
        }
      } catch (TooManyAttempts e) {
        problem(call, Failures.problem(e), e);
      } catch (Failure e) {
        if (e instanceof Failure.NotLoggedIn && e.reply().isPresent()) {
          doorman.refused(call);
        }
        problem(call, Failures.problem(e, call.method()), e);
      } catch (Refusal e) {
        problem(call, Failures.problem(e), e);
      }
      whole = true;
    } catch (Disconnected e) {
      LOG.debug("door={} outcome=disconnected reason={}", name, e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error(
          "id={} door={} method={} failed", trace.id(), name, AccessLog.visible(call.method()), e);
      whole = internal(call);
    } finally {
      if (whole) {
        Lingering.end(call.exchange(), call.requestBody().channel());
      } else {
        // A response that has started must not end cleanly: the caller would take it for whole.
        reset(call.exchange().getConnection());
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      HttpMeters.answered(
          name,
          call.method(),
          call.exchange().getStatusCode(),
          whole,
          took,
          call.requestBody().readBytes(),
          call.exchange().getResponseBytesSent());
      log.line(call, trace, name, whole ? "ok" : "aborted", took);
    }
  }

  private Door doorFor(Call call) {
    for (Door door : doors) {
      if (door.opens(call)) {
        return door;
      }
    }
    throw new Refusal(404, "not-found", "There is nothing at this URL.");
  }

  private void prepare(Call call) {
    if (draining) {
      call.exchange().setPersistent(false);
    }
    call.set("X-Content-Type-Options", "nosniff");
    call.set("Referrer-Policy", "no-referrer");
    checkFraming(call.exchange());
    checkScheme(call.exchange());
    FrontSettings.Tls tls = settings.front().tls();
    if (tls != null && call.isSecure() && !tls.hsts().isZero()) {
      call.set("Strict-Transport-Security", "max-age=" + tls.hsts().toSeconds());
    }
    SameOrigin.check(call);
    if (call.header("Authorization").isPresent()) {
      call.requireConfidential();
    }
  }

  /// Whether the answer is to come somewhere else: over TLS, or below the base path.
  private boolean isElsewhere(Call call) {
    FrontSettings.Tls tls = settings.front().tls();
    if (tls != null && tls.redirect() && !call.isSecure()) {
      call.redirectToTls(tlsPort().orElseThrow());
      return true;
    }
    String base = settings.front().basePath();
    if (call.withoutBase(call.sentPath()).isEmpty()) {
      if (!call.sentPath().equals("/")) {
        throw new Refusal(404, "not-found", "There is nothing at this URL.");
      }
      call.redirect(308, "/");
      return true;
    }
    if (!base.isEmpty() && call.sentPath().equals(base)) {
      // Relative references are right only below a slash.
      call.redirect(308, "/" + call.rawQuery());
      return true;
    }
    return false;
  }

  /// A whole URL of another scheme is for a proxy, and none has taken it: its path is no path here.
  private static void checkScheme(HttpServerExchange exchange) {
    if (exchange.isHostIncludedInRequestURI()
        && !exchange.getRequestURI().regionMatches(true, 0, "http", 0, 4)) {
      throw new Failure.Unsupported("The gateway is no proxy for such URLs here.", null);
    }
  }

  /// A message with two lengths, or with one that is not understood, is read differently by a proxy
  /// in front and by this server (RFC 9112 §6.3): it is refused and the connection is not used
  /// again.
  private static void checkFraming(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getRequestHeaders();
    HeaderValues lengths = headers.get(Headers.CONTENT_LENGTH);
    HeaderValues encodings = headers.get(Headers.TRANSFER_ENCODING);
    HeaderValues hosts = headers.get(Headers.HOST);
    boolean ambiguous =
        (lengths != null && (lengths.size() > 1 || encodings != null))
            || (encodings != null
                && (encodings.size() > 1 || !encodings.getFirst().equalsIgnoreCase("chunked")))
            || (hosts != null && hosts.size() > 1);
    if (ambiguous) {
      exchange.setPersistent(false);
      throw Refusal.badRequest("The request's Host, Content-Length or Transfer-Encoding is wrong.");
    }
  }

  private void problem(Call call, Problem problem, RuntimeException cause) {
    HttpMeters.problem(problem.code());
    if (call.hasStarted()) {
      throw new Disconnected("Broken off: " + cause.getMessage());
    }
    Failures.answer(call, Failures.referred(problem, call), settings.realm());
  }

  private boolean internal(Call call) {
    HttpMeters.problem(Failures.internal().code());
    if (call.hasStarted()) {
      return false;
    }
    try {
      Failures.answer(call, Failures.internal(), settings.realm());
      return true;
    } catch (RuntimeException e) {
      LOG.debug("the caller of a failed request has gone", e);
      return false;
    }
  }

  /// A reset, because a body without length and without chunks (HTTP/1.0) ends with the connection.
  private static void reset(ServerConnection connection) {
    try {
      connection.setOption(Options.CLOSE_ABORT, true);
    } catch (IOException e) {
      LOG.debug("the connection is closed already", e);
    }
    IoUtils.safeClose(connection);
  }

  private synchronized Listeners listeners() {
    if (listeners == null) {
      throw new IllegalStateException("the server is not running");
    }
    return listeners;
  }
}
