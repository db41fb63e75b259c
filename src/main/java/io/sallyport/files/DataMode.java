package io.sallyport.files;

/// How an FTP data connection is made (RFC 959 §3.2, RFC 2428).
public enum DataMode {
  /// Extended passive: the server names a port, the gateway connects to it (RFC 2428 §3).
  EPSV(true),
  /// Passive: the server names an address and a port; the gateway takes the port (RFC 959 §4.1.2).
  PASV(true),
  /// Extended active: the gateway listens, the server connects (RFC 2428 §2).
  EPRT(false),
  /// Active, IPv4 only (RFC 959 §4.1.2).
  PORT(false);

  private final boolean passive;

  DataMode(boolean passive) {
    this.passive = passive;
  }

  /// Whether the gateway connects (passive) or the server does (active).
  public boolean isPassive() {
    return passive;
  }
}
