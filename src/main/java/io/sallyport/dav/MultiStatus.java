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
import java.util.Optional;
import java.util.stream.Collectors;

/// A 207 response (RFC 4918 §13), written as its members come: however many there are, it takes the
/// memory of one. [#end] makes it whole.
final class MultiStatus {

  private static final String TYPE = "application/xml; charset=utf-8";

  private static final String OK = line(200);

  private final OutputStream out;
  private final String base;

  /// For one member after the other: a folder may have a hundred thousand.
  private final StringBuilder response = new StringBuilder(1024);

  private final StringBuilder found = new StringBuilder(1024);
  private final StringBuilder missing = new StringBuilder();

  MultiStatus(Call call) {
    this(begun(call), call.base());
  }

  private static OutputStream begun(Call call) {
    call.status(207).set("Content-Type", TYPE).set("Cache-Control", "no-store");
    return call.body().asStream();
  }

  /// Writes one elsewhere.
  MultiStatus(OutputStream out, String base) {
    this.out = out;
    this.base = base;
    write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:multistatus xmlns:D=\"DAV:\">");
  }

  /// What a PROPFIND asked of `subject`.
  void properties(Subject subject, PropfindRequest request) {
    found.setLength(0);
    missing.setLength(0);
    switch (request) {
      case PropfindRequest.Names _ -> subject.forEach((name, _) -> found.append(name.element("")));
      case PropfindRequest.Named named -> named.names().forEach(name -> property(name, subject));
      case PropfindRequest.All all -> {
        subject.forEach((_, element) -> found.append(element));
        if (!all.include().isEmpty()) {
          List<PropertyName> told = new ArrayList<>();
          subject.forEach((name, _) -> told.add(name));
          all.include().stream()
              .filter(name -> !told.contains(name))
              .forEach(name -> property(name, subject));
        }
      }
    }
    StringBuilder xml = begin(subject.href());
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
    StringBuilder xml = begin(href);
    byStatus.forEach((status, names) -> {
      propstat(
          xml, names.stream().map(name -> name.element("")).collect(Collectors.joining()), status);
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

  private StringBuilder begin(String href) {
    response.setLength(0);
    return response.append("\n<D:response><D:href>").append(base).append(href).append("</D:href>");
  }

  private void property(PropertyName name, Subject subject) {
    Optional<String> element = subject.element(name);
    if (element.isPresent()) {
      found.append(element.get());
    } else {
      missing.append(name.element(""));
    }
  }

  private static void propstat(StringBuilder xml, CharSequence properties, int status) {
    xml.append("<D:propstat><D:prop>")
        .append(properties)
        .append("</D:prop><D:status>")
        .append(status == 200 ? OK : line(status))
        .append("</D:status></D:propstat>");
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
