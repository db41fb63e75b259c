package io.sallyport.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Login;
import io.sallyport.store.StoreSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Search, and what is known of one entry and can be changed of it, over files in memory.
@Timeout(120)
final class EntriesTest {

  private final FakeFiles a = new FakeFiles("a");
  private ApiGround ground;

  @BeforeEach
  void open() throws IOException {
    ground = new ApiGround(new StoreSettings.Memory(), new Login("ann", "p"), List.of(a));
  }

  @AfterEach
  void close() {
    ground.close();
  }

  @Test
  void search_findsNamesBelow_whateverTheirCase_andNoLoop() throws Exception {
    a.folder("d").folder("d/Reports").file("d/Reports/JANUARY.txt", "x").file("d/jan.txt", "x");
    a.file("d/cafe%CC%81.txt", "x").link("d/up", "d").file("jan-outside", "x");
    List<JsonNode> lines = search("/-/api/search?in=%2Fa%2Fd%2F&q=JAN");
    JsonNode end = lines.getLast();
    assertTrue(end.path("done").asBoolean());
    assertFalse(end.path("truncated").asBoolean());
    List<String> found = paths(lines);
    assertTrue(found.contains("/a/d/jan.txt"), found.toString());
    assertTrue(found.contains("/a/d/Reports/JANUARY.txt"), found.toString());
    assertFalse(found.contains("/a/jan-outside"));
    assertTrue(end.path("folders").asInt() < 20);
    // Composed or not, it is the same word.
    assertEquals(
        "/a/d/cafe%CC%81.txt", paths(search("/-/api/search?in=/a/d/&q=caf%C3%A9")).getFirst());
    List<JsonNode> cut = search("/-/api/search?in=/a/d/&q=jan&limit=1");
    assertEquals(1, paths(cut).size());
    assertTrue(cut.getLast().path("truncated").asBoolean());
    assertEquals(404, ground.get("/-/api/search?in=/a/none/&q=x").statusCode());
    for (String wrong : List.of("", "?in=/a/", "?q=x", "?in=/a/&q=x&limit=0", "?in=/a/../b&q=x")) {
      assertEquals(400, ground.get("/-/api/search" + wrong).statusCode(), wrong);
    }
  }

  @Test
  void entry_isDescribedAndChanged() throws Exception {
    a.file("x%20y", "hello");
    JsonNode entry = ApiGround.json(ground.get("/-/api/entries?path=%2Fa%2Fx%2520y"));
    assertEquals("x y", entry.path("name").asString());
    assertEquals(5, entry.path("size").asInt());
    assertEquals("644", entry.path("mode").asString());
    assertTrue(entry.path("powers").path("modified").asBoolean());
    String change = "{\"path\":\"/a/x%20y\",\"modified\":\"2020-02-02T02:02:02Z\"}";
    assertEquals(204, ground.post("/-/api/entries", change).statusCode());
    assertEquals(Instant.parse("2020-02-02T02:02:02Z"), a.modified("x%20y"));
    assertEquals(
        501,
        ground.post("/-/api/entries", "{\"path\":\"/a/x%20y\",\"mode\":\"600\"}").statusCode());
    for (String wrong :
        List.of(
            "{\"path\":\"/a/x\"}",
            "{\"path\":\"/a/x\",\"mode\":\"999\"}",
            "{\"path\":\"/a/x\",\"modified\":\"yesterday\"}",
            "{\"path\":\"/a/x%0aDELE\",\"mode\":\"600\"}")) {
      assertEquals(400, ground.post("/-/api/entries", wrong).statusCode(), wrong);
    }
    ground.lock("a", "x%20y");
    assertEquals(423, ground.post("/-/api/entries", change).statusCode());
    assertEquals(404, ground.get("/-/api/entries?path=/a/none").statusCode());
  }

  private List<JsonNode> search(String url) throws Exception {
    HttpResponse<String> answer = ground.get(url);
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body().lines().map(ApiGround::parse).toList();
  }

  private static List<String> paths(List<JsonNode> lines) {
    return lines.stream()
        .filter(line -> line.has("entry"))
        .map(line -> line.path("entry").path("path").asString())
        .toList();
  }
}
