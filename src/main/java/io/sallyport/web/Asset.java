package io.sallyport.web;

import io.sallyport.http.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// One file of the application in memory, plain and, where that is shorter, compressed.
final class Asset {

  private final String type;
  private final byte[] plain;
  private final byte @Nullable [] gzip;
  private final String digest;

  Asset(String type, byte[] plain) {
    this.type = type;
    this.plain = plain;
    byte[] packed = pack(plain);
    this.gzip = packed.length < plain.length * 9 / 10 ? packed : null;
    this.digest = digest(plain);
  }

  /// Answers with `status`, or with 304 if a 200 is known to the caller. Adds the headers that say
  /// what it is; those about caching are the caller's of this method.
  void answer(Call call, int status) {
    byte[] packed = takesGzip(call.header("Accept-Encoding").orElse("")) ? gzip : null;
    // Two representations, two validators (RFC 9110 §8.8.3.3).
    String etag = '"' + digest + (packed == null ? "" : "-gzip") + '"';
    call.set("ETag", etag);
    if (status == 200 && isKnown(call.header("If-None-Match").orElse(""), etag)) {
      call.respondEmpty(304);
      return;
    }
    if (packed != null) {
      call.set("Content-Encoding", "gzip");
    }
    call.respond(status, type, packed == null ? plain : packed);
  }

  /// Whether an `Accept-Encoding` allows gzip (RFC 9110 §12.5.3).
  static boolean takesGzip(String header) {
    for (String coding : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = coding.split(";", -1);
      if (parts[0].strip().equals("gzip")) {
        return parts.length < 2 || !parts[1].strip().matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  private static boolean isKnown(String header, String etag) {
    for (String each : header.split(",", -1)) {
      String tag = each.strip();
      if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] pack(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static String digest(byte[] plain) {
    try {
      byte[] whole = MessageDigest.getInstance("SHA-256").digest(plain);
      return HexFormat.of().formatHex(whole, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
