package io.sallyport.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.sallyport.files.Login;
import io.sallyport.store.StoreSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The description of the API says what the API does: every URL and method of the one is in the
/// other, and answers are as described.
@Timeout(120)
final class OpenApiTest {

  private static final Set<String> METHODS =
      Set.of("get", "head", "post", "put", "patch", "delete", "options");

  private final FakeFiles a = new FakeFiles("a");
  private ApiGround ground;
  private JsonNode document;

  @BeforeEach
  void open() throws Exception {
    ground = new ApiGround(new StoreSettings.Memory(), new Login("ann", "p"), List.of(a));
    HttpResponse<String> answer = ground.get("/-/api/openapi.json");
    assertEquals(200, answer.statusCode());
    document = Json.parse(answer.body(), JsonNode.class);
  }

  @AfterEach
  void close() throws IOException {
    ground.close();
  }

  @Test
  void everyUrlAndMethodIsDescribed_andNothingElse() {
    Map<String, Set<String>> described = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(path -> {
          Set<String> methods = new TreeSet<>();
          path.getValue().propertyNames().stream()
              .filter(METHODS::contains)
              .forEach(method -> methods.add(method.toUpperCase(Locale.ROOT)));
          described.put(path.getKey(), methods);
        });
    Map<String, Set<String>> there = new TreeMap<>();
    for (Resource resource : ground.door().resources()) {
      there.put(resource.path(), new TreeSet<>(resource.methods()));
    }
    assertEquals(there, described);
  }

  @Test
  void operationsHaveNamesOfTheirOwn_andAnswersOfTheRightVersion() {
    assertTrue(document.path("openapi").asString().startsWith("3.1."));
    Set<String> names = new TreeSet<>();
    document
        .path("paths")
        .forEach(path ->
            path.properties()
                .forEach(each -> {
                  if (METHODS.contains(each.getKey())) {
                    JsonNode operation = each.getValue();
                    assertTrue(
                        names.add(operation.path("operationId").asString()), operation.toString());
                    assertFalse(operation.path("responses").isEmpty());
                    assertTrue(operation.path("responses").has("default"), operation.toString());
                  }
                }));
  }

  @Test
  void answersAreAsDescribed() throws Exception {
    a.folder("d").file("d/x.txt", "x").file("y", "y").folder("to");
    check("Session", ground.get("/-/api/session"));
    check("EntryDetails", ground.get("/-/api/entries?path=/a/d/x.txt"));
    check("EntryDetails", ground.get("/-/api/entries?path=/a/d/"));
    check("Status", ground.get("/-/api/status"));
    for (JsonNode backend : body(ground.get("/-/api/backends"))) {
      check("Backend", backend);
    }
    HttpResponse<String> found = ground.get("/-/api/search?in=/a/&q=x");
    assertEquals(200, found.statusCode());
    found.body().lines().forEach(line -> check("SearchLine", Json.parse(line, JsonNode.class)));

    HttpResponse<String> zip =
        ground.post("/-/api/zips", "{\"paths\":[\"/a/d/\",\"/a/none\"],\"name\":\"z.zip\"}");
    check("ZipStarted", zip);
    String status = body(zip).path("status").asString();
    check("Job", ground.get(status));
    assertEquals(200, ground.get(body(zip).path("href").asString()).statusCode());
    check("Job", ground.get(status));

    HttpResponse<String> task =
        ground.post(
            "/-/api/tasks",
            "{\"kind\":\"copy\",\"from\":[\"/a/y\",\"/a/none\"],\"to\":\"/a/to/\"}");
    check("TaskStarted", task);
    String href = body(task).path("href").asString();
    check("Job", ground.get(href));
    check("Job", ground.await(href, "done"));
    for (JsonNode job : body(ground.get("/-/api/tasks"))) {
      check("Job", job);
    }
    check("Problem", body(ground.get("/-/api/entries?path=/a/none")));
    check("Problem", body(ground.get("/-/api/nothing")));
  }

  @Test
  void schemasRefuseWhatIsElse() {
    for (String name : List.of("Session", "Job", "Backend", "Status", "SearchLine", "ZipStarted")) {
      ObjectNode wrong = Json.object().put("surprise", true);
      assertFalse(problems(name, wrong).isEmpty(), name);
    }
  }

  private void check(String schema, HttpResponse<String> answer) {
    assertTrue(answer.statusCode() / 100 == 2, answer.body());
    check(schema, body(answer));
  }

  private void check(String schema, JsonNode answer) {
    assertEquals(List.of(), problems(schema, answer), answer.toString());
  }

  private List<String> problems(String name, JsonNode answer) {
    ObjectNode whole = Json.object();
    whole.put("$ref", "#/components/schemas/" + name);
    whole.set("components", document.path("components"));
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(whole);
    return schema.validate(answer).stream().map(Object::toString).toList();
  }

  private static JsonNode body(HttpResponse<String> answer) {
    return Json.parse(answer.body(), JsonNode.class);
  }
}
