package io.sallyport.dav;

import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import io.sallyport.store.LockToken;
import java.util.Optional;

/// The `Lock-Token` header (RFC 4918 §10.5).
final class LockTokenHeader {

  private LockTokenHeader() {}

  /// The lock token that `call` names, with or without the angle brackets: Windows and the npm
  /// `webdav` client leave them out. Empty for one that cannot be a token of this server.
  ///
  /// @throws Refusal 400 if there is none
  static Optional<LockToken> of(Call call) {
    String header =
        call.header("Lock-Token")
            .map(String::strip)
            .orElseThrow(() -> Refusal.badRequest("The Lock-Token header is missing."));
    boolean coded = header.startsWith("<") && header.endsWith(">");
    String token = coded ? header.substring(1, header.length() - 1).strip() : header;
    if (token.isEmpty() || token.indexOf(' ') >= 0 || token.indexOf('<') >= 0) {
      throw Refusal.badRequest("The Lock-Token header cannot be read.");
    }
    return LockToken.parse(token);
  }

  /// `token` as the header holds it.
  static String coded(LockToken token) {
    return "<" + token.uri() + ">";
  }
}
