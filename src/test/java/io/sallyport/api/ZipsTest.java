package io.sallyport.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Login;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import io.sallyport.store.StoreSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Files and folders of several servers in one archive, over files in memory.
@Timeout(120)
final class ZipsTest {

  @TempDir Path scratch;

  private final FakeFiles a = new FakeFiles("a");
  private final FakeFiles b = new FakeFiles("b");
  private ApiGround ground;

  @BeforeEach
  void open() throws IOException {
    ground = new ApiGround(new StoreSettings.Memory(), new Login("ann", "p"), List.of(a, b));
  }

  @AfterEach
  void close() {
    ground.close();
  }

  @Test
  void zip_holdsFilesAndFolders_withTheirNamesAndTimes() throws Exception {
    a.folder("d").folder("d/empty").file("d/a%20b.txt", "hello").file("d/%E4%B8%AD.txt", "chinese");
    a.file("top.txt", "top");
    b.folder("d").file("d/other.txt", "of another server");
    Map<String, String> zip = zip("/a/d/", "/a/top.txt", "/b/d");
    assertEquals(
        Map.of(
            "d/", "",
            "d/empty/", "",
            "d/a b.txt", "hello",
            "d/中.txt", "chinese",
            "top.txt", "top",
            "d (2)/", "",
            "d (2)/other.txt", "of another server"),
        zip);
    try (ZipFile file = new ZipFile(scratch.resolve("z.zip").toFile())) {
      assertEquals(FakeFiles.TIME, file.getEntry("top.txt").getLastModifiedTime().toInstant());
    }
  }

  @Test
  void zip_saysInItsLastEntryWhatIsMissing_andSoDoesItsStatus() throws Exception {
    a.folder("d").file("d/1", "one").file("d/2", "two").breaks("d/2").file("d/3", "three");
    a.folder("d/locked").breaks("d/locked").file("ERRORS.txt", "own");
    JsonNode started = startZip("/a/d/", "/a/none", "/a/ERRORS.txt");
    Map<String, String> zip = fetch(started);
    assertEquals("one", zip.get("d/1"));
    assertEquals("three", zip.get("d/3"));
    assertEquals("own", zip.get("ERRORS.txt"));
    String errors = zip.getOrDefault("ERRORS (2).txt", "");
    assertTrue(errors.contains("/a/d/2: It broke in the middle."), errors);
    assertTrue(errors.contains("/a/d/locked: It may not be listed."), errors);
    assertTrue(errors.contains("/a/none"), errors);
    assertEquals("ERRORS (2).txt", lastName());
    JsonNode status = ApiGround.json(ground.get(started.path("status").asString()));
    assertEquals("done", status.path("state").asString());
    assertEquals(3, status.path("files").asInt());
    assertEquals(3, status.path("problems").size());
    assertEquals("/a/d/2", status.path("problems").path(0).path("path").asString());
    assertEquals("broken", status.path("problems").path(0).path("code").asString());
    assertEquals(410, ground.get(started.path("href").asString()).statusCode());
  }

  @Test
  void zipOfWhatIsNotThere_isAStatus() throws Exception {
    assertEquals(404, ground.get(startZip("/a/none").path("href").asString()).statusCode());
  }

  @Test
  void zip_followsNoLinkRoundAndRound() throws Exception {
    a.folder("d").file("d/x", "x").link("d/up", "d").link("d/again", "d");
    Map<String, String> zip = zip("/a/d/");
    assertTrue(zip.containsKey("d/x"));
    assertTrue(zip.size() < 100, "" + zip.size());
    String errors = zip.getOrDefault("ERRORS.txt", "");
    assertTrue(errors.contains("leads back up"), errors);
  }

  @Test
  void hostileNames_leadNowhere() throws Exception {
    a.folder("d");
    String bytes = LosslessUtf8.decode(new byte[] {(byte) 0xD6, (byte) 0xD0});
    String others = LosslessUtf8.decode(new byte[] {(byte) 0xD6, (byte) 0xD1});
    for (String name : List.of("\\windows\\x", "C:x", "-rf", "a*b", bytes, others)) {
      a.file(RemotePath.of("d", name), name.length() + "");
    }
    Map<String, String> zip = zip("/a/d/");
    assertEquals(7, zip.size(), zip.toString());
    for (String name : zip.keySet()) {
      assertTrue(name.startsWith("d/"), name);
      assertFalse(name.contains("\\") || name.contains(":") || name.contains(".."), name);
    }
    assertEquals("3", zip.get("d/C_x"));
  }

  @Test
  void zipThatIsCancelled_isCutOff() throws Exception {
    a.folder("d").zeros("d/endless", Long.MAX_VALUE / 2);
    JsonNode started = startZip("/a/d/");
    String status = started.path("status").asString();
    try (InputStream body = ground.open(started.path("href").asString()).body()) {
      assertEquals('P', body.read());
      ground.await(status, "running");
      assertEquals(204, ground.send("DELETE", status, "").statusCode());
      assertThrows(
          IOException.class,
          () -> {
            byte[] some = new byte[1 << 16];
            while (body.read(some) >= 0) {
              // To its end, which is none.
            }
          });
    }
    ground.await(status, "cancelled");
  }

  @Test
  void callerThatLeaves_endsTheZip() throws Exception {
    a.folder("d").zeros("d/endless", Long.MAX_VALUE / 2);
    JsonNode started = startZip("/a/d/");
    try (InputStream body = ground.open(started.path("href").asString()).body()) {
      assertEquals('P', body.read());
    }
    ground.await(started.path("status").asString(), "cancelled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"paths\":[]}",
        "{\"paths\":[null]}",
        "{\"paths\":[\"/\"]}",
        "{\"paths\":[\"/-/api/zips\"]}",
        "{\"paths\":[\"/a/../b\"]}",
        "{\"paths\":[\"/a/%2e%2e/b\"]}",
        "{\"paths\":[\"/a/x%0d%0aDELE%20y\"]}",
        "{\"paths\":[\"/a/x%00\"]}",
        "{\"paths\":[\"/a/x\"],\"name\":\"../x.zip\"}",
        "{\"paths\":[\"/a/x\"],\"name\":\"x\\r\\ny.zip\"}",
        "{\"paths\":[\"/a/x\"],\"more\":1}",
      })
  void requestsThatCannotBe_are400(String body) throws Exception {
    assertEquals(400, ground.post("/-/api/zips", body).statusCode());
  }

  @Test
  void oneUser_hasOnlySoManyAtOnce_andNobodySeesThoseOfOthers() throws Exception {
    a.file("x", "x");
    JsonNode started = startZip("/a/x");
    HttpResponse<String> last = ground.post("/-/api/zips", "{\"paths\":[\"/a/x\"]}");
    for (int i = 0; i < 30 && last.statusCode() == 201; i++) {
      last = ground.post("/-/api/zips", "{\"paths\":[\"/a/x\"]}");
    }
    assertEquals(429, last.statusCode());
    String bob = ApiGround.basic(new Login("bob", "p"));
    for (String method : List.of("GET", "DELETE")) {
      String status = started.path("status").asString();
      assertEquals(404, ground.send(method, status, "", "Authorization", bob).statusCode());
    }
    assertEquals(
        404,
        ground.send("GET", started.path("href").asString(), "", "Authorization", bob).statusCode());
  }

  private JsonNode startZip(String... paths) throws Exception {
    HttpResponse<String> started =
        ground.post("/-/api/zips", Json.text(new ZipsResource.Request(List.of(paths), "a b.zip")));
    assertEquals(201, started.statusCode(), started.body());
    return ApiGround.json(started);
  }

  private Map<String, String> zip(String... paths) throws Exception {
    return fetch(startZip(paths));
  }

  private Map<String, String> fetch(JsonNode started) throws Exception {
    HttpResponse<InputStream> answer = ground.open(started.path("href").asString());
    assertEquals(200, answer.statusCode());
    assertEquals(
        "attachment; filename=\"a b.zip\"; filename*=UTF-8''a%20b.zip",
        answer.headers().firstValue("Content-Disposition").orElse(""));
    Path file = scratch.resolve("z.zip");
    Files.deleteIfExists(file);
    try (InputStream body = answer.body()) {
      Files.copy(body, file);
    }
    Map<String, String> content = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        content.put(entry.getName(), new String(bytes, StandardCharsets.UTF_8));
      }
    }
    return content;
  }

  private String lastName() throws IOException {
    try (ZipFile zip = new ZipFile(scratch.resolve("z.zip").toFile())) {
      List<String> names = new ArrayList<>();
      zip.stream().forEach(entry -> names.add(entry.getName()));
      return names.getLast();
    }
  }
}
