package io.sallyport.ftp.tls;

import io.sallyport.config.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whether a certificate is the FTP server's: one of the pinned, or else issued by somebody
/// trusted, for the host that was asked for, and in time. Says which of these it is not.
/// Thread-safe.
final class ServerTrust extends X509ExtendedTrustManager {

  private static final int MAX_NAMES = 5;
  private static final int MAX_NAME_LENGTH = 100;

  /// Kinds of alternative names (RFC 5280 §4.2.1.6).
  private static final int DNS_NAME = 2;

  private static final int IP_ADDRESS = 7;

  private final String host;
  private final Set<String> pins;
  private final X509ExtendedTrustManager issuers;

  /// @param host for the messages; what is checked is the connection's own
  ServerTrust(String host, TlsSettings settings) {
    this.host = host;
    this.pins = Set.copyOf(settings.pins());
    this.issuers = issuers(settings.trust());
  }

  private static X509ExtendedTrustManager issuers(List<X509Certificate> own) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(own.isEmpty() ? null : store(own));
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager found) {
          return found;
        }
      }
      throw new IllegalStateException("this Java has no X.509 trust manager");
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the trusted certificates cannot be used", e);
    }
  }

  private static KeyStore store(List<X509Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry("issuer-" + i, certificates.get(i));
    }
    return store;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, authType, () -> issuers.checkServerTrusted(chain, authType, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, authType, () -> issuers.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("a certificate without a connection cannot be checked");
  }

  private interface Check {
    void run() throws CertificateException;
  }

  private void check(X509Certificate[] chain, String authType, Check usual)
      throws CertificateException {
    X509Certificate leaf = chain[0];
    if (!pins.isEmpty()) {
      if (!pins.contains(fingerprint(leaf))) {
        throw new Untrusted(
            TlsRefused.Doubt.PIN,
            chain,
            " is none of those that are pinned: its SHA-256 fingerprint is " + fingerprint(leaf),
            null);
      }
      return;
    }
    // A certificate that is trusted by itself is let through by the JDK whatever its dates.
    checkDates(chain);
    try {
      usual.run();
    } catch (CertificateException e) {
      throw explain(chain, authType, e);
    }
  }

  private static void checkDates(X509Certificate[] chain) throws Untrusted {
    for (int i = 0; i < chain.length; i++) {
      String whose = i == 0 ? "" : " comes from an issuer whose own certificate";
      try {
        chain[i].checkValidity();
      } catch (CertificateExpiredException e) {
        throw new Untrusted(
            TlsRefused.Doubt.EXPIRED,
            chain,
            whose + " expired on " + day(chain[i].getNotAfter().toInstant()),
            e);
      } catch (CertificateNotYetValidException e) {
        throw new Untrusted(
            TlsRefused.Doubt.NOT_YET_VALID,
            chain,
            whose + " is not valid before " + day(chain[i].getNotBefore().toInstant()),
            e);
      }
    }
  }

  private static String day(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  private Untrusted explain(X509Certificate[] chain, String authType, CertificateException e) {
    try {
      // The same without the host.
      issuers.checkServerTrusted(chain, authType);
    } catch (CertificateException _) {
      return new Untrusted(
          TlsRefused.Doubt.ISSUER,
          chain,
          " comes from an issuer that is not trusted ("
              + shown(commonName(chain[chain.length - 1].getIssuerX500Principal().getName()))
              + "); if it is the right one, trust that issuer or pin the SHA-256 fingerprint "
              + fingerprint(chain[0]),
          e);
    }
    return new Untrusted(
        TlsRefused.Doubt.HOST, chain, " is for " + names(chain[0]) + " and not for " + host, e);
  }

  static String fingerprint(X509Certificate certificate) {
    try {
      return TlsSettings.fingerprint(
          MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 of a certificate", e);
    }
  }

  /// The hosts that a certificate is for.
  private static String names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      @Nullable Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> name : alternatives) {
          if (name.get(0) instanceof Integer kind
              && (kind == DNS_NAME || kind == IP_ADDRESS)
              && name.get(1) instanceof String text) {
            names.add(shown(kind == IP_ADDRESS ? address(text) : text));
          }
        }
      }
    } catch (CertificateParsingException e) {
      return "nobody (it cannot be read)";
    }
    if (names.isEmpty()) {
      return shown(commonName(certificate.getSubjectX500Principal().getName()));
    }
    return names.size() <= MAX_NAMES
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MAX_NAMES)) + " and others";
  }

  /// An IPv6 address short.
  private static String address(String literal) {
    try {
      return InetAddress.ofLiteral(literal).getHostAddress();
    } catch (IllegalArgumentException e) {
      return literal;
    }
  }

  private static String commonName(String distinguishedName) {
    try {
      for (Rdn part : new LdapName(distinguishedName).getRdns().reversed()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          return String.valueOf(part.getValue());
        }
      }
    } catch (InvalidNameException e) {
      return distinguishedName;
    }
    return distinguishedName;
  }

  /// What a certificate says may be anything: nothing of it may end a line or fill a page.
  private static String shown(String text) {
    String plain = text.replaceAll("[^\\p{L}\\p{N} .,:;=*_@/+()-]", "?");
    return plain.length() <= MAX_NAME_LENGTH ? plain : plain.substring(0, MAX_NAME_LENGTH) + "...";
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw clientsUnwanted();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw clientsUnwanted();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw clientsUnwanted();
  }

  private static CertificateException clientsUnwanted() {
    return new CertificateException("this end is the client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return issuers.getAcceptedIssuers();
  }
}
