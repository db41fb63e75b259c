package io.sallyport.auth;

import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// What a caller says who it is. Safe to send: neither part holds CR, LF or NUL, which would end an
/// FTP command and start another. [#toString] leaves the password out.
///
/// @param user never empty
/// @param password may be empty
public record Credentials(String user, String password) {

  /// @throws Failure.Malformed if a part holds CR, LF or NUL, or the user is empty
  public Credentials {
    if (user.isEmpty()) {
      throw new Failure.Malformed("The user name is empty.");
    }
    if (breaksLine(user) || breaksLine(password)) {
      throw new Failure.Malformed("The user name or the password holds a control character.");
    }
  }

  /// Reads an `Authorization` header of the Basic scheme (RFC 7617); empty for another scheme.
  /// Windows puts its own domain and a backslash before the user name, which no FTP server knows:
  /// that is left out.
  ///
  /// @throws Failure.Malformed if it says Basic and is not
  public static Optional<Credentials> parseBasic(String header) {
    String trimmed = header.strip();
    int space = trimmed.indexOf(' ');
    if (space < 0 || !trimmed.substring(0, space).toLowerCase(Locale.ROOT).equals("basic")) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(trimmed.substring(space + 1).strip());
    } catch (IllegalArgumentException e) {
      throw new Failure.Malformed("The Authorization header cannot be read.");
    }
    String text = decode(bytes);
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new Failure.Malformed("The Authorization header cannot be read.");
    }
    String user = text.substring(0, colon);
    return Optional.of(
        new Credentials(user.substring(user.indexOf('\\') + 1), text.substring(colon + 1)));
  }

  /// As an FTP login.
  public Login toLogin() {
    return new Login(user, password);
  }

  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }

  /// UTF-8 as the server asks for; some clients send Latin-1 whatever they are asked.
  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static boolean breaksLine(String text) {
    return text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0);
  }
}
