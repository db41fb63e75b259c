package io.sallyport.ftp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Turns a host's name into its addresses. Thread-safe; blocks.
@FunctionalInterface
public interface HostLookup {

  /// As the system does it.
  HostLookup SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /// The addresses of `host`, at least one, in the order to try them.
  ///
  /// @throws UnknownHostException if there is no such name
  List<InetAddress> addresses(String host) throws UnknownHostException;
}
