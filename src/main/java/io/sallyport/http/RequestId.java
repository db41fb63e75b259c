package io.sallyport.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The name of one request in the log and in the response, so that a person who was told an error
/// can be helped.
final class RequestId {

  static final String HEADER = "X-Request-Id";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private RequestId() {}

  /// The one that a trusted proxy gave it, else a new one.
  static String of(Call call) {
    return call.isFromTrustedProxy()
        ? call.header(HEADER).filter(id -> PLAIN.matcher(id).matches()).orElseGet(RequestId::fresh)
        : fresh();
  }

  private static String fresh() {
    byte[] bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
