package io.sallyport.dav;

import io.sallyport.files.Failure;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import io.sallyport.store.DeadProperty;
import io.sallyport.store.LimitExceeded;
import io.sallyport.store.PropertyChange;
import io.sallyport.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// PROPPATCH (RFC 4918 §9.2): all instructions in the order they were sent, or none. Every property
/// that is not one of the gateway's own is kept as it was sent. Of the gateway's own only
/// `getlastmodified` can be set, where the FTP server has a command for it.
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
        names.stream()
            .filter(name -> place.isTop() || LiveProperties.isLive(name))
            .filter(name -> place.isTop() || !name.equals(OriginalTime.GETLASTMODIFIED))
            .toList();
    Map<Integer, List<PropertyName>> outcome = new LinkedHashMap<>();
    if (guarded.isEmpty() && setTime(changes)) {
      outcome.put(change(place, changes), names);
      return outcome;
    }
    List<PropertyName> refused =
        guarded.isEmpty() ? List.of(OriginalTime.GETLASTMODIFIED) : guarded;
    outcome.put(403, refused);
    List<PropertyName> others = names.stream().filter(name -> !refused.contains(name)).toList();
    if (!others.isEmpty()) {
      outcome.put(424, others);
    }
    return outcome;
  }

  /// Returns false if `getlastmodified` was to be set and could not be. Windows is not told when
  /// its own property changed nothing: it would take the whole copy for failed.
  private boolean setTime(List<PropertyChange> changes) {
    for (PropertyChange change : changes) {
      PropertyName name = PropertyName.of(change.name());
      Optional<Instant> time =
          change instanceof PropertyChange.Set(DeadProperty property)
              ? OriginalTime.ofElement(property.xml())
              : Optional.empty();
      if (name.equals(OriginalTime.WIN32)) {
        time.ifPresent(original -> OriginalTime.set(call, original));
      } else if (name.equals(OriginalTime.GETLASTMODIFIED)
          && !(time.isPresent() && OriginalTime.set(call, time.get()))) {
        return false;
      }
    }
    return true;
  }

  private int change(Place place, List<PropertyChange> changes) {
    try {
      List<PropertyChange> dead =
          changes.stream()
              .filter(change -> !LiveProperties.isLive(PropertyName.of(change.name())))
              .toList();
      if (!dead.isEmpty()) {
        store
            .properties()
            .change(Keyring.resource(place), call.doorman().user(call, call.backend()), dead);
      }
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
