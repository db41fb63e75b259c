package io.sallyport.ftp.data;

import io.sallyport.files.DataMode;
import io.sallyport.ftp.tls.TlsVersionMemory;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/// What was learned about the connections of FTP servers. The data mode that worked is tried first
/// the next time, and forgotten when it has failed twice in a row; the version of TLS that a server
/// insists on is kept beside it. Thread-safe; no method blocks on the network.
public interface DataModeMemory extends TlsVersionMemory {

  /// How many failures in a row make a mode forgotten.
  int FAILURES_UNTIL_FORGOTTEN = 2;

  /// A server as seen from one of the gateway's addresses: firewalls may treat each differently.
  ///
  /// @param host the server's name or address, as configured
  /// @param port its control port
  /// @param egress the gateway's end of the control connection
  record Route(String host, int port, InetAddress egress) {}

  /// The mode that worked on `route`; empty if none did, or not lately.
  Optional<DataMode> remembered(Route route);

  /// The modes that worked lately, from whichever address.
  Set<DataMode> remembered(String host, int port);

  /// A data connection was made. A mode that is remembered stays so until it has failed twice, even
  /// if another one steps in once.
  void connected(Route route, DataMode mode);

  /// No data connection could be made.
  void failed(Route route, DataMode mode);
}
