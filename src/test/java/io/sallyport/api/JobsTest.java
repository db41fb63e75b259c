package io.sallyport.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Login;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import io.sallyport.store.LockRequest;
import io.sallyport.store.ResourcePath;
import io.sallyport.store.StoreSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// ZIPs, copies and moves, searches and properties, over files in memory.
@Timeout(120)
final class JobsTest {

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

  // ZIPs

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
    JsonNode status = json(ground.get(started.path("status").asString()));
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
      await(status, "running");
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
    await(status, "cancelled");
  }

  @Test
  void callerThatLeaves_endsTheZip() throws Exception {
    a.folder("d").zeros("d/endless", Long.MAX_VALUE / 2);
    JsonNode started = startZip("/a/d/");
    try (InputStream body = ground.open(started.path("href").asString()).body()) {
      assertEquals('P', body.read());
    }
    await(started.path("status").asString(), "cancelled");
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

  // Tasks

  @Test
  void copy_withinAServerAndToAnother_keepsTimes() throws Exception {
    a.folder("d").folder("d/e").file("d/x", "x").file("d/e/y", "y").folder("to");
    b.folder("to");
    for (String to : List.of("/a/to/", "/b/to/")) {
      JsonNode done = task("copy", to, "fail", "/a/d");
      assertEquals("done", done.path("state").asString());
      assertEquals(2, done.path("files").asInt());
      assertEquals(2, done.path("bytes").asInt());
    }
    for (FakeFiles each : List.of(a, b)) {
      assertEquals("x", each.text("to/d/x"));
      assertEquals("y", each.text("to/d/e/y"));
      assertEquals(FakeFiles.TIME, each.modified("to/d/e/y"));
    }
    assertEquals("x", a.text("d/x"));
  }

  @Test
  void move_takesAwayWhatHasArrived() throws Exception {
    a.folder("d").folder("d/e").file("d/x", "x").file("d/e/y", "y").file("single", "s");
    b.folder("to");
    assertEquals(
        "done", task("move", "/b/to/", "fail", "/a/d/", "/a/single").path("state").asString());
    assertEquals("y", b.text("to/d/e/y"));
    assertEquals("s", b.text("to/single"));
    assertFalse(a.has("d") || a.has("d/e") || a.has("d/x") || a.has("single"));
  }

  @Test
  void moveThatFailsForSome_leavesTheSourceWhole() throws Exception {
    a.folder("d").file("d/x", "x").file("d/y", "y").breaks("d/y");
    b.folder("to");
    JsonNode done = task("move", "/b/to/", "fail", "/a/d");
    assertEquals("/a/d/y", done.path("problems").path(0).path("path").asString());
    assertEquals("x", a.text("d/x"));
    assertFalse(b.has("to/d/y"));
  }

  @Test
  void moveOfALink_leavesWhatItLeadsTo() throws Exception {
    a.folder("elsewhere").file("elsewhere/kept", "kept");
    a.folder("d").file("d/x", "x").link("d/link", "elsewhere");
    b.folder("to");
    assertEquals("done", task("move", "/b/to/", "fail", "/a/d").path("state").asString());
    assertEquals("kept", a.text("elsewhere/kept"));
    assertEquals("kept", b.text("to/d/link/kept"));
    assertFalse(a.has("d") || a.hasLink("d/link"));
  }

  @Test
  void fileThatChangesWhileItIsMoved_stays() throws Exception {
    a.file("x", "old").file("y", "y");
    b.folder("to");
    b.onTransfer =
        path -> a.file("x", "written meanwhile").aged("x", Instant.parse("2030-01-01T00:00:00Z"));
    JsonNode done = task("move", "/b/to/", "fail", "/a/x");
    assertEquals("old", b.text("to/x"));
    assertEquals("written meanwhile", a.text("x"));
    assertEquals(1, done.path("problems").size());
  }

  @ParameterizedTest
  @CsvSource({
    "copy,fail,old,new,1,",
    "copy,skip,old,new,0,",
    "copy,overwrite,new,new,0,",
    "copy,newer,new,new,0,",
    "copy,keep-both,old,new,0,new",
    "move,fail,old,new,1,",
    "move,skip,old,new,0,",
    "move,overwrite,new,,0,",
    "move,newer,new,,0,",
    "move,keep-both,old,,0,new"
  })
  void conflict_isSettledAsAsked_insideFoldersToo(
      String kind, String conflict, String there, String left, int problems, String second)
      throws Exception {
    a.folder("d").file("d/x.txt", "new").folder("from").file("from/x.txt", "new");
    b.folder("d").file("d/x.txt", "old").aged("d/x.txt", Instant.parse("2001-01-01T00:00:00Z"));
    JsonNode done = task(kind, "/b/d/", conflict, "/a/from/x.txt");
    assertEquals(problems, done.path("problems").size(), done.toString());
    assertEquals(there, b.text("d/x.txt"));
    assertEquals(left == null ? "gone" : left, a.has("from/x.txt") ? a.text("from/x.txt") : "gone");
    assertEquals(second != null, b.has("d/x (2).txt"));
    if (!List.of("fail", "keep-both").contains(conflict)) {
      b.file("d/x.txt", "old").aged("d/x.txt", Instant.parse("2001-01-01T00:00:00Z"));
      JsonNode merged = task(kind, "/b/", conflict, "/a/d");
      assertEquals(problems, merged.path("problems").size(), merged.toString());
      assertEquals(there, b.text("d/x.txt"));
      assertEquals(left == null ? "gone" : left, a.has("d/x.txt") ? a.text("d/x.txt") : "gone");
    }
  }

  @Test
  void olderFile_isNotTakenForNewer() throws Exception {
    a.file("x", "older").aged("x", Instant.parse("2001-01-01T00:00:00Z"));
    b.folder("d").file("d/x", "there");
    task("copy", "/b/d/", "newer", "/a/x");
    assertEquals("there", b.text("d/x"));
  }

  @Test
  void lockedTarget_isNotWritten_norALockedSourceMoved() throws Exception {
    a.file("x", "x").file("y", "y");
    b.folder("d");
    lock("b", "d/x");
    JsonNode copied = task("copy", "/b/d/", "overwrite", "/a/x");
    assertEquals("locked", copied.path("problems").path(0).path("code").asString());
    assertFalse(b.has("d/x"));
    lock("a", "y");
    JsonNode moved = task("move", "/b/d/", "overwrite", "/a/y");
    assertEquals("locked", moved.path("problems").path(0).path("code").asString());
    assertEquals("y", a.text("y"));
  }

  private void lock(String backend, String path) {
    var _ =
        ground
            .store()
            .locks()
            .take(
                new LockRequest(
                    new ResourcePath(backend, RemotePath.parseUri(path)),
                    false,
                    true,
                    "somebody",
                    "",
                    Duration.ofMinutes(5)));
  }

  @Test
  void cancelledTask_leavesNoHalfFile() throws Exception {
    a.zeros("endless", Long.MAX_VALUE / 2);
    b.folder("to");
    CountDownLatch begun = new CountDownLatch(1);
    a.onTransfer = path -> begun.countDown();
    FakeFiles sink = b;
    String href = start("copy", "/b/to/", "fail", "/a/endless");
    begun.await();
    assertEquals(204, ground.send("DELETE", href, "").statusCode());
    await(href, "cancelled");
    assertFalse(sink.has("to/endless"));
  }

  @Test
  void tasks_areListedForTheirOwnerAlone() throws Exception {
    a.file("x", "x");
    b.folder("to");
    task("copy", "/b/to/", "fail", "/a/x");
    assertEquals(1, json(ground.get("/-/api/tasks")).size());
    for (Login other : List.of(new Login("bob", "p"), new Login("ann", "wrong"))) {
      HttpResponse<String> list =
          ground.send("GET", "/-/api/tasks", "", "Authorization", ApiGround.basic(other));
      assertEquals("[]", list.body());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 400",
        "{'kind':'delete','from':['/a/x'],'to':'/b/'} | 400",
        "{'kind':'copy','from':[],'to':'/b/'} | 400",
        "{'kind':'copy','from':['/a/x']} | 400",
        "{'kind':'copy','from':['/a/../x'],'to':'/b/'} | 400",
        "{'kind':'copy','from':['/a/x'],'to':'/b/%0aDELE'} | 400",
        "{'kind':'copy','from':['/a/x'],'to':'/b/','conflict':'maybe'} | 400",
        "{'kind':'copy','from':['/a'],'to':'/b/'} | 403",
        "{'kind':'copy','from':['/a/d'],'to':'/a/d/e/'} | 403",
        "{'kind':'move','from':['/a/d'],'to':'/a/d/'} | 403",
        "{'kind':'copy','from':['/none/x'],'to':'/b/'} | 404"
      })
  void tasksThatCannotBe_areRefused(String body, int status) throws Exception {
    HttpResponse<String> answer = ground.post("/-/api/tasks", body.replace('\'', '"'));
    assertEquals(status, answer.statusCode(), answer.body());
  }

  // Search and properties

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
    JsonNode entry = json(ground.get("/-/api/entries?path=%2Fa%2Fx%2520y"));
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
    lock("a", "x%20y");
    assertEquals(423, ground.post("/-/api/entries", change).statusCode());
    assertEquals(404, ground.get("/-/api/entries?path=/a/none").statusCode());
  }

  private List<JsonNode> search(String url) throws Exception {
    HttpResponse<String> answer = ground.get(url);
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body().lines().map(JobsTest::parse).toList();
  }

  private static List<String> paths(List<JsonNode> lines) {
    return lines.stream()
        .filter(line -> line.has("entry"))
        .map(line -> line.path("entry").path("path").asString())
        .toList();
  }

  private JsonNode task(String kind, String to, String conflict, String... from) throws Exception {
    return await(start(kind, to, conflict, from), "done");
  }

  private String start(String kind, String to, String conflict, String... from) throws Exception {
    String body = Json.text(new TasksResource.Request(kind, List.of(from), to, conflict));
    HttpResponse<String> started = ground.post("/-/api/tasks", body);
    assertEquals(201, started.statusCode(), started.body());
    return json(started).path("href").asString();
  }

  private JsonNode await(String href, String state) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    JsonNode job = json(ground.get(href));
    while (!job.path("state").asString().equals(state)) {
      assertTrue(System.nanoTime() < deadline, job.toString());
      Thread.sleep(20);
      job = json(ground.get(href));
    }
    return job;
  }

  private JsonNode startZip(String... paths) throws Exception {
    HttpResponse<String> started =
        ground.post("/-/api/zips", Json.text(new ZipsResource.Request(List.of(paths), "a b.zip")));
    assertEquals(201, started.statusCode(), started.body());
    return json(started);
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

  private static JsonNode json(HttpResponse<String> answer) {
    return parse(answer.body());
  }

  private static JsonNode parse(String text) {
    return Json.parse(text, JsonNode.class);
  }
}
