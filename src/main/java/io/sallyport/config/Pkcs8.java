package io.sallyport.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.spec.PKCS8EncodedKeySpec;

/// The envelope (RFC 5958) around private keys that programs older than it write bare, in DER.
final class Pkcs8 {

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  /// The tag of the curve in a SEC 1 key.
  private static final int PARAMETERS = 0xA0;

  private static final byte[] VERSION = {0x02, 0x01, 0x00};

  /// OID 1.2.840.113549.1.1.1 and NULL.
  private static final byte[] RSA = {
    0x06,
    0x09,
    0x2A,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xF7,
    0x0D,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  /// OID 1.2.840.10045.2.1.
  private static final byte[] EC = {
    0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01
  };

  private Pkcs8() {}

  /// Of an RSA key alone (RFC 8017 §A.1.2).
  static PKCS8EncodedKeySpec ofPkcs1(byte[] key) {
    return envelope(RSA, key);
  }

  /// Of an elliptic curve's key alone (RFC 5915 §3).
  ///
  /// @throws IllegalArgumentException if it does not say of which curve
  static PKCS8EncodedKeySpec ofSec1(byte[] key) {
    try {
      ByteBuffer in = ByteBuffer.wrap(key);
      ByteBuffer fields = value(in, SEQUENCE);
      while (fields.hasRemaining()) {
        int tag = fields.get(fields.position()) & 0xFF;
        ByteBuffer field = value(fields, tag);
        if (tag == PARAMETERS) {
          byte[] curve = new byte[field.remaining()];
          field.get(curve);
          return envelope(join(EC, curve), key);
        }
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("its key cannot be read", e);
    }
    throw new IllegalArgumentException("its key does not name its curve");
  }

  private static PKCS8EncodedKeySpec envelope(byte[] algorithm, byte[] key) {
    return new PKCS8EncodedKeySpec(
        element(
            SEQUENCE,
            join(VERSION, join(element(SEQUENCE, algorithm), element(OCTET_STRING, key)))));
  }

  /// The content of the next element, which is consumed.
  private static ByteBuffer value(ByteBuffer in, int tag) {
    if ((in.get() & 0xFF) != tag) {
      throw new IllegalArgumentException("another element was expected");
    }
    int length = in.get() & 0xFF;
    if (length > 0x80) {
      int octets = length - 0x80;
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = (length << 8) | (in.get() & 0xFF);
      }
    }
    ByteBuffer value = in.slice(in.position(), length);
    in.position(in.position() + length);
    return value;
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }
}
