package io.sallyport.dav;

import io.sallyport.store.Lock;
import java.util.List;

/// Locks as XML (RFC 4918 §14.1, §15.8, §15.10); `D` is bound to `DAV:`.
final class LockXml {

  /// The content of `supportedlock`.
  static final String SUPPORTED =
      "<D:lockentry><D:lockscope><D:exclusive/></D:lockscope>"
          + "<D:locktype><D:write/></D:locktype></D:lockentry>"
          + "<D:lockentry><D:lockscope><D:shared/></D:lockscope>"
          + "<D:locktype><D:write/></D:locktype></D:lockentry>";

  private LockXml() {}

  /// The content of `lockdiscovery`.
  ///
  /// @param base the base path of all URLs
  static String discovery(List<Lock> locks, String base) {
    StringBuilder xml = new StringBuilder(512);
    for (Lock lock : locks) {
      xml.append("<D:activelock><D:locktype><D:write/></D:locktype><D:lockscope>")
          .append(lock.exclusive() ? "<D:exclusive/>" : "<D:shared/>")
          .append("</D:lockscope><D:depth>")
          .append(lock.infinite() ? "infinity" : "0")
          .append("</D:depth>")
          .append(lock.ownerXml())
          .append("<D:timeout>Second-")
          .append(Math.max(1, lock.remaining().toSeconds()))
          .append("</D:timeout><D:locktoken><D:href>")
          .append(lock.token().uri())
          .append("</D:href></D:locktoken><D:lockroot><D:href>")
          .append(base)
          .append(Keyring.href(lock.root()))
          .append("</D:href></D:lockroot></D:activelock>");
    }
    return xml.toString();
  }

  /// A whole document that tells `locks`, as LOCK answers.
  static String document(List<Lock> locks, String base) {
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        + "<D:prop xmlns:D=\"DAV:\"><D:lockdiscovery>"
        + discovery(locks, base)
        + "</D:lockdiscovery></D:prop>\n";
  }
}
