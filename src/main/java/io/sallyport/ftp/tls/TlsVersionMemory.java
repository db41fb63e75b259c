package io.sallyport.ftp.tls;

import java.util.Optional;

/// Which version of TLS an FTP server was found to insist on, so that the next connection begins
/// with it. Thread-safe; no method blocks on the network.
public interface TlsVersionMemory {

  /// The version that the server was found to take, as JSSE names it; empty if it takes the usual
  /// one, or if nothing is known.
  ///
  /// @param host the server's name or address, as configured
  /// @param port its control port
  Optional<String> tlsVersion(String host, int port);

  /// The server was found to take `version`; empty for the usual one.
  void tlsVersion(String host, int port, Optional<String> version);
}
