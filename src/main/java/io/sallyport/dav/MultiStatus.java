package io.sallyport.dav;

import io.sallyport.http.Call;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A 207 response (RFC 4918 §13), written as its members come: however many there are, it takes the
/// memory of one. [#end] makes it whole.
final class MultiStatus {

  private static final String TYPE = "application/xml; charset=utf-8";

  private final OutputStream out;
  private final String base;

  MultiStatus(Call call) {
    base = call.base();
    call.status(207).set("Content-Type", TYPE).set("Cache-Control", "no-store");
    out = call.body().asStream();
    write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:multistatus xmlns:D=\"DAV:\">");
  }

  /// What a PROPFIND asked of `subject`.
  void properties(Subject subject, PropfindRequest request) {
    List<String> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    switch (request) {
      case PropfindRequest.Names n -> subject.names().forEach(name -> found.add(name.element("")));
      case PropfindRequest.Named named ->
          named.names().forEach(name -> property(name, subject, found, missing));
      case PropfindRequest.All all -> {
        List<PropertyName> names = subject.names();
        names.forEach(name -> property(name, subject, found, missing));
        all.include().stream()
            .filter(name -> !names.contains(name))
            .forEach(name -> property(name, subject, found, missing));
      }
    }
    StringBuilder xml = new StringBuilder(512);
    xml.append("\n<D:response><D:href>").append(base).append(subject.href()).append("</D:href>");
    if (!found.isEmpty() || missing.isEmpty()) {
      propstat(xml, found, 200);
    }
    if (!missing.isEmpty()) {
      propstat(xml, missing, 404);
    }
    write(xml.append("</D:response>").toString());
  }

  /// What became of each property that a PROPPATCH named.
  ///
  /// @param href its URL path below the base path, as in the methods that follow
  void outcome(String href, Map<Integer, List<PropertyName>> byStatus) {
    StringBuilder xml = new StringBuilder(512);
    xml.append("\n<D:response><D:href>").append(base).append(href).append("</D:href>");
    byStatus.forEach((status, names) -> {
      propstat(xml, names.stream().map(name -> name.element("")).toList(), status);
      if (status == 403) {
        xml.insert(
            xml.length() - "</D:propstat>".length(),
            "<D:error><D:cannot-modify-protected-property/></D:error>");
      }
    });
    write(xml.append("</D:response>").toString());
  }

  /// One member that an operation on its folder failed for.
  void failure(String href, int status, String description) {
    failure(href, status, "", description);
  }

  /// The same with the precondition that failed.
  ///
  /// @param condition its element (RFC 4918 §16) as XML; empty for none
  void failure(String href, int status, String condition, String description) {
    write(
        "\n<D:response><D:href>"
            + base
            + href
            + "</D:href><D:status>"
            + line(status)
            + "</D:status>"
            + (condition.isEmpty() ? "" : "<D:error>" + condition + "</D:error>")
            + "<D:responsedescription>"
            + XmlText.escape(description)
            + "</D:responsedescription></D:response>");
  }

  /// Ends the response; without it the caller sees that it is not whole.
  void end() {
    write("\n</D:multistatus>\n");
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void property(
      PropertyName name, Subject subject, List<String> found, List<String> missing) {
    subject.element(name).ifPresentOrElse(found::add, () -> missing.add(name.element("")));
  }

  private static void propstat(StringBuilder xml, List<String> properties, int status) {
    xml.append("<D:propstat><D:prop>");
    properties.forEach(xml::append);
    xml.append("</D:prop><D:status>").append(line(status)).append("</D:status></D:propstat>");
  }

  private static String line(int status) {
    return "HTTP/1.1 " + status + " " + StatusCodes.getReason(status);
  }

  private void write(String xml) {
    try {
      out.write(xml.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
