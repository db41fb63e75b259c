package io.sallyport.config;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What every key of the configuration means, for editors (in the JSON Schema) and for people (as a
/// page). Which keys there are, the readers say; the words are in `reference.properties`.
final class Reference {

  private static final String MEANING = "description";
  private static final String DEFAULT = "x-default";

  private final Properties words = new Properties();
  private final Set<String> used = new HashSet<>();

  Reference() {
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(
                Reference.class.getResourceAsStream("reference.properties"), "the words"),
            StandardCharsets.UTF_8)) {
      words.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Adds to each key of a schema what it means, and what holds without it.
  ///
  /// @throws IllegalStateException if a key has no words, or words have no key
  void describe(ObjectNode schema) {
    describe(schema, "");
    Set<String> left = new HashSet<>(words.stringPropertyNames());
    left.removeAll(used);
    if (!left.isEmpty()) {
      throw new IllegalStateException("words about keys that nobody reads: " + left);
    }
  }

  private void describe(JsonNode node, String above) {
    for (JsonNode form : forms(node)) {
      for (var property : form.path("properties").properties()) {
        String path = above + property.getKey();
        String[] said = words.getProperty(path, "").split(" [|] ", 2);
        if (said.length < 2) {
          throw new IllegalStateException("no words about the key " + path);
        }
        used.add(path);
        ObjectNode key = (ObjectNode) property.getValue();
        key.put(MEANING, said[1]).put(DEFAULT, said[0]);
        describe(key, path + ".");
      }
      describeNamed(form, above);
    }
  }

  private void describeNamed(JsonNode form, String above) {
    if (form.path("additionalProperties").isObject()) {
      describe(form.get("additionalProperties"), above + "*.");
    }
  }

  /// The page.
  static String page(ObjectNode schema) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Configuration reference

        Every key, as `sallyport config-schema --markdown` prints it. A configuration is a YAML file (`serve --config FILE`). Options stand above
        environment variables, which stand above the file: `SALLYPORT_LIMITS__STALL=30s` is `stall` below `limits`, two underscores lead one level down,
        one is a hyphen, lists are written with commas. Durations are `500ms`, `10s`, `5m`, `1h` or `30d`. Relative paths start at the file's folder.
        `sallyport check-config FILE` names every mistake with its line.
        """);
    section(page, schema, "");
    return page.toString().strip();
  }

  private static void section(StringBuilder page, JsonNode node, String above) {
    for (JsonNode form : forms(node)) {
      List<String> rows = new ArrayList<>();
      for (var property : form.path("properties").properties()) {
        JsonNode key = property.getValue();
        rows.add(
            "| `%s` | %s | %s | %s |"
                .formatted(
                    property.getKey(),
                    takes(key),
                    key.get(DEFAULT).asString(),
                    key.get(MEANING).asString()));
      }
      if (!rows.isEmpty()) {
        page.append("\n## ")
            .append(above.isEmpty() ? "At the top" : "`" + above + "`")
            .append('\n');
        page.append("\n| key | takes | unless said otherwise | means |\n|---|---|---|---|\n");
        page.append(String.join("\n", rows)).append('\n');
      }
      for (var property : form.path("properties").properties()) {
        section(
            page, property.getValue(), above + (above.isEmpty() ? "" : ".") + property.getKey());
      }
      if (form.path("additionalProperties").isObject()) {
        section(page, form.get("additionalProperties"), above + ".NAME");
      }
    }
  }

  /// The kinds of values, in words.
  private static String takes(JsonNode key) {
    List<String> kinds = new ArrayList<>();
    for (JsonNode form : forms(key)) {
      String kind = kind(form);
      if (!kinds.contains(kind)) {
        kinds.add(kind);
      }
    }
    return String.join(", or ", kinds);
  }

  private static String kind(JsonNode form) {
    if (form.has("enum")) {
      List<String> choices = new ArrayList<>();
      form.get("enum")
          .forEach(each -> {
            if (each.isString()) {
              choices.add("`" + each.asString() + "`");
            }
          });
      return String.join(", ", choices);
    }
    return switch (form.path("type").asString("")) {
      case "boolean" -> "`true`, `false`";
      case "integer" -> "a number from " + form.get("minimum").asInt();
      case "array" -> "a list";
      case "object" -> form.path("additionalProperties").isObject() ? "names" : "keys";
      default -> "text";
    };
  }

  private static List<JsonNode> forms(JsonNode node) {
    List<JsonNode> forms = new ArrayList<>();
    if (node.has("anyOf")) {
      node.get("anyOf").forEach(forms::add);
    } else {
      forms.add(node);
    }
    return forms;
  }
}
