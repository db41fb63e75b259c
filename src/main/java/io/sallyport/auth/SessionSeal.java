package io.sallyport.auth;

import io.sallyport.files.Login;
import io.sallyport.files.LosslessUtf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// What the id of one session, which only its browser has, opens: the digest that the session is
/// found by, and the key of its logins (HKDF, RFC 5869; AES-GCM, NIST SP 800-38D). Neither leads to
/// the other or back to the id.
final class SessionSeal {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final byte[] digest;
  private final SecretKey key;

  private SessionSeal(byte[] digest, SecretKey key) {
    this.digest = digest;
    this.key = key;
  }

  static SessionSeal of(String id) {
    try {
      KDF kdf = KDF.getInstance("HKDF-SHA256");
      return new SessionSeal(
          kdf.deriveData(purpose(id, "session digest")),
          kdf.deriveKey("AES", purpose(id, "session key")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HKDF", e);
    }
  }

  private static HKDFParameterSpec purpose(String id, String purpose) {
    return HKDFParameterSpec.ofExtract()
        .addIKM(id.getBytes(StandardCharsets.UTF_8))
        .thenExpand(("sallyport " + purpose).getBytes(StandardCharsets.US_ASCII), KEY_BYTES);
  }

  byte[] digest() {
    return digest.clone();
  }

  /// The login for `backend`, closed to everybody without the id.
  byte[] close(String backend, Login login) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] text = LosslessUtf8.encode(login.user() + "\0" + login.password());
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, backend).doFinal(text);
      return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /// What [#close] closed; empty if it was closed under another id or for another backend, or was
  /// tampered with.
  Optional<Login> open(String backend, byte[] sealed) {
    if (sealed.length < NONCE_BYTES) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    try {
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, nonce, backend)
              .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
      String login = LosslessUtf8.decode(text);
      int end = login.indexOf('\0');
      return Optional.of(new Login(login.substring(0, end), login.substring(end + 1)));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String backend) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(LosslessUtf8.encode(backend));
    return cipher;
  }
}
