package io.sallyport.http;

import io.sallyport.config.FrontSettings;
import io.sallyport.config.HostPort;
import io.undertow.UndertowOptions;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.AlpnOpenListener;
import io.undertow.server.protocol.http.HttpOpenListener;
import io.undertow.server.protocol.http2.Http2OpenListener;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.ssl.SslConnection;

/// The ports of an HTTP server with Undertow's protocols behind them. Undertow's own front cannot
/// stop listening without cutting what runs; here the accepting channels are closed alone.
/// Thread-safe.
final class Listeners implements AutoCloseable {

  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int MAX_HEADER_BYTES = 64 * 1024;

  /// Streams that one connection may open and take back within the time (CVE-2023-44487).
  private static final int RESETS = 200;

  private static final int RESETS_WITHIN_MILLIS = 30_000;

  /// A connection of HTTP/2 on which nothing moves, however long its requests take.
  private static final int HTTP2_IDLE_MILLIS = 30 * 60_000;

  private final FrontSettings.Limits limits;
  private final Xnio xnio;
  private final XnioWorker worker;
  private final DefaultByteBufferPool buffers;
  private final OptionMap options;
  private final List<AcceptingChannel<?>> accepting = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();

  /// @param threads how many do what cannot wait
  Listeners(FrontSettings.Limits limits, int threads) {
    this.limits = limits;
    this.xnio = xnio();
    this.buffers = new DefaultByteBufferPool(true, BUFFER_BYTES, -1, 4);
    this.options = options(limits);
    try {
      this.worker =
          xnio.createWorker(
              OptionMap.builder()
                  .set(Options.WORKER_IO_THREADS, threads)
                  .set(Options.WORKER_TASK_CORE_THREADS, 1)
                  .set(Options.WORKER_TASK_MAX_THREADS, 1)
                  .set(Options.TCP_NODELAY, true)
                  .set(Options.CORK, true)
                  .getMap());
    } catch (IOException e) {
      throw new IllegalStateException("no I/O threads", e);
    }
  }

  /// As [HttpServer#prepare].
  static void prepare() {
    var _ = xnio();
  }

  private static Xnio xnio() {
    return Xnio.getInstance(Listeners.class.getClassLoader());
  }

  private static OptionMap options(FrontSettings.Limits limits) {
    return OptionMap.builder()
        .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
        // Bodies are files: of any size, and never kept in memory.
        .set(UndertowOptions.MAX_ENTITY_SIZE, -1L)
        .set(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, (int) limits.requestHead().toMillis())
        .set(UndertowOptions.NO_REQUEST_TIMEOUT, (int) limits.idle().toMillis())
        .set(UndertowOptions.ALWAYS_SET_DATE, true)
        // The path is decoded once, by Place; Undertow leaves every escape as it is.
        .set(UndertowOptions.DECODE_URL, false)
        .set(UndertowOptions.ENABLE_HTTP2, true)
        .set(UndertowOptions.HTTP2_SETTINGS_ENABLE_PUSH, false)
        .set(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, Streams.MOST)
        // HTTP2_SETTINGS_INITIAL_WINDOW_SIZE stays as it is: where it is much larger, Undertow
        // waits
        // for more than the connection as a whole may send, and uploads hang.
        .set(UndertowOptions.MAX_RST_FRAMES_PER_WINDOW, RESETS)
        .set(UndertowOptions.RST_FRAMES_TIME_WINDOW, RESETS_WITHIN_MILLIS)
        .getMap();
  }

  /// Listens for plain HTTP.
  ///
  /// @throws IllegalStateException with a sentence for the user if it cannot, because the port is
  ///   taken or the address is not this machine's
  synchronized void open(HostPort where, HttpHandler handler) {
    open(where, handler, null);
  }

  /// Listens for plain HTTP.
  ///
  /// @param rewriter sees every request head before it is parsed; absent for none
  /// @throws IllegalStateException with a sentence for the user if it cannot, because the port is
  ///   taken or the address is not this machine's
  synchronized void open(HostPort where, HttpHandler handler, @Nullable HeadRewriter rewriter) {
    HttpOpenListener http = http(handler);
    try {
      ChannelListener<AcceptingChannel<StreamConnection>> accept =
          ChannelListeners.openListenerAdapter(rewriter == null ? http : rewriting(http, rewriter));
      begin(worker.createStreamConnectionServer(address(where), accept, socketOptions()));
    } catch (IOException e) {
      throw new IllegalStateException(cannotListen(where, e), e);
    }
  }

  /// Listens for HTTP/1.1 and HTTP/2 over TLS.
  ///
  /// @param handshakes does their arithmetic
  /// @throws IllegalStateException as [#open]
  synchronized void openTls(
      HostPort where, SSLContext context, Executor handshakes, HttpHandler handler) {
    Http2OpenListener http2 =
        new Http2OpenListener(
            buffers,
            OptionMap.builder()
                .addAll(options)
                .set(UndertowOptions.IDLE_TIMEOUT, HTTP2_IDLE_MILLIS)
                .getMap());
    http2.setRootHandler(handler);
    Handshakes patience = new Handshakes(limits.requestHead());
    AlpnOpenListener alpn =
        new AlpnOpenListener(buffers, options, patience.until(http(handler)))
            .addProtocol(Http2OpenListener.HTTP2, patience.until(http2), 10);
    UndertowXnioSsl ssl =
        new UndertowXnioSsl(
            xnio, OptionMap.create(Options.USE_DIRECT_BUFFERS, true), context, handshakes);
    try {
      ChannelListener<AcceptingChannel<SslConnection>> accept =
          ChannelListeners.openListenerAdapter(patience.before(alpn));
      begin(ssl.createSslConnectionServer(worker, address(where), accept, socketOptions()));
    } catch (IOException e) {
      throw new IllegalStateException(cannotListen(where, e), e);
    }
  }

  /// The port of the listener that was opened so many listeners after the first.
  synchronized int port(int listener) {
    return ports.get(listener);
  }

  /// Takes no more connections; those that stand go on.
  synchronized void stopAccepting() {
    accepting.forEach(IoUtils::safeClose);
    accepting.clear();
  }

  /// Cuts everything.
  @Override
  public void close() {
    stopAccepting();
    worker.shutdownNow();
    try {
      boolean ended = worker.awaitTermination(5, TimeUnit.SECONDS);
      assert ended || worker.isShutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ChannelListener<StreamConnection> rewriting(
      HttpOpenListener http, HeadRewriter rewriter) {
    return connection -> {
      ConduitStreamSourceChannel source = connection.getSourceChannel();
      source.setConduit(new RewritingSource(source.getConduit(), rewriter));
      http.handleEvent(connection);
    };
  }

  private HttpOpenListener http(HttpHandler handler) {
    HttpOpenListener http = new HttpOpenListener(buffers, options);
    http.setRootHandler(handler);
    return http;
  }

  private void begin(AcceptingChannel<?> channel) {
    accepting.add(channel);
    ports.add(channel.getLocalAddress(InetSocketAddress.class).getPort());
    channel.resumeAccepts();
  }

  private static InetSocketAddress address(HostPort where) throws IOException {
    InetSocketAddress address = new InetSocketAddress(where.host(), where.port());
    if (address.isUnresolved()) {
      throw new IOException("the host is unknown");
    }
    return address;
  }

  private OptionMap socketOptions() {
    return OptionMap.builder()
        .set(Options.TCP_NODELAY, true)
        .set(Options.REUSE_ADDRESSES, true)
        .set(Options.KEEP_ALIVE, true)
        .set(Options.BACKLOG, 1024)
        .set(Options.CONNECTION_HIGH_WATER, limits.connections())
        .set(Options.CONNECTION_LOW_WATER, limits.connections())
        .getMap();
  }

  private static String cannotListen(HostPort where, IOException e) {
    String why = e instanceof BindException ? ": " + e.getMessage() : "";
    return "Cannot listen on " + where + why + ".";
  }
}
