package io.sallyport.store;

/// One instruction of a PROPPATCH (RFC 4918 §9.2).
public sealed interface PropertyChange {

  /// Which property it is about.
  PropertyKey name();

  /// Adds the property, or replaces it where it stands.
  record Set(DeadProperty property) implements PropertyChange {
    @Override
    public PropertyKey name() {
      return property.name();
    }
  }

  /// Removes the property; one that is not there is no mistake (§14.23).
  record Remove(PropertyKey name) implements PropertyChange {}
}
