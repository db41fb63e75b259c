package io.sallyport.ground;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Makes certificates for a test, as PEM files in one folder.
public final class Certificates {

  /// Of key stores.
  public static final String PASSWORD = "changeit";

  private final Path folder;
  private int made;

  /// A certificate and what belongs to it.
  ///
  /// @param certificate PEM file
  /// @param key PEM file, PKCS #8
  public record Pair(Path certificate, Path key) {

    /// The certificate.
    public X509Certificate read() throws IOException, GeneralSecurityException {
      try (InputStream in = Files.newInputStream(certificate)) {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      }
    }

    /// The certificate at a server's end of TLS.
    public SSLContext serving() throws IOException, GeneralSecurityException {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("it", readKey(key), new char[0], new X509Certificate[] {read()});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    }

    /// At a client's end of TLS: trust in it and in what it vouches for, and in nothing else.
    public SSLContext trusting() throws IOException, GeneralSecurityException {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("it", read());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    }

    /// To be shown by a server that refuses logins without TLS.
    public FtpServerSetup.Tls required() {
      return new FtpServerSetup.Tls(certificate, key, true);
    }
  }

  /// Writes into `folder`, which the test removes.
  public Certificates(Path folder) {
    this.folder = folder;
  }

  /// An issuer of others.
  public Pair authority(String name) {
    return pair(name, List.of("-x509", "-addext", "basicConstraints=critical,CA:TRUE"));
  }

  /// One that vouches for itself.
  ///
  /// @param names as openssl writes them: `DNS:localhost,IP:127.0.0.1`
  public Pair selfSigned(String names) {
    return pair("self-signed", List.of("-x509", "-addext", "subjectAltName=" + names));
  }

  /// One that an authority vouches for.
  public Pair issuedBy(Pair authority, String names) {
    return pair(
        "server",
        List.of(
            "-x509",
            "-CA",
            authority.certificate().toString(),
            "-CAkey",
            authority.key().toString(),
            "-addext",
            "basicConstraints=critical,CA:FALSE",
            "-addext",
            "subjectAltName=" + names));
  }

  private Pair pair(String name, List<String> more) {
    Pair pair = next();
    var words =
        new ArrayList<>(
            List.of("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
    words.addAll(List.of("-nodes", "-days", "2", "-subj", "/CN=" + name));
    words.addAll(List.of("-keyout", pair.key().toString(), "-out", pair.certificate().toString()));
    words.addAll(more);
    Command.of(words.toArray(String[]::new)).run();
    return pair;
  }

  /// One whose time is over since five days.
  public Pair expired(String host) {
    Pair pair = next();
    String store = keyStore("-startdate", "-10d", "-validity", "5", "-ext", "san=ip:" + host);
    String pass = "pass:" + PASSWORD;
    write(pair.certificate(), "openssl", "pkcs12", "-in", store, "-passin", pass, "-nokeys");
    write(pair.key(), "openssl", "pkcs12", "-in", store, "-passin", pass, "-nocerts", "-nodes");
    return pair;
  }

  /// A PKCS #12 key store with one that vouches for itself, under the alias `it`.
  public Path store(String host) {
    next();
    return Path.of(keyStore("-validity", "2", "-ext", "san=dns:" + host));
  }

  /// The key in a PKCS #8 file of an elliptic curve, as all of these are.
  public static PrivateKey readKey(Path pem) throws IOException, GeneralSecurityException {
    String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static void write(Path file, String... command) {
    try {
      Files.writeString(file, Command.of(command).run().out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String keyStore(String... more) {
    String store = folder.resolve("store-" + made + ".p12").toString();
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    words.addAll(List.of("-genkeypair", "-alias", "it", "-keyalg", "EC", "-dname", "CN=old"));
    words.addAll(List.of("-keystore", store, "-storetype", "PKCS12", "-storepass", PASSWORD));
    words.addAll(Arrays.asList(more));
    Command.of(words.toArray(String[]::new)).run();
    return store;
  }

  private Pair next() {
    made++;
    return new Pair(
        folder.resolve("certificate-" + made + ".pem"), folder.resolve("key-" + made + ".pem"));
  }
}
