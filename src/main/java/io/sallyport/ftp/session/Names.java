package io.sallyport.ftp.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sallyport.files.LosslessUtf8;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Names of one server, between its bytes and our text. Bytes that are UTF-8 are taken as that;
/// others are read in the configured charset, if there is one and it gives the same bytes back, and
/// else kept byte by byte ([LosslessUtf8]). What a listing gave is remembered, so that the bytes
/// that come back are the bytes that were listed. Thread-safe.
public final class Names {

  private final @Nullable Charset fallback;

  /// Text to bytes, for listed names that are not ASCII; used only where there is a charset to
  /// choose.
  private final Cache<String, byte[]> listed = Caffeine.newBuilder().maximumSize(100_000).build();

  /// @param charset the charset of names that are not UTF-8; absent for none
  public Names(@Nullable String charset) {
    this.fallback = charset == null ? null : Charset.forName(charset);
  }

  /// The text of a listed name.
  public String decode(byte[] bytes) {
    String text = LosslessUtf8.decode(bytes);
    if (fallback == null || (text.length() == bytes.length && !LosslessUtf8.hasEscapes(text))) {
      return text;
    }
    if (!LosslessUtf8.hasEscapes(text)) {
      listed.put(text, bytes);
      return text;
    }
    try {
      String guessed =
          fallback
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      if (!Arrays.equals(guessed.getBytes(fallback), bytes)) {
        return text;
      }
      listed.put(guessed, bytes);
      return guessed;
    } catch (CharacterCodingException e) {
      return text;
    }
  }

  /// The bytes of a name: those it was listed with, else UTF-8, or the configured charset where it
  /// can hold the name.
  public byte[] encode(String name) {
    byte[] known = listed.getIfPresent(name);
    if (known != null) {
      return known;
    }
    if (fallback != null
        && !LosslessUtf8.hasEscapes(name)
        && fallback.newEncoder().canEncode(name)) {
      return name.getBytes(fallback);
    }
    return LosslessUtf8.encode(name);
  }

  /// A name as the argument of a command: one character a byte.
  public String argument(String name) {
    return new String(encode(name), StandardCharsets.ISO_8859_1);
  }
}
