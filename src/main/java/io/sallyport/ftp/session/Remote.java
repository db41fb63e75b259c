package io.sallyport.ftp.session;

import io.sallyport.config.FtpSettings;
import io.sallyport.ftp.tls.TlsClient;
import io.sallyport.ftp.tls.TlsVersionMemory;

/// One server as control connections meet it: where it is, how it is reached, and what earlier ones
/// have learned of its TLS and of NOOPs. Thread-safe.
///
/// @param dialogue hears how control connections come about and what is said on them
public record Remote(
    FtpSettings settings, Dialer dialer, TlsClient tls, KeepAlive keepAlive, Dialogue dialogue) {

  /// A server that nobody listens to.
  ///
  /// @param versions what is known about the TLS of servers
  public static Remote of(FtpSettings settings, TlsVersionMemory versions) {
    return new Remote(
        settings,
        Dialer.of(settings),
        new TlsClient(settings, versions),
        new KeepAlive(settings.timeouts().keepAlive()),
        Dialogue.UNHEARD);
  }

  /// The same, with somebody who hears what is said.
  public Remote heardBy(Dialogue listener) {
    return new Remote(settings, dialer, tls, keepAlive, listener);
  }
}
