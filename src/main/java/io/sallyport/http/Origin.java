package io.sallyport.http;

import io.sallyport.config.AddressRange;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a request comes from and how its caller wrote it down: as the connection shows, or as a
/// proxy tells that may be trusted, in `X-Forwarded-*` or, where none of them is there, in
/// `Forwarded` (RFC 7239). Most proxies write the former and pass on what a caller wrote into the
/// latter, so where both are there the latter is the caller's own word.
///
/// @param client the caller's address
/// @param secure whether the caller speaks TLS
/// @param host the caller's word for this server, host and port; empty if it said none
/// @param proxied whether a trusted proxy is in front
record Origin(InetAddress client, boolean secure, String host, boolean proxied) {

  private static final List<String> OLDER =
      List.of("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host");

  /// @param trusted proxies whose word is taken
  static Origin of(HttpServerExchange exchange, List<AddressRange> trusted) {
    InetAddress peer = exchange.getSourceAddress().getAddress();
    HeaderMap headers = exchange.getRequestHeaders();
    boolean secure = exchange.getRequestScheme().equals("https");
    String host = Optional.ofNullable(headers.getFirst("Host")).orElse("");
    if (peer == null || !isTrusted(peer, trusted)) {
      return new Origin(
          peer == null ? InetAddress.getLoopbackAddress() : peer, secure, host, false);
    }
    List<String> forwarded = values(headers, "Forwarded");
    return forwarded.isEmpty() || OLDER.stream().anyMatch(headers::contains)
        ? ofOlder(headers, trusted, peer, secure, host)
        : ofForwarded(forwarded, trusted, peer, secure, host);
  }

  private static Origin ofOlder(
      HeaderMap headers,
      List<AddressRange> trusted,
      InetAddress peer,
      boolean secure,
      String host) {
    List<String> proto = values(headers, "X-Forwarded-Proto");
    List<String> outer = values(headers, "X-Forwarded-Host");
    return new Origin(
        client(values(headers, "X-Forwarded-For"), trusted, peer),
        proto.isEmpty() ? secure : proto.getFirst().equalsIgnoreCase("https"),
        outer.isEmpty() ? host : outer.getFirst(),
        true);
  }

  private static Origin ofForwarded(
      List<String> hops,
      List<AddressRange> trusted,
      InetAddress peer,
      boolean secure,
      String host) {
    List<String> clients = new ArrayList<>();
    for (String hop : hops) {
      parameter(hop, "for").ifPresent(clients::add);
    }
    String first = hops.getFirst();
    return new Origin(
        client(clients, trusted, peer),
        parameter(first, "proto").map("https"::equalsIgnoreCase).orElse(secure),
        parameter(first, "host").orElse(host),
        true);
  }

  /// The nearest hop that is no trusted proxy: whatever stands before it, it may have made up.
  private static InetAddress client(
      List<String> hops, List<AddressRange> trusted, InetAddress peer) {
    InetAddress client = peer;
    for (String hop : hops.reversed()) {
      @Nullable InetAddress address = address(hop);
      if (address == null) {
        return client;
      }
      client = address;
      if (!isTrusted(address, trusted)) {
        return client;
      }
    }
    return client;
  }

  private static @Nullable InetAddress address(String hop) {
    String text = hop;
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      text = end < 0 ? text : text.substring(1, end);
    } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
      text = text.substring(0, text.indexOf(':'));
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isTrusted(InetAddress address, List<AddressRange> trusted) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }

  private static List<String> values(HeaderMap headers, String name) {
    List<String> values = new ArrayList<>();
    for (String line : Optional.<List<String>>ofNullable(headers.get(name)).orElse(List.of())) {
      for (String value : line.split(",", -1)) {
        values.add(value.strip());
      }
    }
    return Collections.unmodifiableList(values);
  }

  private static Optional<String> parameter(String hop, String name) {
    for (String pair : hop.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(name)) {
        String value = pair.substring(equals + 1).strip();
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return Optional.of(quoted ? value.substring(1, value.length() - 1) : value);
      }
    }
    return Optional.empty();
  }
}
