package io.sallyport.ftp.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server's certificate is not accepted. The message is the end of a sentence that begins with
/// "The certificate of the FTP server ...".
final class Untrusted extends CertificateException {

  private static final long serialVersionUID = 1;

  private final TlsRefused.Doubt doubt;

  @SuppressWarnings("serial") // Crosses no process.
  private final List<X509Certificate> chain;

  Untrusted(
      TlsRefused.Doubt doubt,
      X509Certificate[] chain,
      String message,
      @Nullable CertificateException cause) {
    super(message, cause);
    this.doubt = doubt;
    this.chain = List.of(chain);
  }

  TlsRefused.Doubt doubt() {
    return doubt;
  }

  List<X509Certificate> chain() {
    return chain;
  }
}
