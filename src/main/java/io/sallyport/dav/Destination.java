package io.sallyport.dav;

import io.sallyport.files.Failure;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import java.util.Locale;

/// The `Destination` of a COPY or MOVE (RFC 4918 §10.3).
final class Destination {

  private Destination() {}

  /// Where it points: an absolute path of this server, or a URL with this server's host. The scheme
  /// may differ, because a proxy in front may end TLS.
  ///
  /// @throws Refusal 400 if it is missing or makes no sense, 502 if it is another server
  /// @throws Failure.Malformed if its path is refused
  static Place of(Call call) {
    String header =
        call.header("Destination")
            .map(String::strip)
            .orElseThrow(() -> Refusal.badRequest("The Destination header is missing."));
    String rest = header;
    int scheme = header.indexOf("://");
    if (scheme > 0 && !header.startsWith("/")) {
      String name = header.substring(0, scheme).toLowerCase(Locale.ROOT);
      if (!name.equals("http") && !name.equals("https")) {
        throw Refusal.badRequest("The Destination header is not an http or https URL.");
      }
      String afterScheme = header.substring(scheme + 3);
      int slash = afterScheme.indexOf('/');
      String authority = slash < 0 ? afterScheme : afterScheme.substring(0, slash);
      if (authority.isEmpty() || authority.indexOf('@') >= 0) {
        throw Refusal.badRequest("The Destination header has no plain host.");
      }
      if (!call.isAddressedAs(authority)) {
        throw new Refusal(
            502,
            "other-server",
            "The Destination is another server, which is not reached from here.");
      }
      rest = slash < 0 ? "/" : afterScheme.substring(slash);
    }
    if (!rest.startsWith("/") || rest.startsWith("//") || rest.indexOf('#') >= 0) {
      throw Refusal.badRequest("The Destination header is neither a URL nor an absolute path.");
    }
    int query = rest.indexOf('?');
    String path =
        call.withoutBase(query < 0 ? rest : rest.substring(0, query))
            .orElseThrow(() ->
                new Refusal(
                    502,
                    "other-server",
                    "The Destination is outside of what this gateway serves."));
    Place place = Place.parse(path);
    if (call.isReservedPath(path)) {
      throw Refusal.denied("The Destination is no place for files.");
    }
    return place;
  }
}
