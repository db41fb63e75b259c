package io.sallyport.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the readers of a configuration ask for, written down as they ask: so its JSON Schema says
/// neither more nor less than they understand.
final class Shape {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, Key> keys = new TreeMap<>();
  private @Nullable Shape named;

  /// What was asked about one key.
  private static final class Key {
    final Map<String, ObjectNode> forms = new LinkedHashMap<>();
    @Nullable Shape section;
    boolean lookedAt;
  }

  /// The value was looked at without saying what it is to be.
  void lookedAt(String key) {
    key(key).lookedAt = true;
  }

  /// One value, written as text, number or boolean; one of `words` if there are any.
  void scalar(String key, String... words) {
    key(key).forms.put("scalar", scalarOf(words));
  }

  /// One value or several.
  void list(String key, String... words) {
    ObjectNode list = JSON.objectNode().put("type", "array");
    list.set("items", scalarOf(words));
    key(key).forms.put("scalar", scalarOf(words));
    key(key).forms.put("list", list);
  }

  private static ObjectNode scalarOf(String... words) {
    if (words.length == 0) {
      return anyScalar();
    }
    ObjectNode scalar = JSON.objectNode();
    ArrayNode all = scalar.putArray("enum");
    for (String word : words) {
      all.add(word);
      if (word.matches("[0-9.]+")) {
        // Without quotes it is a number to YAML.
        all.add(Double.parseDouble(word));
      }
    }
    return scalar;
  }

  void flag(String key) {
    key(key).forms.put("flag", JSON.objectNode().put("type", "boolean"));
  }

  void number(String key, int least) {
    key(key).forms.put("number", JSON.objectNode().put("type", "integer").put("minimum", least));
  }

  /// Keys below a key.
  Shape section(String key) {
    if (key.equals(Section.ANY)) {
      named = named == null ? new Shape() : named;
      return named;
    }
    Key found = key(key);
    found.section = found.section == null ? new Shape() : found.section;
    return found.section;
  }

  /// As JSON Schema.
  ObjectNode schema() {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    if (named == null) {
      schema.put("additionalProperties", false);
    } else {
      schema.set("additionalProperties", named.schema());
    }
    if (!keys.isEmpty()) {
      ObjectNode properties = schema.putObject("properties");
      keys.forEach((name, key) -> properties.set(name, schema(key)));
    }
    return schema;
  }

  private static JsonNode schema(Key key) {
    List<ObjectNode> forms = new ArrayList<>(key.forms.values());
    if (key.section != null) {
      forms.add(key.section.schema());
      if (key.lookedAt && key.forms.isEmpty()) {
        // Somebody distinguishes what it is.
        forms.add(anyScalar());
      }
    }
    if (forms.size() == 1) {
      return forms.getFirst();
    }
    ObjectNode any = JSON.objectNode();
    if (!forms.isEmpty()) {
      ArrayNode all = any.putArray("anyOf");
      forms.forEach(all::add);
    }
    return any;
  }

  private static ObjectNode anyScalar() {
    ObjectNode scalar = JSON.objectNode();
    scalar.putArray("type").add("string").add("number").add("boolean").add("null");
    return scalar;
  }

  private Key key(String name) {
    return keys.computeIfAbsent(name, _ -> new Key());
  }
}
