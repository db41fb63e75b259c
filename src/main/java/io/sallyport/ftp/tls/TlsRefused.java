package io.sallyport.ftp.tls;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// No TLS came about on a connection: what the peer showed or said is not acceptable, or ours was
/// not to it. The message is one sentence for a person. Stays within the engine.
public final class TlsRefused extends IOException {

  private static final long serialVersionUID = 1;

  private static final Pattern ALERT = Pattern.compile("fatal alert: (\\w+)");

  /// Why.
  public enum Reason {
    /// The server's certificate is not accepted.
    CERTIFICATE,
    /// The server does not speak TLS here, or does not when asked.
    NOT_OFFERED,
    /// The server broke off or refused, possibly because it wants another version of TLS.
    HANDSHAKE,
    /// The server fell silent.
    SILENCE
  }

  /// What is wrong with a certificate.
  public enum Doubt {
    /// Its time, or that of an issuer, is over.
    EXPIRED,
    /// Its time, or that of an issuer, has not begun.
    NOT_YET_VALID,
    /// Nobody trusted vouches for it.
    ISSUER,
    /// It is for another host.
    HOST,
    /// It is none of those that are pinned.
    PIN
  }

  private final Reason reason;

  @SuppressWarnings("serial") // Crosses no process.
  private final @Nullable Untrusted untrusted;

  private TlsRefused(String message, Reason reason, IOException cause) {
    super(message, cause);
    this.reason = reason;
    this.untrusted = null;
  }

  private TlsRefused(String message, Untrusted untrusted, IOException cause) {
    super(message, cause);
    this.reason = Reason.CERTIFICATE;
    this.untrusted = untrusted;
  }

  private TlsRefused(String message) {
    super(message);
    this.reason = Reason.NOT_OFFERED;
    this.untrusted = null;
  }

  /// The server offers no TLS. `message` is a sentence.
  public static TlsRefused notOffered(String message) {
    return new TlsRefused(message);
  }

  /// What a failed handshake means.
  ///
  /// @param server who it was, as `host:port`
  public static TlsRefused of(String server, IOException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof Untrusted untrusted) {
        return new TlsRefused(
            "The certificate of the FTP server " + server + untrusted.getMessage() + ".",
            untrusted,
            e);
      }
      if (t instanceof SocketTimeoutException) {
        return new TlsRefused(
            "The FTP server " + server + " falls silent in the TLS handshake.", Reason.SILENCE, e);
      }
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains("Unsupported or unrecognized SSL message")
        || message.contains("not an SSL/TLS record")) {
      return new TlsRefused(
          "The FTP server " + server + " does not speak TLS where TLS has to begin.",
          Reason.NOT_OFFERED,
          e);
    }
    Matcher alert = ALERT.matcher(message);
    String why =
        alert.find()
            ? meaning(alert.group(1).toLowerCase(Locale.ROOT))
            : message.contains("terminated the handshake")
                    || message.contains("broken off")
                    || e instanceof java.net.SocketException
                ? "it closed the connection"
                : "the two could not agree";
    return new TlsRefused(
        "The TLS handshake with the FTP server " + server + " failed: " + why + ".",
        Reason.HANDSHAKE,
        e);
  }

  /// RFC 8446 §6.2.
  private static String meaning(String alert) {
    return switch (alert) {
      case "protocol_version" -> "it does not speak this version of TLS (protocol_version)";
      case "handshake_failure", "insufficient_security" ->
          "it accepts none of the ciphers (" + alert + ")";
      case "certificate_required" -> "it wants a client certificate (certificate_required)";
      case "bad_certificate", "unsupported_certificate", "certificate_unknown", "unknown_ca" ->
          "it does not accept the client certificate (" + alert + ")";
      case "certificate_expired", "certificate_revoked" ->
          "the client certificate is out of date (" + alert + ")";
      default -> "it said " + alert;
    };
  }

  /// Whether the server wants another version of TLS, and nothing else is known to be wrong.
  public boolean isAboutVersion() {
    return String.valueOf(getMessage()).contains("protocol_version");
  }

  /// Why.
  public Reason reason() {
    return reason;
  }

  /// What is wrong with the certificate, where that is the reason.
  public Optional<Doubt> doubt() {
    return Optional.ofNullable(untrusted).map(Untrusted::doubt);
  }

  /// The certificates that were not accepted, the server's own first; empty where it did not come
  /// to that.
  public List<X509Certificate> chain() {
    return untrusted == null ? List.of() : untrusted.chain();
  }
}
