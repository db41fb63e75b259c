package io.sallyport.doctor;

import io.sallyport.config.TlsSettings;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a certificate says, as facts of a step.
final class CertificateFacts {

  /// Kinds of alternative names (RFC 5280 §4.2.1.6).
  private static final int DNS_NAME = 2;

  private static final int IP_ADDRESS = 7;

  private CertificateFacts() {}

  /// The facts of a chain, the server's own certificate first; none of an empty one.
  static Map<String, Object> of(List<X509Certificate> chain) {
    Map<String, Object> facts = new LinkedHashMap<>();
    if (chain.isEmpty()) {
      return facts;
    }
    X509Certificate own = chain.getFirst();
    facts.put("subject", own.getSubjectX500Principal().getName());
    facts.put("issuer", own.getIssuerX500Principal().getName());
    facts.put("names", names(own));
    facts.put("from", day(own.getNotBefore().toInstant()));
    facts.put("until", day(own.getNotAfter().toInstant()));
    facts.put("fingerprint", fingerprint(own));
    facts.put(
        "chain", chain.stream().map(each -> each.getSubjectX500Principal().getName()).toList());
    return facts;
  }

  static String fingerprint(X509Certificate certificate) {
    try {
      return TlsSettings.fingerprint(
          MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 of a certificate", e);
    }
  }

  private static String day(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  /// The hosts that it is for; its subject where it names none.
  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      @Nullable Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> name : alternatives) {
          if (name.get(0) instanceof Integer kind
              && (kind == DNS_NAME || kind == IP_ADDRESS)
              && name.get(1) instanceof String text) {
            names.add(text);
          }
        }
      }
    } catch (CertificateParsingException e) {
      return List.of();
    }
    return names.isEmpty() ? List.of(certificate.getSubjectX500Principal().getName()) : names;
  }
}
