package io.sallyport.http;

import io.sallyport.files.Failure;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.Options;

/// The HTTP listeners and the way of every request: a virtual thread of its own, the rules that
/// hold for all, the doors in order, and one answer whatever happens. Thread-safe.
public final class HttpServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final int REQUEST_HEAD_MILLIS = 15_000;
  private static final int BETWEEN_REQUESTS_MILLIS = 75_000;

  private final HttpSettings settings;
  private final Doorman doorman;
  private final List<Door> doors;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean draining;
  private @Nullable Undertow undertow;

  /// @param doors asked in this order
  public HttpServer(HttpSettings settings, Doorman doorman, List<Door> doors) {
    this.settings = settings;
    this.doorman = doorman;
    this.doors = List.copyOf(doors);
  }

  /// Listens.
  ///
  /// @throws IllegalStateException with a sentence for the user if it cannot, because the port is
  ///   taken or the address is not this machine's
  public synchronized void start() {
    Undertow.Builder builder =
        Undertow.builder()
            .addHttpListener(settings.port(), settings.host())
            .setIoThreads(Math.max(2, Runtime.getRuntime().availableProcessors()))
            .setWorkerThreads(1)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
            .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, REQUEST_HEAD_MILLIS)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, BETWEEN_REQUESTS_MILLIS)
            .setServerOption(UndertowOptions.ALWAYS_SET_DATE, true)
            // The path is decoded once, by Place; Undertow leaves every escape as it is.
            .setServerOption(UndertowOptions.DECODE_URL, false)
            .setSocketOption(Options.REUSE_ADDRESSES, true)
            .setHandler(exchange -> exchange.dispatch(threads, () -> serve(exchange)));
    HttpSettings.Tls tls = settings.tls();
    if (tls != null) {
      builder.addHttpsListener(tls.port(), tls.host(), tls.context());
    }
    Undertow server = builder.build();
    try {
      server.start();
    } catch (RuntimeException e) {
      throw new IllegalStateException(cannotListen(e), e);
    }
    undertow = server;
  }

  /// The port it listens on.
  public int port() {
    return portOf(0);
  }

  /// The port of the TLS listener; empty when there is none.
  public Optional<Integer> tlsPort() {
    return settings.tls() == null ? Optional.empty() : Optional.of(portOf(1));
  }

  /// How many requests are being answered.
  public int running() {
    return running.get();
  }

  /// Ends every connection with its next response, and waits until no request is running.
  ///
  /// @return whether all were done in time
  public boolean drain(Duration patience) throws InterruptedException {
    draining = true;
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
    if (undertow != null) {
      undertow.stop();
      undertow = null;
    }
    threads.shutdownNow();
  }

  private void serve(HttpServerExchange exchange) {
    running.incrementAndGet();
    try {
      answer(new Call(exchange, doorman, settings.stall()));
    } finally {
      synchronized (running) {
        running.decrementAndGet();
        running.notifyAll();
      }
    }
  }

  private void answer(Call call) {
    long start = System.nanoTime();
    String name = "http";
    boolean whole = false;
    try {
      try {
        prepare(call);
        Door door = doorFor(call);
        name = door.name();
        door.enter(call);
        if (!call.body().isFinished()) {
          throw new IllegalStateException("the door " + name + " left the response unfinished");
        }
      } catch (Failure e) {
        problem(call, Failures.problem(e, call.method()), e);
      } catch (Refusal e) {
        problem(call, Failures.problem(e), e);
      }
      whole = true;
    } catch (Disconnected e) {
      LOG.debug("door={} outcome=disconnected reason={}", name, e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("door={} method={} failed", name, AccessLog.visible(call.method()), e);
      whole = internal(call);
    } finally {
      if (whole) {
        Lingering.end(call.exchange(), call.requestBody().channel());
      } else {
        // A response that has started must not end cleanly: the caller would take it for whole.
        reset(call.exchange().getConnection());
      }
      AccessLog.line(
          call, name, whole ? "ok" : "aborted", Duration.ofNanos(System.nanoTime() - start));
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
    SameOrigin.check(call);
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
    if (call.hasStarted()) {
      throw new Disconnected("Broken off: " + cause.getMessage());
    }
    Failures.answer(call, Failures.referred(problem, call), settings.realm());
  }

  private boolean internal(Call call) {
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

  private String cannotListen(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return "Cannot listen on "
            + settings.host()
            + ":"
            + settings.port()
            + ": "
            + cause.getMessage()
            + ".";
      }
    }
    return "Cannot listen on " + settings.host() + ":" + settings.port() + ".";
  }

  private int portOf(int listener) {
    return ((InetSocketAddress) server().getListenerInfo().get(listener).getAddress()).getPort();
  }

  private synchronized Undertow server() {
    if (undertow == null) {
      throw new IllegalStateException("the server is not running");
    }
    return undertow;
  }
}
