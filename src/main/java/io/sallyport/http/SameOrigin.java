package io.sallyport.http;

import io.sallyport.auth.SessionCookie;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Keeps other sites' pages from acting with the credentials a browser holds for this one: a cookie
/// or a cached Basic login. Browsers say where a request comes from (`Sec-Fetch-Site`, else
/// `Origin`); what is no browser says neither and holds nothing that another site could borrow.
final class SameOrigin {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "PROPFIND");

  private SameOrigin() {}

  /// @throws Refusal 403 if a page of another origin sends a request that changes something, or
  ///   reads with what the browser holds for this one
  static void check(Call call) {
    if (isOwn(call)) {
      return;
    }
    if (!SAFE.contains(call.method()) || (isBorrowed(call) && !isNavigation(call))) {
      throw Refusal.denied("The request comes from a page of another site.");
    }
  }

  /// What the browser adds by itself and the other page does not know.
  private static boolean isBorrowed(Call call) {
    return call.header("Authorization").isPresent()
        || call.header("Cookie")
            .flatMap(cookie -> SessionCookie.find(cookie, call.isSecure()))
            .isPresent();
  }

  /// A person follows a link: the page that it stands on sees nothing of the answer.
  private static boolean isNavigation(Call call) {
    return call.is("GET") && call.header("Sec-Fetch-Mode").orElse("").equals("navigate");
  }

  private static boolean isOwn(Call call) {
    Optional<String> site = call.header("Sec-Fetch-Site");
    if (site.isPresent()) {
      return site.get().equals("same-origin") || site.get().equals("none");
    }
    Optional<String> origin = call.header("Origin");
    return origin.isEmpty() || authority(origin.get()).filter(call::isAddressedAs).isPresent();
  }

  /// Behind a proxy that ends TLS the scheme differs while the host is the same.
  private static Optional<String> authority(String origin) {
    int slashes = origin.indexOf("://");
    return slashes < 0 ? Optional.empty() : Optional.of(origin.substring(slashes + 3));
  }

  /// Without the port that goes without saying.
  static String plain(String authority) {
    String lower = authority.toLowerCase(Locale.ROOT);
    for (String port : Set.of(":80", ":443")) {
      if (lower.endsWith(port)) {
        return lower.substring(0, lower.length() - port.length());
      }
    }
    return lower;
  }
}
