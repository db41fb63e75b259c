package io.sallyport.dav;

import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a PROPFIND asks for (RFC 4918 §14.20).
sealed interface PropfindRequest {

  /// All properties, and those in `include` even where they are not part of "all".
  record All(List<PropertyName> include) implements PropfindRequest {}

  /// The names of all properties.
  record Names() implements PropfindRequest {}

  /// These properties.
  record Named(List<PropertyName> names) implements PropfindRequest {}

  /// Whether the answer needs locks.
  default boolean wantsLocks() {
    return switch (this) {
      case All _ -> true;
      case Names _ -> false;
      case Named named -> named.names().contains(PropertyName.dav("lockdiscovery"));
    };
  }

  /// Whether the answer needs dead properties.
  default boolean wantsDeadProperties() {
    return switch (this) {
      case All _, Names _ -> true;
      case Named named -> !named.names().stream().allMatch(LiveProperties::isLive);
    };
  }

  /// Whether the answer needs to know how much room there is.
  default boolean wantsSpace() {
    List<PropertyName> wanted =
        switch (this) {
          case All all -> all.include();
          case Names _ -> List.of();
          case Named named -> named.names();
        };
    return wanted.contains(LiveProperties.AVAILABLE) || wanted.contains(LiveProperties.USED);
  }

  /// Reads the body; none means all properties (RFC 4918 §9.1).
  ///
  /// @throws Refusal 400 if it is not a `propfind` with exactly one of its three forms
  static PropfindRequest of(Call call) {
    Optional<XmlBody> body = XmlBody.of(call);
    if (body.isEmpty()) {
      return new All(List.of());
    }
    try (XmlBody xml = body.get()) {
      return read(xml);
    }
  }

  private static PropfindRequest read(XmlBody xml) {
    Optional<PropfindRequest> form = Optional.empty();
    List<PropertyName> named = new ArrayList<>();
    List<PropertyName> included = new ArrayList<>();
    Optional<PropertyName> section = Optional.empty();
    for (Optional<Boolean> tag = xml.nextTag(); tag.isPresent(); tag = xml.nextTag()) {
      if (!tag.get()) {
        continue;
      }
      PropertyName name = xml.name();
      if (xml.depth() == 1) {
        require(name.equals(PropertyName.dav("propfind")));
      } else if (xml.depth() == 2) {
        section = Optional.of(name);
        Optional<PropfindRequest> here = form(name, named, included);
        require(here.isEmpty() || form.isEmpty());
        form = form.or(() -> here);
      } else if (xml.depth() == 3 && section.isPresent()) {
        if (section.get().equals(PropertyName.dav("prop"))) {
          named.add(name);
        } else if (section.get().equals(PropertyName.dav("include"))) {
          included.add(name);
        }
      }
    }
    return form.orElseThrow(PropfindRequest::refused);
  }

  /// Elements that are not known are passed over (RFC 4918 §17).
  private static Optional<PropfindRequest> form(
      PropertyName name, List<PropertyName> named, List<PropertyName> included) {
    if (!name.namespace().equals("DAV:")) {
      return Optional.empty();
    }
    return switch (name.local()) {
      case "allprop" -> Optional.of(new All(included));
      case "propname" -> Optional.of(new Names());
      case "prop" -> Optional.of(new Named(named));
      default -> Optional.empty();
    };
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw refused();
    }
  }

  private static Refusal refused() {
    return Refusal.badRequest(
        "A PROPFIND body is a propfind element with one of allprop, propname and prop.");
  }
}
