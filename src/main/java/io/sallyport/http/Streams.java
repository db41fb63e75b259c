package io.sallyport.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Protocols;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How many requests each connection of HTTP/2 has running. Undertow tells callers how many streams
/// they may have open at once (RFC 9113 §5.1.2), and takes any number of them all the same.
/// Thread-safe.
final class Streams {

  /// What a caller is told, and may have.
  static final int MOST = 100;

  private final ConcurrentMap<SocketAddress, Integer> running = new ConcurrentHashMap<>();

  /// Counts a request in. Returns what counts it out when it is done; empty if there are too many
  /// on its connection: then it is to be refused.
  Optional<Runnable> enter(HttpServerExchange exchange) {
    boolean isStream = exchange.getProtocol().equals(Protocols.HTTP_2_0);
    // A connection that is closed by now has no address any more, and one of HTTP/1 one request.
    SocketAddress caller = isStream ? exchange.getConnection().getPeerAddress() : null;
    if (caller == null) {
      return Optional.of(() -> {});
    }
    int count = running.merge(caller, 1, (before, one) -> Math.min(before, MOST) + one);
    return count > MOST ? Optional.empty() : Optional.of(() -> leave(caller));
  }

  private void leave(SocketAddress caller) {
    var _ =
        running.computeIfPresent(
            caller, (_, count) -> count <= 1 ? null : Math.min(count, MOST) - 1);
  }
}
