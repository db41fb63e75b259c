package io.sallyport.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sallyport.files.Login;
import io.sallyport.store.StoreSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Copies and moves within a server and to another, over files in memory.
@Timeout(120)
final class TasksTest {

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
  void copy_withinAServerAndToAnother_keepsTimes() throws Exception {
    a.folder("d").folder("d/e").file("d/x", "x").file("d/e/y", "y").folder("to");
    b.folder("to");
    for (String to : List.of("/a/to/", "/b/to/")) {
      JsonNode done = task("copy", to, "fail", "/a/d");
      assertEquals("done", done.path("state").asString());
      assertEquals(2, done.path("files").asInt());
      assertEquals(2, done.path("bytes").asInt());
      assertEquals(2, done.path("filesTotal").asInt());
      assertEquals(2, done.path("bytesTotal").asInt());
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
  void moveWithinAServer_isOneThingToDo_whateverIsInIt() throws Exception {
    a.folder("d").file("d/x", "x").file("d/y", "y").folder("to");
    JsonNode done = task("move", "/a/to/", "fail", "/a/d");
    assertEquals(1, done.path("files").asInt());
    assertEquals(1, done.path("filesTotal").asInt());
    assertEquals(0, done.path("bytesTotal").asInt(-1));
  }

  @Test
  void whatCannotBeCounted_hasNoTotal_andIsDoneAllTheSame() throws Exception {
    a.folder("d").file("d/x", "x").folder("d/locked").breaks("d/locked");
    b.folder("to");
    JsonNode done = task("copy", "/b/to/", "fail", "/a/d");
    assertEquals("done", done.path("state").asString());
    assertFalse(done.has("filesTotal"), done.toString());
    assertEquals("x", b.text("to/d/x"));
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
    ground.lock("b", "d/x");
    JsonNode copied = task("copy", "/b/d/", "overwrite", "/a/x");
    assertEquals("locked", copied.path("problems").path(0).path("code").asString());
    assertFalse(b.has("d/x"));
    ground.lock("a", "y");
    JsonNode moved = task("move", "/b/d/", "overwrite", "/a/y");
    assertEquals("locked", moved.path("problems").path(0).path("code").asString());
    assertEquals("y", a.text("y"));
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
    ground.await(href, "cancelled");
    assertFalse(sink.has("to/endless"));
  }

  @Test
  void tasks_areListedForTheirOwnerAlone() throws Exception {
    a.file("x", "x");
    b.folder("to");
    task("copy", "/b/to/", "fail", "/a/x");
    assertEquals(1, ApiGround.json(ground.get("/-/api/tasks")).size());
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

  private JsonNode task(String kind, String to, String conflict, String... from) throws Exception {
    return ground.await(start(kind, to, conflict, from), "done");
  }

  private String start(String kind, String to, String conflict, String... from) throws Exception {
    String body = Json.text(new TasksResource.Request(kind, List.of(from), to, conflict));
    HttpResponse<String> started = ground.post("/-/api/tasks", body);
    assertEquals(201, started.statusCode(), started.body());
    return ApiGround.json(started).path("href").asString();
  }
}
