package io.sallyport.ftp.tls;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.TlsSettings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway's side of TLS with one FTP server: whom it trusts, who it says it is, and which
/// version that server was found to take. Thread-safe.
public final class TlsClient {

  private static final Logger log = LoggerFactory.getLogger(TlsClient.class);

  static final String TLS_1_2 = "TLSv1.2";
  static final String TLS_1_3 = "TLSv1.3";

  static {
    // With tickets in TLS 1.2, JSSE keeps no session whose ticket's lifetime is 0 (vsftpd sends
    // such), and nothing could be resumed; session ids do the same without them. Each SSLContext
    // reads this property when it is made, and no other client of this process needs tickets.
    if (System.getProperty("jdk.tls.client.enableSessionTicketExtension") == null) {
      System.setProperty("jdk.tls.client.enableSessionTicketExtension", "false");
    }
  }

  private final String host;
  private final int port;
  private final TlsSettings settings;
  private final TrustManager[] trust;
  private final KeyManager @Nullable [] identity;
  private final TlsVersionMemory memory;
  private volatile String version;

  /// Connects nowhere.
  ///
  /// @param memory what is known about versions
  public TlsClient(FtpSettings server, TlsVersionMemory memory) {
    this.memory = memory;
    this.host = server.host();
    this.port = server.port();
    this.settings = server.tls();
    this.version =
        switch (settings.version()) {
          case AUTO -> memory.tlsVersion(host, port).filter(TLS_1_3::equals).orElse(TLS_1_2);
          case TLS_1_2 -> TLS_1_2;
          case TLS_1_3 -> TLS_1_3;
        };
    boolean on = settings.mode() != TlsSettings.Mode.NONE;
    this.trust = on ? new TrustManager[] {new ServerTrust(host, settings)} : new TrustManager[0];
    TlsSettings.Identity own = settings.identity();
    this.identity = own == null ? null : keyManagers(own);
  }

  private static KeyManager[] keyManagers(TlsSettings.Identity identity) {
    char[] nothing = new char[0];
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "gateway", identity.key(), nothing, identity.chain().toArray(new X509Certificate[0]));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, nothing);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the client certificate cannot be used", e);
    }
  }

  /// Whether and when TLS begins.
  public TlsSettings.Mode mode() {
    return settings.mode();
  }

  /// For a new control connection.
  public TlsPeer peer() {
    return peer(version);
  }

  /// For another try after `failure`, with the other version of TLS; empty if that is out of the
  /// question.
  public Optional<TlsPeer> instead(TlsPeer failed, TlsRefused failure) {
    boolean may =
        settings.version() == TlsSettings.Version.AUTO
            && failure.reason() == TlsRefused.Reason.HANDSHAKE;
    return may
        ? Optional.of(peer(failed.version().equals(TLS_1_2) ? TLS_1_3 : TLS_1_2))
        : Optional.empty();
  }

  TlsPeer peer(String chosen) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity, trust, null);
      return new TlsPeer(this, context, chosen, host, port);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /// A control connection stands: the next one begins with the same version.
  void worked(String spoken) {
    if (!spoken.equals(version)) {
      log.info("ftp server={}:{} takes {} only", host, port, spoken);
      learn(spoken);
    }
  }

  /// The server did not like a data connection's TLS. Whether a new control connection could do
  /// better: with 1.2, if 1.3 was spoken only because of the server, or else with fresh tickets.
  boolean complained(String spoken) {
    if (!spoken.equals(TLS_1_3)) {
      return false;
    }
    if (settings.version() == TlsSettings.Version.AUTO) {
      log.info("ftp server={}:{} complains about {}; back to {}", host, port, spoken, TLS_1_2);
      learn(TLS_1_2);
    }
    return true;
  }

  private void learn(String found) {
    version = found;
    memory.tlsVersion(host, port, Optional.of(found).filter(TLS_1_3::equals));
  }
}
