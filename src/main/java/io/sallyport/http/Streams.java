package io.sallyport.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Protocols;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How many requests each connection of HTTP/2 has running. Undertow tells callers how many streams
/// they may have open at once (RFC 9113 §5.1.2), and takes any number of them all the same.
/// Thread-safe.
final class Streams {

  /// What a caller is told, and may have.
  static final int MOST = 100;

  private final ConcurrentMap<SocketAddress, Integer> running = new ConcurrentHashMap<>();

  /// Counts a request in. Returns false if there are too many on its connection: then it is to be
  /// refused, and [#leave] is not to be called.
  boolean enter(HttpServerExchange exchange) {
    return !isStream(exchange)
        || running.merge(
                exchange.getConnection().getPeerAddress(),
                1,
                (count, one) -> count > MOST ? count : count + one)
            <= MOST;
  }

  /// Counts it out.
  void leave(HttpServerExchange exchange) {
    if (isStream(exchange)) {
      var _ =
          running.computeIfPresent(
              exchange.getConnection().getPeerAddress(),
              (_, count) -> count <= 1 ? null : Math.min(count, MOST) - 1);
    }
  }

  private static boolean isStream(HttpServerExchange exchange) {
    return exchange.getProtocol().equals(Protocols.HTTP_2_0);
  }
}
