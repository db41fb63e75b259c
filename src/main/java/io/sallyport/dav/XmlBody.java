package io.sallyport.dav;

import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The XML body of a request: at most 64 KiB, at most 32 elements deep, well-formed with its
/// namespaces, and without a document type, so that no entity can be declared (RFC 4918 §20.6).
final class XmlBody implements AutoCloseable {

  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_DEPTH = 32;

  private final XMLStreamReader reader;
  private int depth;

  private XmlBody(XMLStreamReader reader) {
    this.reader = reader;
  }

  /// Reads the body of `call`; empty when there is none.
  ///
  /// @throws Refusal 413 if it is too long, 400 if it does not begin as XML
  static Optional<XmlBody> of(Call call) {
    byte[] bytes = call.requestBody().readAll(MAX_BYTES);
    if (bytes.length == 0) {
      return Optional.empty();
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      return Optional.of(
          new XmlBody(factory.createXMLStreamReader(new ByteArrayInputStream(bytes))));
    } catch (XMLStreamException e) {
      throw malformed();
    }
  }

  /// Goes on to the next start or end of an element, and returns which: true for a start. Returns
  /// empty at the end of the document.
  ///
  /// @throws Refusal 400 if the XML is not well-formed or is refused
  Optional<Boolean> nextTag() {
    try {
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            checkStart();
            return Optional.of(true);
          }
          case XMLStreamConstants.END_ELEMENT -> {
            depth--;
            return Optional.of(false);
          }
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw Refusal.badRequest("The XML has a document type, which is refused.");
          default -> {}
        }
      }
    } catch (XMLStreamException e) {
      throw malformed();
    }
    return Optional.empty();
  }

  /// How many elements are open.
  int depth() {
    return depth;
  }

  /// The name of the element at hand.
  PropertyName name() {
    String namespace = reader.getNamespaceURI();
    return new PropertyName(namespace == null ? "" : namespace, reader.getLocalName());
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private void checkStart() {
    depth++;
    if (depth > MAX_DEPTH) {
      throw Refusal.badRequest("The XML is nested too deeply.");
    }
    for (int i = 0; i < reader.getNamespaceCount(); i++) {
      String uri = reader.getNamespaceURI(i);
      if (reader.getNamespacePrefix(i) != null && (uri == null || uri.isEmpty())) {
        throw malformed();
      }
    }
  }

  private static Refusal malformed() {
    return Refusal.badRequest("The request's body is not well-formed XML.");
  }
}
