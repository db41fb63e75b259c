package io.sallyport.ftp.tls;

import java.security.cert.CertificateException;

/// A server's certificate is not accepted. The message is the end of a sentence that begins with
/// "The certificate of the FTP server ...".
final class Untrusted extends CertificateException {

  private static final long serialVersionUID = 1;

  Untrusted(String message, CertificateException cause) {
    super(message, cause);
  }

  Untrusted(String message) {
    super(message);
  }
}
