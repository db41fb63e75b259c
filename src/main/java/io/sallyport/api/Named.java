package io.sallyport.api;

import io.sallyport.files.Failure;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.store.ResourcePath;
import java.util.Optional;

/// Files that a request names in its JSON or its headers rather than by its URL. They are written
/// as in URLs, percent-encoded and from the slash on, so that every name can be said.
final class Named {

  private Named() {}

  /// What `href` names, below a server; with the base path of all URLs or without it.
  ///
  /// @throws Failure.Malformed if it is no such path
  static Place place(Call call, String href) {
    boolean absolute = href.startsWith("/") && !href.startsWith("//");
    if (!absolute || href.indexOf('?') >= 0 || href.indexOf('#') >= 0) {
      throw new Failure.Malformed("A file is named by the path of its URL.");
    }
    Place place = Place.parse(call.withoutBase(href).orElse(href));
    if (place.isTop() || place.backend().orElseThrow().equals("-")) {
      throw new Failure.Malformed("The path names no file of a server.");
    }
    return place;
  }

  /// Where the state of `place` is kept.
  static ResourcePath resource(Place place) {
    return new ResourcePath(place.backend().orElseThrow(), place.path());
  }

  /// The place that `resource` is about.
  static Place place(ResourcePath resource) {
    return new Place(Optional.of(resource.backend()), resource.path(), false);
  }
}
