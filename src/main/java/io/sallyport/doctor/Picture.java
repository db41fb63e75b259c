package io.sallyport.doctor;

import java.util.List;

/// The way from the browser to the files: who stands on it, and which connections get through.
///
/// @param gateway the gateway's address as it leaves for the server; empty if it never left
/// @param server the server's address; empty if it has none
/// @param links the connections, in the order in which they are made
public record Picture(String gateway, String server, List<Link> links) {

  public Picture {
    links = List.copyOf(links);
  }

  /// One connection.
  ///
  /// @param kind which
  /// @param ports where it goes to; empty if that is not known
  /// @param state whether it gets through
  public record Link(Kind kind, List<Integer> ports, State state) {
    public Link {
      ports = List.copyOf(ports);
    }
  }

  /// Which connection.
  public enum Kind {
    /// From the browser to the gateway.
    HTTP,
    /// From the gateway to the server.
    CONTROL,
    /// From the gateway to the server.
    PASSIVE,
    /// From the server to the gateway.
    ACTIVE
  }

  /// Whether it gets through.
  public enum State {
    /// It does.
    OK,
    /// Packets are dropped on the way.
    DROPPED,
    /// Something on the way, or at the end, says no.
    REJECTED,
    /// The server does not allow it.
    REFUSED,
    /// It stands and is of no use.
    FAILED,
    /// Nobody tried.
    UNTRIED
  }
}
