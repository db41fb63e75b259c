package io.sallyport.dav;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The properties that the gateway knows by itself (RFC 4918 §15), from a listing or a stat alone.
/// `creationdate` is not among them: FTP does not tell it.
final class LiveProperties {

  private static final Map<PropertyName, Function<Subject, Optional<String>>> ALL =
      new LinkedHashMap<>();

  static {
    define("displayname", subject -> Optional.of(XmlText.escape(subject.displayName())));
    define(
        "resourcetype",
        subject -> Optional.of(subject.entry().isFolder() ? "<D:collection/>" : ""));
    define(
        "getcontentlength",
        subject ->
            subject.entry().isFolder()
                ? Optional.empty()
                : Optional.ofNullable(subject.entry().sizeBytes()).map(String::valueOf));
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

  /// The names of those that `subject` has.
  static List<PropertyName> names(Subject subject) {
    return ALL.keySet().stream().filter(name -> value(name, subject).isPresent()).toList();
  }

  /// The value of `name` as XML; empty when `subject` has no such property.
  static Optional<String> value(PropertyName name, Subject subject) {
    Function<Subject, Optional<String>> property = ALL.get(name);
    return property == null ? Optional.empty() : property.apply(subject);
  }

  /// Whether it is one of the gateway's own, so that no caller may set it.
  static boolean isLive(PropertyName name) {
    return ALL.containsKey(name) || name.equals(PropertyName.dav("creationdate"));
  }

  private static void define(String local, Function<Subject, Optional<String>> value) {
    ALL.put(PropertyName.dav(local), value);
  }
}
