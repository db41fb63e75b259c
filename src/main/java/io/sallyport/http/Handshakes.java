package io.sallyport.http;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.ConnectorStatistics;
import io.undertow.server.DelegateOpenListener;
import io.undertow.server.HttpHandler;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;

/// Closes TLS connections whose first request does not begin in time: Undertow waits for the
/// handshake, and for the first byte after it, for as long as the caller likes. Thread-safe.
final class Handshakes {

  private final Duration patience;
  private final ConcurrentMap<StreamConnection, XnioExecutor.Key> waiting =
      new ConcurrentHashMap<>();

  Handshakes(Duration patience) {
    this.patience = patience;
  }

  /// What is to be told of every new connection, before `next` is.
  ChannelListener<StreamConnection> before(ChannelListener<StreamConnection> next) {
    return connection -> {
      waiting.put(
          connection,
          connection
              .getIoThread()
              .executeAfter(() -> giveUp(connection), patience.toMillis(), TimeUnit.MILLISECONDS));
      next.handleEvent(connection);
    };
  }

  /// What is to be told once the protocol is known; `next` has patience limits of its own.
  DelegateOpenListener until(DelegateOpenListener next) {
    return new Handover(next);
  }

  private void giveUp(StreamConnection connection) {
    if (waiting.remove(connection) != null) {
      IoUtils.safeClose(connection);
    }
  }

  private final class Handover implements DelegateOpenListener {
    private final DelegateOpenListener next;

    Handover(DelegateOpenListener next) {
      this.next = next;
    }

    @Override
    public void handleEvent(StreamConnection connection, PooledByteBuffer read) {
      begun(connection);
      next.handleEvent(connection, read);
    }

    @Override
    public void handleEvent(StreamConnection connection) {
      begun(connection);
      next.handleEvent(connection);
    }

    private void begun(StreamConnection connection) {
      XnioExecutor.Key key = waiting.remove(connection);
      if (key != null) {
        key.remove();
      }
    }

    @Override
    public HttpHandler getRootHandler() {
      return next.getRootHandler();
    }

    @Override
    public void setRootHandler(HttpHandler handler) {
      next.setRootHandler(handler);
    }

    @Override
    public OptionMap getUndertowOptions() {
      return next.getUndertowOptions();
    }

    @Override
    public void setUndertowOptions(OptionMap options) {
      next.setUndertowOptions(options);
    }

    @Override
    public ByteBufferPool getBufferPool() {
      return next.getBufferPool();
    }

    @Override
    public ConnectorStatistics getConnectorStatistics() {
      return next.getConnectorStatistics();
    }

    @Override
    public void closeConnections() {
      next.closeConnections();
    }
  }
}
