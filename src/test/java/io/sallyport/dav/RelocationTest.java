package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.store.DeadProperty;
import io.sallyport.store.Properties;
import io.sallyport.store.PropertyChange;
import io.sallyport.store.PropertyKey;
import io.sallyport.store.ResourcePath;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RelocationTest {

  private final TestGateway gateway = new TestGateway();

  RelocationTest() {
    gateway
        .files()
        .file("/a", "A")
        .file("/b", "B")
        .folder("/dir")
        .file("/dir/x", "X")
        .folder("/dir/sub")
        .file("/dir/sub/y", "Y")
        .folder("/full")
        .file("/full/z", "Z");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"COPY", "MOVE"})
  void absentOverwrite_meansYes(String method) throws Exception {
    assertEquals(204, to(method, "/m/a", "/m/b"));
    assertEquals(Optional.of("A"), gateway.files().content("/b"));
  }

  @ParameterizedTest
  @CsvSource({"COPY, F, 412", "MOVE, F, 412", "COPY, T, 204", "MOVE, T, 204", "MOVE, x, 400"})
  void overwrite_decides(String method, String overwrite, int status) throws Exception {
    assertEquals(status, to(method, "/m/a", "/m/b", "Overwrite", overwrite));
    assertEquals(Optional.of(status == 204 ? "A" : "B"), gateway.files().content("/b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"COPY", "MOVE"})
  void ontoItself_is403AndKeepsIt(String method) throws Exception {
    assertEquals(403, to(method, "/m/a", "/m/a"));
    assertEquals(403, to(method, "/m/dir", "/m/dir/"));
    assertEquals(Optional.of("A"), gateway.files().content("/a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"COPY", "MOVE"})
  void intoItsOwnChild_is403AndKeepsTheTree(String method) throws Exception {
    List<String> before = gateway.files().paths();
    assertEquals(403, to(method, "/m/dir", "/m/dir/sub/new"));
    assertEquals(before, gateway.files().paths());
  }

  @ParameterizedTest
  @ValueSource(strings = {"COPY", "MOVE"})
  void ontoItsOwnParent_is403AndKeepsTheTree(String method) throws Exception {
    List<String> before = gateway.files().paths();
    assertEquals(403, to(method, "/m/dir/sub", "/m/dir"));
    assertEquals(before, gateway.files().paths());
  }

  @ParameterizedTest
  @CsvSource({
    "http://elsewhere/m/new, 502",
    "http://127.0.0.1:1/m/new, 502",
    "ftp://127.0.0.1/m/new, 400",
    "//elsewhere/m/new, 400",
    "m/new, 400",
    "http:///m/new, 400",
    "'', 400",
    "/m/../new, 400",
    "/m/%2e%2e/new, 400",
    "/m/a%2fb, 400",
    "/m/a%0d%0aDELE%20a, 400",
    "/m/%zz, 400",
    "/, 403",
    "/m/, 403",
    "/nobody/x, 404",
    "/locked/x, 401",
    "/-/x, 403",
    "/m/none/new, 409",
  })
  void destination_isChecked(String destination, int status) throws Exception {
    List<String> before = gateway.files().paths();
    assertEquals(status, to("COPY", "/m/a", destination));
    assertEquals(status, to("MOVE", "/m/a", destination));
    assertEquals(before, gateway.files().paths());
  }

  @Test
  void destination_mayBeAUrlOfThisServer() throws Exception {
    assertEquals(201, to("COPY", "/m/a", "http://127.0.0.1:" + gateway.port() + "/m/n%20w"));
    assertEquals(201, to("COPY", "/m/a", "https://127.0.0.1:" + gateway.port() + "/m/n2"));
    assertEquals(Optional.of("A"), gateway.files().content("/n w"));
  }

  @Test
  void missingDestination_is400AndMissingSource404() throws Exception {
    assertEquals(400, gateway.status("COPY", "/m/a"));
    assertEquals(404, to("COPY", "/m/none", "/m/new"));
    assertEquals(404, to("MOVE", "/m/none", "/m/new"));
  }

  @Test
  void copy_takesTheWholeTree() throws Exception {
    assertEquals(201, to("COPY", "/m/dir/", "/m/new/"));
    assertEquals(Optional.of("Y"), gateway.files().content("/new/sub/y"));
    assertEquals(Optional.of("Y"), gateway.files().content("/dir/sub/y"));
  }

  @Test
  void copyOfDepthZero_takesTheFolderAlone() throws Exception {
    assertEquals(201, to("COPY", "/m/dir", "/m/new", "Depth", "0"));
    assertTrue(gateway.files().exists("/new"));
    assertFalse(gateway.files().exists("/new/x"));
    assertEquals(400, to("COPY", "/m/dir", "/m/new2", "Depth", "1"));
    assertEquals(400, to("MOVE", "/m/dir", "/m/new2", "Depth", "0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"COPY", "MOVE"})
  void folderOverFolder_replacesIt(String method) throws Exception {
    assertEquals(204, to(method, "/m/dir", "/m/full"));
    assertEquals(Optional.of("X"), gateway.files().content("/full/x"));
    assertFalse(gateway.files().exists("/full/z"));
    assertFalse(gateway.files().paths().stream().anyMatch(path -> path.contains(".sallyport")));
  }

  @Test
  void failedMoveOverAFolder_bringsItBack() throws Exception {
    gateway.files().fail("rename /dir /full", new Failure.Denied("The server says no.", null));
    List<String> before = gateway.files().paths();
    assertEquals(403, to("MOVE", "/m/dir", "/m/full"));
    assertEquals(before, gateway.files().paths());
  }

  @Test
  void failedCopyOverAFolder_bringsItBack() throws Exception {
    gateway.files().fail("read /dir/sub/y", new Failure.Denied("The server says no.", null));
    List<String> before = gateway.files().paths();
    assertEquals(207, to("COPY", "/m/dir", "/m/full"));
    assertEquals(before, gateway.files().paths());
  }

  @Test
  void failedCopyOverAFile_keepsIt() throws Exception {
    gateway.files().cutDownloads(0);
    assertEquals(502, to("COPY", "/m/a", "/m/b"));
    assertEquals(Optional.of("B"), gateway.files().content("/b"));
  }

  @Test
  void copyOfATree_tellsWhichMembersFailed() throws Exception {
    gateway.files().fail("read /dir/x", new Failure.Denied("The server says no.", null));
    HttpResponse<String> response = relocate("COPY", "/m/dir", "/m/new");
    assertEquals(207, response.statusCode());
    assertTrue(
        response
            .body()
            .contains("<D:href>/m/new/x</D:href><D:status>HTTP/1.1 403 Forbidden</D:status>"),
        response.body());
    assertEquals(Optional.of("Y"), gateway.files().content("/new/sub/y"));
  }

  @Test
  void move_betweenServersCopiesBeforeItDeletes() throws Exception {
    assertEquals(201, to("MOVE", "/m/dir", "/other/dir"));
    assertEquals(Optional.of("Y"), gateway.other().content("/dir/sub/y"));
    assertFalse(gateway.files().exists("/dir"));
    gateway.other().fail("commit /full/z", new Failure.NoSpace("The disk is full.", null));
    assertEquals(207, to("MOVE", "/m/full", "/other/full"));
    assertEquals(Optional.of("Z"), gateway.files().content("/full/z"));
  }

  /// The copy is whole by then: taking it back would lose what the original no longer has.
  @Test
  void moveBetweenServersOverAFolder_keepsItsCopyWhenTheOriginalStays() throws Exception {
    gateway.other().folder("/full").file("/full/old", "OLD");
    gateway.files().fail("delete /dir/x", new Failure.Denied("The server says no.", null));
    HttpResponse<String> moved = relocate("MOVE", "/m/dir", "/other/full");
    assertEquals(207, moved.statusCode());
    assertTrue(
        moved.body().contains("<D:href>/m/dir/x</D:href><D:status>HTTP/1.1 403 Forbidden<"),
        moved.body());
    assertEquals(Optional.of("Y"), gateway.other().content("/full/sub/y"));
    assertTrue(gateway.other().exists("/full/x"));
    assertFalse(gateway.other().exists("/full/old"));
  }

  @Test
  void copyThatFailsHalfway_givesNoPropertiesToWhatIsNotThere() throws Exception {
    Properties properties = TestGateway.store().properties();
    DeadProperty property = new DeadProperty(new PropertyKey("u:", "p"), "<p xmlns=\"u:\"/>");
    for (String path : List.of("dir", "dir/x", "dir/sub/y")) {
      properties.change(
          new ResourcePath("m", RemotePath.parseUri(path)),
          "nobody",
          List.of(new PropertyChange.Set(property)));
    }
    gateway.files().fail("read /dir/x", new Failure.Denied("The server says no.", null));
    assertEquals(207, to("COPY", "/m/dir", "/m/new"));
    List<Integer> counts = new ArrayList<>();
    for (String path : List.of("new", "new/x", "new/sub/y")) {
      counts.add(properties.of(new ResourcePath("m", RemotePath.parseUri(path))).size());
    }
    assertEquals(List.of(1, 0, 1), counts);
  }

  @Test
  void roots_stayWhereTheyAre() throws Exception {
    assertEquals(403, to("MOVE", "/m/", "/other/x"));
    assertEquals(403, to("COPY", "/", "/other/x"));
    assertEquals(201, to("COPY", "/m/", "/other/x"));
  }

  @Test
  void condition_decides() throws Exception {
    assertEquals(412, to("MOVE", "/m/a", "/m/new", "If-Match", "\"x\""));
    assertEquals(412, to("COPY", "/m/a", "/m/new", "If-None-Match", "*"));
    assertFalse(gateway.files().exists("/new"));
  }

  private int to(String method, String path, String destination, String... headers)
      throws Exception {
    return relocate(method, path, destination, headers).statusCode();
  }

  private HttpResponse<String> relocate(
      String method, String path, String destination, String... headers) throws Exception {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Destination";
    all[1] = destination;
    return gateway.send(method, path, all);
  }
}
