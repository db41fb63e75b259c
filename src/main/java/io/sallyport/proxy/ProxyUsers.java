package io.sallyport.proxy;

import io.sallyport.auth.Caller;
import io.sallyport.auth.SignIn;
import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.util.List;
import java.util.Optional;

/// Who may use the proxy at all (RFC 9110 §11.7): everybody, or some of the gateway's own users,
/// whatever the FTP servers know.
final class ProxyUsers {

  private final List<String> names;
  private final SignIn signIn;

  /// @param names empty for everybody
  ProxyUsers(List<String> names, SignIn signIn) {
    this.names = List.copyOf(names);
    this.signIn = signIn;
  }

  /// @throws Refusal 407 if the caller is none of them
  void check(Call call) {
    if (names.isEmpty()) {
      return;
    }
    Optional<String> header = call.header("Proxy-Authorization");
    if (header.isPresent()) {
      call.requireConfidential();
    }
    Caller caller = Caller.of(header, Optional.empty(), call.isSecure(), call.client());
    if (signIn.gatewayUser(caller).filter(names::contains).isEmpty()) {
      call.set("Proxy-Authenticate", "Basic realm=\"Sallyport proxy\", charset=\"UTF-8\"");
      throw new Refusal(407, "proxy-login-needed", "This proxy wants to know first who is asking.");
    }
  }
}
