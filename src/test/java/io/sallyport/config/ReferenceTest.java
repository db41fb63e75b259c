package io.sallyport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The manual's reference says what the readers do.
final class ReferenceTest {

  private static final Path PAGE = Path.of("src/site/markdown/configuration-reference.md");
  private static final Path FILE = Path.of("sallyport.yaml").toAbsolutePath();

  private final JsonNode schema = JsonMapper.shared().readTree(ConfigurationFile.schema());

  /// To write it anew: `java -jar target/sallyport.jar config-schema --markdown`.
  @Test
  void pageIsWhatTheCommandPrints() throws IOException {
    assertEquals(ConfigurationFile.reference() + "\n", Files.readString(PAGE));
  }

  /// Each default that is written as a value, and each word that a key takes.
  @Test
  void defaultsAndWords_areThose() throws Exception {
    List<String> tried = new ArrayList<>();
    check(schema, List.of(), tried);
    assertTrue(tried.size() > 55, tried.toString());
  }

  private void check(JsonNode node, List<String> above, List<String> tried) throws Exception {
    for (JsonNode form : node.has("anyOf") ? node.get("anyOf") : List.of(node)) {
      for (var property : form.path("properties").properties()) {
        List<String> path = new ArrayList<>(above);
        path.add(property.getKey());
        JsonNode key = property.getValue();
        String usual = key.get("x-default").asString();
        if (usual.matches("`[^`]+`") && !isCommandLines(path)) {
          tried.add(path.toString());
          assertEquals(parse(yaml(above, "")), parse(yaml(path, usual.replace("`", ""))), usual);
        }
        for (JsonNode choice : key.has("anyOf") ? key.get("anyOf") : List.of(key)) {
          for (JsonNode word : choice.path("enum")) {
            tried.add(path + " " + word);
            var _ = parse(yaml(path, word.asString()));
          }
        }
        check(key, path, tried);
      }
      if (form.path("additionalProperties").isObject()) {
        List<String> path = new ArrayList<>(above);
        path.add("name");
        check(form.get("additionalProperties"), path, tried);
      }
    }
  }

  /// Those that options may still change are filled in after the file is read.
  private static boolean isCommandLines(List<String> path) {
    return path.equals(List.of("listen"))
        || path.equals(List.of("state"))
        || path.getFirst().equals("tls");
  }

  private static ConfigurationFile parse(String yaml) throws InvalidConfiguration {
    return ConfigurationFile.parse("c", yaml, FILE);
  }

  /// A file that says only this, and what it cannot do without.
  private static String yaml(List<String> path, String value) {
    StringBuilder yaml = new StringBuilder();
    for (int depth = 0; depth < path.size(); depth++) {
      boolean last = depth == path.size() - 1;
      yaml.append("  ".repeat(depth)).append(path.get(depth)).append(": ");
      yaml.append(last ? value.isEmpty() ? "{}" : value : "").append('\n');
      if (depth == 1 && path.getFirst().equals("backends")) {
        String kind =
            path.contains("ftp") ? "folder: x" : path.contains("tls") ? "url: ftp://h" : URL;
        if (last) {
          return yaml.toString().replace("{}", "{" + kind + "}");
        }
        yaml.append("    ").append(kind).append('\n');
      }
    }
    return yaml.toString();
  }

  private static final String URL = "url: ftp://h";
}
