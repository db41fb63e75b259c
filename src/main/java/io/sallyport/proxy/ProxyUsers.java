package io.sallyport.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.auth.Credentials;
import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.security.MessageDigest;
import java.util.Map;

/// Who may use the proxy at all (RFC 9110 §11.7): everybody, or those with a name and a password
/// that have nothing to do with any FTP server.
final class ProxyUsers {

  private final Map<String, String> passwords;

  /// @param passwords by name; empty for everybody
  ProxyUsers(Map<String, String> passwords) {
    this.passwords = Map.copyOf(passwords);
  }

  /// @throws Refusal 407 if the caller is none of them
  void check(Call call) {
    boolean known =
        passwords.isEmpty()
            || call.header("Proxy-Authorization")
                .flatMap(Credentials::parseBasic)
                .filter(this::isOne)
                .isPresent();
    if (!known) {
      call.set("Proxy-Authenticate", "Basic realm=\"Sallyport proxy\", charset=\"UTF-8\"");
      throw new Refusal(407, "proxy-login-needed", "This proxy wants to know first who is asking.");
    }
  }

  private boolean isOne(Credentials credentials) {
    // The same work for a user that there is not.
    String password = passwords.getOrDefault(credentials.user(), "");
    boolean same =
        MessageDigest.isEqual(password.getBytes(UTF_8), credentials.password().getBytes(UTF_8));
    return same && passwords.containsKey(credentials.user());
  }
}
