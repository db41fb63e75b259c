package io.sallyport.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Keeps other sites' pages from acting with the credentials a browser holds for this one: a cookie
/// or a cached Basic login. Browsers say where a request comes from (`Sec-Fetch-Site`, else
/// `Origin`); what is no browser says neither and holds nothing that another site could borrow.
final class SameOrigin {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "PROPFIND");

  private SameOrigin() {}

  /// @throws Refusal 403 if a page of another origin sends a request that changes something
  static void check(Call call) {
    if (!SAFE.contains(call.method()) && !isOwn(call)) {
      throw Refusal.denied("The request comes from a page of another site.");
    }
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
