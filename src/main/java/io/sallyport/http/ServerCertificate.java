package io.sallyport.http;

import io.sallyport.config.FrontSettings;
import io.sallyport.config.TlsSettings.Identity;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate that the TLS listener shows, read again when its files change: handshakes begun
/// since then show the new one, connections that stand are not touched. Thread-safe.
final class ServerCertificate extends X509ExtendedKeyManager {

  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

  /// A handshake asks for name, chain and key one after the other; each name stays good for so many
  /// changes.
  private static final int KEPT = 4;

  private final FrontSettings.Tls settings;
  private final LinkedHashMap<String, X509ExtendedKeyManager> kept = new LinkedHashMap<>();
  private String current = "";
  private String seen = "";
  private int changes;

  /// @throws IOException with one sentence if the files cannot be used
  ServerCertificate(FrontSettings.Tls settings) throws IOException {
    this.settings = settings;
    String found = stamp();
    show(settings.identity());
    this.seen = found;
  }

  /// A context that shows it.
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {this}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java without TLS", e);
    }
  }

  /// Looks whether the files have changed; if so and they are whole, shows what they hold from now
  /// on. Returns whether it does.
  synchronized boolean refresh() {
    String found = stamp();
    if (found.equals(seen)) {
      return false;
    }
    seen = found;
    try {
      Identity identity = settings.identity();
      show(identity);
      LOG.info("The TLS certificate was read again: it is good until {}.", end(identity));
      return true;
    } catch (IOException e) {
      // Half of a change, or a wrong one: the next change is looked at again.
      LOG.warn("{} The one before is still shown.", e.getMessage());
      return false;
    }
  }

  private static String end(Identity identity) {
    return identity.chain().getFirst().getNotAfter().toInstant().toString();
  }

  private synchronized void show(Identity identity) {
    String alias = "certificate-" + ++changes;
    kept.put(alias, manager(alias, identity));
    current = alias;
    if (kept.size() > KEPT) {
      kept.remove(kept.firstEntry().getKey());
    }
  }

  private static X509ExtendedKeyManager manager(String alias, Identity identity) {
    char[] none = {};
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, none);
      store.setKeyEntry(
          alias, identity.key(), none, identity.chain().toArray(X509Certificate[]::new));
      KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
      factory.init(store, none);
      for (KeyManager each : factory.getKeyManagers()) {
        if (each instanceof X509ExtendedKeyManager manager) {
          return manager;
        }
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a certificate that was read cannot be used", e);
    }
    throw new IllegalStateException("Java without X.509");
  }

  /// Links are followed, as orchestrators swap a link to change several files at once.
  private String stamp() {
    return stamp(settings.certificate()) + " " + stamp(settings.key());
  }

  private static String stamp(Path file) {
    try {
      Map<String, Object> facts = Files.readAttributes(file, "lastModifiedTime,size,fileKey");
      return facts.toString();
    } catch (IOException e) {
      return "missing";
    }
  }

  private synchronized X509ExtendedKeyManager current() {
    return find(current);
  }

  private synchronized X509ExtendedKeyManager find(String alias) {
    X509ExtendedKeyManager found = kept.get(alias);
    if (found == null) {
      throw new IllegalStateException("there is no certificate " + alias);
    }
    return found;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return current().chooseEngineServerAlias(keyType, issuers, engine);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return current().chooseServerAlias(keyType, issuers, socket);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return find(alias).getCertificateChain(alias);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return find(alias).getPrivateKey(alias);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return current().getServerAliases(keyType, issuers);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
