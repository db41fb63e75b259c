package io.sallyport.dav;

import io.sallyport.files.Entry;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.Space;
import io.sallyport.store.DeadProperty;
import io.sallyport.store.Lock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// One file or folder that a multistatus response speaks of.
///
/// @param base the base path of all URLs
/// @param href its percent-encoded URL path below the base path
/// @param name what people call it, as [LosslessUtf8] text
/// @param entry what is known of it
/// @param lockable whether it can be locked
/// @param locks the locks that protect it
/// @param properties its dead properties
/// @param space how much room there is for what lies below it, where the server tells
record Subject(
    String base,
    String href,
    String name,
    Entry entry,
    boolean lockable,
    List<Lock> locks,
    List<DeadProperty> properties,
    Optional<Space> space) {

  /// One of which no more is wanted than what a listing tells, and its state.
  Subject(
      String base,
      String href,
      String name,
      Entry entry,
      boolean lockable,
      List<Lock> locks,
      List<DeadProperty> properties) {
    this(base, href, name, entry, lockable, locks, properties, Optional.empty());
  }

  /// Its name as it can stand in XML.
  String displayName() {
    return LosslessUtf8.forDisplay(name);
  }

  /// Gives each of its properties, that is its name and its XML element.
  void forEach(BiConsumer<PropertyName, String> taker) {
    LiveProperties.forEach(this, (name, value) -> taker.accept(name, name.element(value)));
    properties.forEach(property -> taker.accept(PropertyName.of(property.name()), property.xml()));
  }

  /// The property of that name as an XML element; empty when it has none.
  Optional<String> element(PropertyName name) {
    if (LiveProperties.isLive(name)) {
      return LiveProperties.value(name, this).map(name::element);
    }
    return properties.stream()
        .filter(property -> property.name().equals(name.key()))
        .map(DeadProperty::xml)
        .findFirst();
  }
}
