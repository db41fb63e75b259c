package io.sallyport.dav;

import io.sallyport.files.Failure;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import io.sallyport.store.DeadProperty;
import io.sallyport.store.LimitExceeded;
import io.sallyport.store.PropertyChange;
import io.sallyport.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// PROPPATCH (RFC 4918 §9.2): all instructions in the order they were sent, or none. Every property
/// that is not one of the gateway's own is kept as it was sent.
final class Proppatch {

  private final Call call;
  private final Store store;

  Proppatch(Call call, Store store) {
    this.call = call;
    this.store = store;
  }

  void answer() {
    List<PropertyChange> changes = changes();
    boolean folder =
        call.entry()
            .orElseThrow(() ->
                new Failure.NotFound("There is nothing at " + call.place().path() + ".", null))
            .isFolder();
    Place place = new Place(call.place().backend(), call.place().path(), folder);
    Map<Integer, List<PropertyName>> outcome = outcome(place, changes);
    MultiStatus response = new MultiStatus(call);
    response.outcome(place.href(), outcome);
    response.end();
  }

  private Map<Integer, List<PropertyName>> outcome(Place place, List<PropertyChange> changes) {
    List<PropertyName> names =
        changes.stream().map(change -> PropertyName.of(change.name())).distinct().toList();
    List<PropertyName> guarded =
        names.stream().filter(name -> place.isTop() || LiveProperties.isLive(name)).toList();
    Map<Integer, List<PropertyName>> outcome = new LinkedHashMap<>();
    if (guarded.isEmpty()) {
      outcome.put(change(place, changes), names);
      return outcome;
    }
    outcome.put(403, guarded);
    List<PropertyName> others = names.stream().filter(name -> !guarded.contains(name)).toList();
    if (!others.isEmpty()) {
      outcome.put(424, others);
    }
    return outcome;
  }

  private int change(Place place, List<PropertyChange> changes) {
    try {
      store.properties().change(Keyring.resource(place), changes);
      return 200;
    } catch (LimitExceeded e) {
      return 507;
    }
  }

  /// @throws Refusal 400 if it is not a `propertyupdate` that sets or removes something
  private List<PropertyChange> changes() {
    Optional<XmlBody> body = XmlBody.of(call);
    List<PropertyChange> changes = new ArrayList<>();
    if (body.isPresent()) {
      try (XmlBody xml = body.get()) {
        read(xml, changes);
      }
    }
    if (changes.isEmpty()) {
      throw refused();
    }
    return changes;
  }

  private static void read(XmlBody xml, List<PropertyChange> changes) {
    PropertyName instruction = PropertyName.dav("propertyupdate");
    boolean inProp = false;
    for (Optional<Boolean> tag = xml.nextTag(); tag.isPresent(); tag = xml.nextTag()) {
      if (!tag.get()) {
        continue;
      }
      PropertyName name = xml.name();
      switch (xml.depth()) {
        case 1 -> {
          if (!name.equals(PropertyName.dav("propertyupdate"))) {
            throw refused();
          }
        }
        case 2 -> instruction = name;
        case 3 -> inProp = name.equals(PropertyName.dav("prop"));
        case 4 -> {
          if (inProp && instruction.equals(PropertyName.dav("set"))) {
            changes.add(new PropertyChange.Set(new DeadProperty(name.key(), xml.element())));
          } else if (inProp && instruction.equals(PropertyName.dav("remove"))) {
            changes.add(new PropertyChange.Remove(name.key()));
          }
        }
        default -> {}
      }
    }
  }

  private static Refusal refused() {
    return Refusal.badRequest(
        "A PROPPATCH body is a propertyupdate element that sets or removes a property.");
  }
}
