package io.sallyport.config;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How an FTP server is spoken to over TLS (RFC 4217), and by what it is recognised. Where TLS is
/// on, control and data connections are both protected and both checked.
///
/// @param mode whether and when TLS begins
/// @param version which version is spoken
/// @param trust the only issuers that are trusted; empty for those that the system trusts
/// @param pins the SHA-256 fingerprints of the only certificates that are accepted, as
///   [#fingerprint] writes them; host, dates and issuer are not looked at then; empty for none
/// @param identity what the gateway shows a server that asks who it is; absent for nothing
public record TlsSettings(
    Mode mode,
    Version version,
    List<X509Certificate> trust,
    List<String> pins,
    @Nullable Identity identity) {

  /// No TLS.
  public static final TlsSettings NONE = of(Mode.NONE);

  public TlsSettings {
    trust = List.copyOf(trust);
    pins = List.copyOf(pins);
    if (!trust.isEmpty() && !pins.isEmpty()) {
      throw new IllegalArgumentException("only one of \"trust\" and \"pin\" can say whom to trust");
    }
  }

  /// TLS as `mode` says, with issuers that the system trusts.
  public static TlsSettings of(Mode mode) {
    return new TlsSettings(mode, Version.AUTO, List.of(), List.of(), null);
  }

  /// Whether and when TLS begins.
  public enum Mode {
    /// Never: everything is readable on the way, passwords included.
    NONE,
    /// With AUTH TLS where the server takes it, and without where it refuses: whoever sits in
    /// between can make it refuse.
    OPPORTUNISTIC,
    /// With AUTH TLS, before anything secret is said, or not at all.
    REQUIRED,
    /// From the first byte on, usually on port 990.
    IMPLICIT
  }

  /// Which version of TLS is spoken.
  public enum Version {
    /// 1.2, because its sessions can be resumed as often as a server wants to see them resumed; 1.3
    /// where the server accepts nothing else.
    AUTO,
    /// 1.2 only.
    TLS_1_2,
    /// 1.3 only.
    TLS_1_3
  }

  /// A client certificate.
  ///
  /// @param chain the certificate first, then its issuers
  /// @param key belongs to the first of the chain
  public record Identity(List<X509Certificate> chain, PrivateKey key) {

    public Identity {
      chain = List.copyOf(chain);
      if (chain.isEmpty()) {
        throw new IllegalArgumentException("there is no certificate to the key");
      }
    }

    /// Leaves the key out.
    @Override
    public String toString() {
      return "Identity[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
  }

  /// A SHA-256 fingerprint as `AA:BB:...`.
  public static String fingerprint(byte[] sha256) {
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256);
  }

  /// Reads a SHA-256 fingerprint: 64 hexadecimal digits, with colons or without.
  ///
  /// @throws IllegalArgumentException if it is something else
  public static String parseFingerprint(String text) {
    String digits = text.strip().replaceFirst("(?i)^sha-?256[:=]", "").replace(":", "");
    if (!digits.matches("[0-9A-Fa-f]{64}")) {
      throw new IllegalArgumentException(
          "it is a SHA-256 fingerprint of 64 hexadecimal digits, as in"
              + " \"openssl x509 -noout -fingerprint -sha256\"");
    }
    return fingerprint(HexFormat.of().parseHex(digits.toLowerCase(Locale.ROOT)));
  }
}
