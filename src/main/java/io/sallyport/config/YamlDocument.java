package io.sallyport.config;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// Reads one YAML document into [YamlNode]s.
final class YamlDocument {

  private final JsonParser parser;

  private YamlDocument(JsonParser parser) {
    this.parser = parser;
  }

  /// @throws InvalidConfiguration if it is not YAML, with one mistake
  static YamlNode parse(String source, String text) throws InvalidConfiguration {
    try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        return new YamlNode.Nothing(1, 1);
      }
      return new YamlDocument(parser).node();
    } catch (JacksonException e) {
      TokenStreamLocation place = e.getLocation();
      int line = place == null ? 0 : Math.max(place.getLineNr(), 0);
      int column = place == null ? 0 : Math.max(place.getColumnNr(), 0);
      throw new InvalidConfiguration(
          source, List.of(new Mistake(line, column, "this is not YAML: " + sentence(e))));
    }
  }

  private YamlNode node() {
    TokenStreamLocation place = parser.currentTokenLocation();
    int line = place.getLineNr();
    int column = place.getColumnNr();
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(line, column);
      case START_ARRAY -> {
        List<YamlNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(node());
        }
        yield new YamlNode.Sequence(line, column, items);
      }
      case VALUE_NULL -> new YamlNode.Nothing(line, column);
      default -> scalar(line, column);
    };
  }

  private YamlNode mapping(int line, int column) {
    List<YamlNode.Entry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      TokenStreamLocation place = parser.currentTokenLocation();
      YamlNode.Scalar key = scalar(place.getLineNr(), place.getColumnNr());
      parser.nextToken();
      entries.add(new YamlNode.Entry(key, node()));
    }
    return new YamlNode.Mapping(line, column, entries);
  }

  private YamlNode.Scalar scalar(int line, int column) {
    return new YamlNode.Scalar(line, column, String.valueOf(parser.getString()));
  }

  /// What the parser found, without what it repeats of the text, passwords included: whole lines,
  /// which it indents, and names.
  private static String sentence(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    for (String line : message.split("\n", -1)) {
      boolean place = line.startsWith("in ") || line.startsWith("while ");
      if (!line.isBlank() && !Character.isWhitespace(line.charAt(0)) && !place) {
        return line.strip()
            .replaceFirst("(alias|anchor|tag handle|tag|directive|prefix|name)\\b.*", "$1");
      }
    }
    return "it cannot be read";
  }
}
