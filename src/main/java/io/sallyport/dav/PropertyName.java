package io.sallyport.dav;

import io.sallyport.store.PropertyKey;

/// The name of a property (RFC 4918 §4.4).
///
/// @param namespace its XML namespace; empty for none
/// @param local its name there
record PropertyName(String namespace, String local) {

  /// A property of WebDAV itself.
  static PropertyName dav(String local) {
    return new PropertyName("DAV:", local);
  }

  static PropertyName of(PropertyKey key) {
    return new PropertyName(key.namespace(), key.local());
  }

  /// As the store knows it.
  PropertyKey key() {
    return new PropertyKey(namespace, local);
  }

  /// The element of that name with `content`, which is XML already; `D` is bound to `DAV:`.
  String element(String content) {
    if (namespace.equals("DAV:")) {
      return content.isEmpty()
          ? "<D:" + local + "/>"
          : "<D:" + local + ">" + content + "</D:" + local + ">";
    }
    String open =
        namespace.isEmpty()
            ? local + " xmlns=\"\""
            : "p:" + local + " xmlns:p=\"" + XmlText.escape(namespace) + "\"";
    String close = namespace.isEmpty() ? local : "p:" + local;
    return content.isEmpty() ? "<" + open + "/>" : "<" + open + ">" + content + "</" + close + ">";
  }
}
