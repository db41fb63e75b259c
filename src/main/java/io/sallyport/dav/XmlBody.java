package io.sallyport.dav;

import io.sallyport.http.Call;
import io.sallyport.http.Refusal;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.XMLConstants;
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
  private final Deque<Map<String, String>> scopes = new ArrayDeque<>(List.of(Map.of()));
  private final Deque<String> languages = new ArrayDeque<>(List.of(""));
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
            end();
            return Optional.of(false);
          }
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw documentType();
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

  /// The element at hand with all that is in it, as XML that stands by itself: the namespaces and
  /// the language that are in force around it are declared in it. The next tag is then the one
  /// behind it.
  ///
  /// @throws Refusal 400 as [#nextTag]
  String element() {
    StringBuilder xml = new StringBuilder(256);
    int top = depth;
    Map<String, String> around = new TreeMap<>(scopes.element());
    String language = languages.element();
    if (!language.isEmpty() && reader.getAttributeValue(XMLConstants.XML_NS_URI, "lang") == null) {
      start(xml, around, " xml:lang=\"" + XmlText.escape(language) + "\"");
    } else {
      start(xml, around, "");
    }
    try {
      while (depth >= top && reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            checkStart();
            start(xml, declarations(), "");
          }
          case XMLStreamConstants.END_ELEMENT -> {
            end();
            xml.append("</").append(qualifiedName()).append('>');
          }
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
              xml.append(XmlText.escape(reader.getText()));
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw documentType();
          default -> {}
        }
      }
    } catch (XMLStreamException e) {
      throw malformed();
    }
    return xml.toString();
  }

  private void start(StringBuilder xml, Map<String, String> namespaces, String more) {
    xml.append('<').append(qualifiedName()).append(more);
    namespaces.forEach((prefix, uri) ->
        xml.append(prefix.isEmpty() ? " xmlns" : " xmlns:" + prefix)
            .append("=\"")
            .append(XmlText.escape(uri))
            .append('"'));
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String prefix = reader.getAttributePrefix(i);
      xml.append(' ')
          .append(prefix == null || prefix.isEmpty() ? "" : prefix + ":")
          .append(reader.getAttributeLocalName(i))
          .append("=\"")
          .append(XmlText.escapeAttribute(reader.getAttributeValue(i)))
          .append('"');
    }
    xml.append('>');
  }

  private String qualifiedName() {
    String prefix = reader.getPrefix();
    return prefix == null || prefix.isEmpty()
        ? reader.getLocalName()
        : prefix + ":" + reader.getLocalName();
  }

  /// The namespaces that the element at hand declares, by prefix.
  private Map<String, String> declarations() {
    Map<String, String> declared = new TreeMap<>();
    for (int i = 0; i < reader.getNamespaceCount(); i++) {
      String prefix = reader.getNamespacePrefix(i);
      String uri = reader.getNamespaceURI(i);
      declared.put(prefix == null ? "" : prefix, uri == null ? "" : uri);
    }
    return declared;
  }

  private void end() {
    depth--;
    scopes.pop();
    languages.pop();
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
    Map<String, String> declared = declarations();
    declared.forEach((prefix, uri) -> {
      if (!prefix.isEmpty() && uri.isEmpty()) {
        throw malformed();
      }
    });
    Map<String, String> scope = new TreeMap<>(scopes.element());
    scope.putAll(declared);
    scopes.push(scope);
    String language = reader.getAttributeValue(XMLConstants.XML_NS_URI, "lang");
    languages.push(language == null ? languages.element() : language);
  }

  private static Refusal documentType() {
    return Refusal.badRequest("The XML has a document type, which is refused.");
  }

  private static Refusal malformed() {
    return Refusal.badRequest("The request's body is not well-formed XML.");
  }
}
