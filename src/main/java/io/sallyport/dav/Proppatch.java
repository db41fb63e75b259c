package io.sallyport.dav;

import io.sallyport.files.Failure;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// PROPPATCH (RFC 4918 §9.2). No property can be set yet: each is refused by name, and since either
/// all or none are set, nothing is.
final class Proppatch {

  private final Call call;

  Proppatch(Call call) {
    this.call = call;
  }

  void answer() {
    List<PropertyName> names = names();
    boolean folder =
        call.entry()
            .orElseThrow(() ->
                new Failure.NotFound("There is nothing at " + call.place().path() + ".", null))
            .isFolder();
    Place place = new Place(call.place().backend(), call.place().path(), folder);
    MultiStatus response = new MultiStatus(call);
    response.outcome(place.href(), Map.of(403, names));
    response.end();
  }

  /// @throws Refusal 400 if it is not a `propertyupdate` that sets or removes something
  private List<PropertyName> names() {
    Optional<XmlBody> body = XmlBody.of(call);
    List<PropertyName> names = new ArrayList<>();
    if (body.isPresent()) {
      try (XmlBody xml = body.get()) {
        for (Optional<Boolean> tag = xml.nextTag(); tag.isPresent(); tag = xml.nextTag()) {
          if (!tag.get()) {
            continue;
          }
          if (xml.depth() == 1 && !xml.name().equals(PropertyName.dav("propertyupdate"))) {
            throw refused();
          }
          if (xml.depth() == 4) {
            names.add(xml.name());
          }
        }
      }
    }
    if (names.isEmpty()) {
      throw refused();
    }
    return names;
  }

  private static Refusal refused() {
    return Refusal.badRequest(
        "A PROPPATCH body is a propertyupdate element that sets or removes a property.");
  }
}
