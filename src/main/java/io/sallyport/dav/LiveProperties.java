package io.sallyport.dav;

import io.sallyport.files.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// The properties that the gateway knows by itself (RFC 4918 §15), from a listing or a stat alone,
/// and the two of RFC 4331 that it asks the server for when they are wanted by name. `creationdate`
/// is not among them: FTP does not tell it, so it is whatever a client has noted.
final class LiveProperties {

  static final PropertyName AVAILABLE = PropertyName.dav("quota-available-bytes");
  static final PropertyName USED = PropertyName.dav("quota-used-bytes");

  private static final Map<PropertyName, Function<Subject, Optional<String>>> ALL =
      new LinkedHashMap<>();

  /// RFC 4331 §2: not part of "all", because finding them out costs something.
  private static final Map<PropertyName, Function<Subject, Optional<String>>> BY_NAME =
      Map.of(
          AVAILABLE, subject -> subject.space().flatMap(space -> text(space.availableBytes())),
          USED, subject -> subject.space().flatMap(space -> text(space.usedBytes())));

  static {
    define("displayname", subject -> Optional.of(XmlText.escape(subject.displayName())));
    define(
        "resourcetype",
        subject -> Optional.of(subject.entry().isFolder() ? "<D:collection/>" : ""));
    define(
        "getcontentlength",
        subject ->
            // The size of a link is not that of what it leads to.
            subject.entry().kind() == Entry.Kind.FILE
                ? Optional.ofNullable(subject.entry().sizeBytes()).map(String::valueOf)
                : Optional.empty());
    define(
        "getcontenttype",
        subject ->
            subject.entry().isFolder()
                ? Optional.empty()
                : Optional.of(MediaType.of(subject.name())));
    define(
        "getlastmodified",
        subject -> Optional.ofNullable(subject.entry().modified()).map(HttpDate::format));
    define("getetag", subject -> subject.entry().etag().map(XmlText::escape));
    define("supportedlock", subject -> Optional.of(subject.lockable() ? LockXml.SUPPORTED : ""));
    define(
        "lockdiscovery",
        subject -> Optional.of(LockXml.discovery(subject.locks(), subject.base())));
  }

  private LiveProperties() {}

  /// Gives those that `subject` has and that "all" means, with their value as XML.
  static void forEach(Subject subject, BiConsumer<PropertyName, String> taker) {
    ALL.forEach(
        (name, property) -> property.apply(subject).ifPresent(value -> taker.accept(name, value)));
  }

  /// The value of `name` as XML; empty when `subject` has no such property.
  static Optional<String> value(PropertyName name, Subject subject) {
    Function<Subject, Optional<String>> property = ALL.getOrDefault(name, BY_NAME.get(name));
    return property == null ? Optional.empty() : property.apply(subject);
  }

  /// Whether it is one of the gateway's own, so that no caller may set it.
  static boolean isLive(PropertyName name) {
    return ALL.containsKey(name) || BY_NAME.containsKey(name);
  }

  private static Optional<String> text(OptionalLong bytes) {
    return bytes.isPresent() ? Optional.of(Long.toString(bytes.getAsLong())) : Optional.empty();
  }

  private static void define(String local, Function<Subject, Optional<String>> value) {
    ALL.put(PropertyName.dav(local), value);
  }
}
