package io.sallyport.dav;

import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.util.Optional;

/// The body of a LOCK that asks for a new lock (RFC 4918 §14.11).
///
/// @param exclusive whether nobody else may have one beside it
/// @param owner what the client says who it is: the whole `owner` element, as XML that stands by
///   itself; empty text where it says nothing
record LockInfo(boolean exclusive, String owner) {

  /// Reads the body; empty when there is none, which asks for a refresh.
  ///
  /// @throws Refusal 400 if it is not a `lockinfo` of a scope and a type, 422 if that is not a
  ///   write lock
  static Optional<LockInfo> of(Call call) {
    Optional<XmlBody> body = XmlBody.of(call);
    if (body.isEmpty()) {
      return Optional.empty();
    }
    try (XmlBody xml = body.get()) {
      return Optional.of(read(xml));
    }
  }

  private static LockInfo read(XmlBody xml) {
    Optional<PropertyName> scope = Optional.empty();
    Optional<PropertyName> type = Optional.empty();
    PropertyName section = PropertyName.dav("lockinfo");
    String owner = "";
    for (Optional<Boolean> tag = xml.nextTag(); tag.isPresent(); tag = xml.nextTag()) {
      if (!tag.get()) {
        continue;
      }
      PropertyName name = xml.name();
      switch (xml.depth()) {
        case 1 -> require(name.equals(PropertyName.dav("lockinfo")));
        case 2 -> {
          section = name;
          if (name.equals(PropertyName.dav("owner"))) {
            owner = xml.element();
          }
        }
        case 3 -> {
          if (section.equals(PropertyName.dav("lockscope"))) {
            require(scope.isEmpty());
            scope = Optional.of(name);
          } else if (section.equals(PropertyName.dav("locktype"))) {
            require(type.isEmpty());
            type = Optional.of(name);
          }
        }
        default -> {}
      }
    }
    require(scope.isPresent() && type.isPresent());
    if (!type.get().equals(PropertyName.dav("write"))) {
      throw new Refusal(422, "unknown-lock", "There are no locks but write locks.");
    }
    boolean exclusive = scope.get().equals(PropertyName.dav("exclusive"));
    require(exclusive || scope.get().equals(PropertyName.dav("shared")));
    return new LockInfo(exclusive, owner);
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw Refusal.badRequest("A LOCK body is a lockinfo element with lockscope and locktype.");
    }
  }
}
