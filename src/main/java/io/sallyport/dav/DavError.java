package io.sallyport.dav;

import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The request is refused by a precondition that RFC 4918 §16 names, so that a client can tell what
/// to do about it.
final class DavError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String condition;

  @SuppressWarnings("serial") // Never leaves the process.
  private final List<String> hrefs;

  /// @param condition the precondition's element, without `DAV:`
  /// @param hrefs the URL paths that it is about; may be empty
  /// @param message one clear sentence for a person
  DavError(int status, String condition, List<String> hrefs, String message) {
    super(message, null, false, false);
    this.status = status;
    this.condition = condition;
    this.hrefs = List.copyOf(hrefs);
  }

  /// 423: these locks stand in the way, and the request submits none of their tokens.
  static DavError locked(List<String> roots) {
    return new DavError(
        423, "lock-token-submitted", roots, "It is locked: " + String.join(", ", roots) + ".");
  }

  /// 423: a lock cannot be had because of others.
  static DavError conflict(List<String> roots) {
    return new DavError(
        423,
        "no-conflicting-lock",
        roots,
        "Somebody has a lock already: " + String.join(", ", roots) + ".");
  }

  /// The token that was named is not of a lock of the request's resource.
  static DavError otherToken(int status) {
    return new DavError(
        status,
        "lock-token-matches-request-uri",
        List.of(),
        "There is no such lock on it (any more).");
  }

  /// Answers, in the form that the caller reads.
  ///
  /// @throws Refusal for a caller that is no WebDAV client
  void answer(Call call) {
    if (call.wantsJson() || call.isBrowserFetch()) {
      throw new Refusal(status, condition, String.valueOf(getMessage()));
    }
    StringBuilder xml = new StringBuilder(256);
    xml.append("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:error xmlns:D=\"DAV:\">");
    xml.append("<D:").append(condition).append('>');
    hrefs.forEach(
        href -> xml.append("<D:href>").append(call.base()).append(href).append("</D:href>"));
    xml.append("</D:").append(condition).append("></D:error>\n");
    call.set("Cache-Control", "no-store");
    call.respond(
        status, "application/xml; charset=utf-8", xml.toString().getBytes(StandardCharsets.UTF_8));
  }
}
