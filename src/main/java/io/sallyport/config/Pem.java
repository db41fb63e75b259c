package io.sallyport.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and keys as text (RFC 7468). Messages hold nothing of what was read.
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private Pem() {}

  /// All certificates in a text, in its order.
  ///
  /// @throws IllegalArgumentException if there is none, or one cannot be read
  static List<X509Certificate> certificates(String text) {
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).equals("CERTIFICATE") || block.group(1).equals("X509 CERTIFICATE")) {
        certificates.add(certificate(block.group(2)));
      }
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("there is no PEM certificate in it");
    }
    return certificates;
  }

  private static X509Certificate certificate(String base64) {
    try {
      Certificate read =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes(base64)));
      if (read instanceof X509Certificate certificate) {
        return certificate;
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException("a certificate in it cannot be read", e);
    }
    throw new IllegalArgumentException("a certificate in it cannot be read");
  }

  /// The private key in a text.
  ///
  /// @throws IllegalArgumentException if there is none, it needs a password, or it is in none of
  ///   the forms that Java reads
  static PrivateKey privateKey(String text) {
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String type = block.group(1);
      if (type.equals("PRIVATE KEY")) {
        return privateKey(new PKCS8EncodedKeySpec(bytes(block.group(2))));
      }
      boolean encrypted = type.startsWith("ENCRYPTED") || block.group(2).contains("ENCRYPTED");
      if (type.equals("RSA PRIVATE KEY") && !encrypted) {
        return privateKey(Pkcs8.ofPkcs1(bytes(block.group(2))));
      }
      if (type.equals("EC PRIVATE KEY") && !encrypted) {
        return privateKey(Pkcs8.ofSec1(bytes(block.group(2))));
      }
      if (type.endsWith("PRIVATE KEY")) {
        throw new IllegalArgumentException(
            "its key has to be in PKCS #8 without a password:"
                + " \"openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW\" makes one");
      }
    }
    throw new IllegalArgumentException("there is no PEM private key in it");
  }

  private static PrivateKey privateKey(PKCS8EncodedKeySpec encoded) {
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (GeneralSecurityException _) {
        // Another algorithm's.
      }
    }
    throw new IllegalArgumentException("its key is neither RSA nor EC nor EdDSA");
  }

  /// @throws IllegalArgumentException if the key is not that of the first certificate
  static void requirePair(TlsSettings.Identity identity) {
    try {
      PublicKey shown = identity.chain().getFirst().getPublicKey();
      Signature signature = Signature.getInstance(signing(shown.getAlgorithm()));
      signature.initSign(identity.key());
      signature.update((byte) 1);
      byte[] signed = signature.sign();
      signature.initVerify(shown);
      signature.update((byte) 1);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException _) {
      // A key of another kind.
    }
    throw new IllegalArgumentException("the key is not that of the certificate");
  }

  private static String signing(String algorithm) {
    return switch (algorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> algorithm;
    };
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("it is not PEM", e);
    }
  }
}
