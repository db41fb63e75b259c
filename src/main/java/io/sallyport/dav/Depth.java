package io.sallyport.dav;

import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.util.Locale;

/// How far below a folder a request reaches (RFC 4918 §10.2).
enum Depth {
  ZERO,
  ONE,
  INFINITY;

  /// What the request says; infinity where it says nothing.
  ///
  /// @throws Refusal 400 for any other value
  static Depth of(Call call) {
    String text = call.header("Depth").orElse("infinity").strip().toLowerCase(Locale.ROOT);
    return switch (text) {
      case "0" -> ZERO;
      case "1" -> ONE;
      case "infinity" -> INFINITY;
      default -> throw Refusal.badRequest("Depth is 0, 1 or infinity.");
    };
  }
}
