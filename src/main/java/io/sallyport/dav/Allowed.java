package io.sallyport.dav;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import java.util.List;
import java.util.Optional;

/// Which methods make sense where (RFC 9110 §10.2.1).
final class Allowed {

  private static final List<String> TOP = List.of("OPTIONS", "GET", "HEAD", "PROPFIND");
  private static final List<String> ROOT =
      List.of("OPTIONS", "GET", "HEAD", "PROPFIND", "PROPPATCH", "COPY", "LOCK", "UNLOCK");
  private static final List<String> FOLDER =
      List.of(
          "OPTIONS",
          "GET",
          "HEAD",
          "PROPFIND",
          "PROPPATCH",
          "COPY",
          "MOVE",
          "DELETE",
          "LOCK",
          "UNLOCK");
  private static final List<String> FILE =
      List.of(
          "OPTIONS",
          "GET",
          "HEAD",
          "PROPFIND",
          "PROPPATCH",
          "COPY",
          "MOVE",
          "DELETE",
          "PUT",
          "LOCK",
          "UNLOCK");
  private static final List<String> NOTHING = List.of("OPTIONS", "PUT", "MKCOL", "LOCK", "UNLOCK");
  private static final List<String> ANY =
      List.of(
          "OPTIONS",
          "GET",
          "HEAD",
          "PROPFIND",
          "PROPPATCH",
          "COPY",
          "MOVE",
          "DELETE",
          "PUT",
          "MKCOL",
          "LOCK",
          "UNLOCK");

  private Allowed() {}

  /// At `place`, where `entry` is.
  static List<String> at(Place place, Optional<Entry> entry) {
    if (place.isTop()) {
      return TOP;
    }
    if (place.isBackendRoot()) {
      return ROOT;
    }
    return entry.map(found -> found.isFolder() ? FOLDER : FILE).orElse(NOTHING);
  }

  /// What OPTIONS answers. Clients ask before they log in, and must learn that this is WebDAV:
  /// where it cannot be seen what is there, all methods are named.
  static List<String> forOptions(Call call) {
    if (call.rawPath().equals("*")) {
      return ANY;
    }
    try {
      return at(call.place(), call.entry());
    } catch (Failure.Malformed e) {
      throw e;
    } catch (Failure e) {
      return ANY;
    }
  }

  /// Whether `method` is one of this door's at all.
  static boolean knows(String method) {
    return ANY.contains(method);
  }
}
