package io.sallyport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The JSON Schema and the reader know the same keys.
final class SchemaTest {

  @TempDir Path folder;

  private final JsonNode schema = JsonMapper.shared().readTree(ConfigurationFile.schema());

  @Test
  void everyKeyOfTheSchema_isKnownToTheReader() {
    List<String> unknown = new ArrayList<>();
    int checked = check(schema, "", unknown);
    assertEquals(List.of(), unknown);
    assertTrue(checked > 60, checked + " keys");
  }

  /// Puts each key alone into a file and reads what the reader says of it.
  private int check(JsonNode node, String above, List<String> unknown) {
    int checked = 0;
    for (JsonNode form : node.has("anyOf") ? node.get("anyOf") : List.of(node)) {
      for (var property : form.path("properties").properties()) {
        String key = property.getKey();
        checked++;
        if (mistakes(yaml(above, key)).contains("unknown key \"" + key + "\"")) {
          unknown.add(above + key);
        }
        checked += check(property.getValue(), above + key + " ", unknown);
      }
      if (form.path("additionalProperties").isObject()) {
        checked += check(form.get("additionalProperties"), above + "name ", unknown);
      }
    }
    return checked;
  }

  @Test
  void whatTheReaderKnows_isInTheSchema() {
    JsonNode backend =
        schema.get("properties").get("backends").get("additionalProperties").get("properties");
    for (String key :
        List.of("url", "folder", "ftp", "login", "data", "tls", "users", "hidden", "timeouts")) {
      assertTrue(backend.has(key), key);
    }
    assertEquals("boolean", backend.get("read-only").get("type").asString());
    assertEquals(1, backend.get("connections").get("minimum").asInt());
    for (String key :
        List.of("listen", "tls", "management", "state-file", "ad-hoc", "proxy", "users", "drain")) {
      assertTrue(schema.get("properties").has(key), key);
    }
    assertFalse(schema.get("additionalProperties").asBoolean());
    assertTrue(mistakes("lisen: x\n").contains("unknown key"));
    // A login is a word or a user with a password; TLS of a backend is a word or keys.
    assertTrue(backend.get("login").get("anyOf").size() >= 2);
    assertTrue(backend.get("tls").get("anyOf").size() >= 2);
  }

  private static String yaml(String above, String key) {
    StringBuilder yaml = new StringBuilder();
    int depth = 0;
    String[] path = (above + key).split(" ", -1);
    for (String each : path) {
      yaml.append("  ".repeat(depth++)).append(each).append(':');
      yaml.append(depth == path.length ? " x\n" : "\n");
      // Which keys there are below depends on what kind of backend it is.
      if (depth == 2 && path[0].equals("backends") && path.length > 2) {
        String kind =
            path[2].equals("ftp") || path[2].equals("folder") ? "folder: x" : "url: ftp://h";
        yaml.append(kind.startsWith(path[2]) ? "" : "    " + kind + "\n");
      }
    }
    return yaml.toString();
  }

  private String mistakes(String yaml) {
    try {
      var _ = ConfigurationFile.parse("c", yaml, folder.resolve("c.yaml"));
      return "";
    } catch (InvalidConfiguration e) {
      return String.valueOf(e.getMessage());
    }
  }
}
