package io.sallyport.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;

/// The end of an exchange whose request body nobody wants any more. Undertow would read it to its
/// end before it lets the response out: a refused upload of 10 GB would take 10 GB. So the response
/// says `Connection: close`, goes out at once, and the connection is closed; not in the same
/// instant, because a reset would take the response back from the caller's unread socket buffer.
final class Lingering {

  /// A body this small is read and thrown away, so that the connection can be used again.
  private static final long SMALL_BYTES = 64 * 1024;

  private static final long LINGER_BYTES = 1024 * 1024;
  private static final Duration LINGER = Duration.ofSeconds(2);

  private Lingering() {}

  /// Before the headers go out: the connection ends with this response if the body is still to come
  /// and not small.
  static void announce(HttpServerExchange exchange) {
    if (!exchange.isRequestComplete() && !isSmall(exchange)) {
      exchange.setPersistent(false);
    }
  }

  /// After the response went out: ends the exchange.
  ///
  /// @param reading the request's channel if somebody has begun to read it
  static void end(HttpServerExchange exchange, @Nullable StreamSourceChannel reading) {
    if (!exchange.isRequestComplete() && !HttpContinue.requiresContinueResponse(exchange)) {
      StreamSourceChannel source = reading == null ? exchange.getRequestChannel() : reading;
      if (source != null) {
        discard(source);
      }
    }
    if (exchange.isRequestComplete()) {
      exchange.endExchange();
    } else {
      IoUtils.safeClose(exchange.getConnection());
    }
  }

  private static boolean isSmall(HttpServerExchange exchange) {
    long length = exchange.getRequestContentLength();
    return length >= 0 && length <= SMALL_BYTES && !HttpContinue.requiresContinueResponse(exchange);
  }

  private static void discard(StreamSourceChannel source) {
    long deadline = System.nanoTime() + LINGER.toNanos();
    ByteBuffer waste = ByteBuffer.allocate(16 * 1024);
    long left = LINGER_BYTES;
    try {
      while (left > 0) {
        int read = source.read(waste.clear());
        if (read < 0) {
          return;
        }
        if (read == 0) {
          Parking.awaitReadable(source, Duration.ofNanos(deadline - System.nanoTime()));
        }
        left -= read;
      }
    } catch (IOException | Disconnected e) {
      // The caller closed first, or is in no hurry: either way the connection is closed now.
    }
  }
}
