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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// MKCOL, DELETE, OPTIONS and PROPPATCH.
final class FolderTest {

  private final TestGateway gateway = new TestGateway();

  FolderTest() {
    gateway.files().file("/a", "A").folder("/dir").file("/dir/x", "X").folder("/dir/sub");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/m/new, 201",
    "/m/new/, 201",
    "/m/a, 405",
    "/m/dir, 405",
    "/m/none/new, 409",
    "/, 405",
    "/m/, 405",
    "/nobody, 403",
    "/nobody/new, 404",
    "/locked/new, 401",
  })
  void mkcol(String path, int status) throws Exception {
    assertEquals(status, gateway.status("MKCOL", path));
    assertEquals(path.startsWith("/m/new"), gateway.files().exists("/new"));
  }

  @Test
  void mkcolWithBody_is415() throws Exception {
    assertEquals(415, gateway.sendBody("MKCOL", "/m/new", "<x/>").statusCode());
    assertFalse(gateway.files().exists("/new"));
  }

  @Test
  void delete_takesTheWholeTree() throws Exception {
    gateway.files().file("/dir/sub/y", "Y");
    assertEquals(204, gateway.status("DELETE", "/m/dir"));
    assertEquals(List.of("/a"), gateway.files().paths());
    assertEquals(204, gateway.status("DELETE", "/m/a"));
    assertEquals(404, gateway.status("DELETE", "/m/a"));
  }

  @Test
  void delete_neverFollowsLinks() throws Exception {
    gateway
        .files()
        .folder("/keep")
        .file("/keep/k", "K")
        .link("/dir/l", "/keep")
        .link("/l", "/keep");
    assertEquals(204, gateway.status("DELETE", "/m/dir"));
    assertEquals(204, gateway.status("DELETE", "/m/l"));
    assertEquals(Optional.of("K"), gateway.files().content("/keep/k"));
    assertFalse(gateway.files().exists("/l"));
  }

  @Test
  void delete_tellsWhichMembersFailed() throws Exception {
    gateway.files().fail("delete /dir/x", new Failure.Denied("The server says no.", null));
    HttpResponse<String> response = gateway.send("DELETE", "/m/dir");
    assertEquals(207, response.statusCode());
    assertTrue(response.body().contains("<D:href>/m/dir/x</D:href>"), response.body());
    assertFalse(response.body().contains("<D:href>/m/dir</D:href>"), response.body());
    assertFalse(gateway.files().exists("/dir/sub"));
  }

  /// What is gone keeps neither locks nor properties, and what is left keeps its own.
  @Test
  void deleteThatFailsHalfway_leavesTheStateOfWhatIsLeft() throws Exception {
    gateway.files().fail("delete /dir/x", new Failure.Denied("The server says no.", null));
    Properties properties = TestGateway.store().properties();
    DeadProperty property = new DeadProperty(new PropertyKey("u:", "p"), "<p xmlns=\"u:\"/>");
    List<ResourcePath> places =
        Stream.of("dir", "dir/x", "dir/sub", "dir/sub/y")
            .map(path -> new ResourcePath("m", RemotePath.parseUri(path)))
            .toList();
    places.forEach(
        each -> properties.change(each, "nobody", List.of(new PropertyChange.Set(property))));
    assertEquals(207, gateway.send("DELETE", "/m/dir").statusCode());
    assertEquals(
        List.of(1, 1, 0, 0), places.stream().map(each -> properties.of(each).size()).toList());
  }

  @Test
  void deleteThatFailsAtOnce_isAStatus() throws Exception {
    gateway.files().fail("delete /a", new Failure.Denied("The server says no.", null));
    assertEquals(403, gateway.status("DELETE", "/m/a"));
  }

  @ParameterizedTest
  @CsvSource({
    "If-Match, '\"x\"', 412",
    "If-None-Match, *, 412",
    "If-Unmodified-Since, 'Mon, 13 Nov 2023 22:13:20 GMT', 412",
    "If-Match, '\"6553f100-1\"', 204",
    "Depth, 0, 204",
  })
  void deleteOfAFile_underACondition(String name, String value, int status) throws Exception {
    assertEquals(status, gateway.status("DELETE", "/m/a", name, value));
    assertEquals(status == 412, gateway.files().exists("/a"));
  }

  @Test
  void deleteOfAFolder_isOfInfiniteDepth() throws Exception {
    assertEquals(400, gateway.status("DELETE", "/m/dir", "Depth", "0"));
    assertEquals(403, gateway.status("DELETE", "/m/"));
    assertEquals(403, gateway.status("DELETE", "/"));
    assertEquals(204, gateway.status("DELETE", "/m/dir", "Depth", "infinity"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "MKCOL", "PROPFIND", "PROPPATCH", "COPY", "MOVE"})
  void hostilePath_neverReachesTheServer(String method) throws Exception {
    for (String path :
        List.of("/m/%2e%2e/a", "/m/a%2fb", "/m/a%00", "/m/a%0d%0aDELE%20a", "/m/..%5c..%5ca")) {
      assertEquals(400, gateway.status(method, path, "Destination", "/m/new"), path);
    }
    assertEquals(List.of(), gateway.files().log());
  }

  @ParameterizedTest
  @CsvSource({
    "/, 'OPTIONS, GET, HEAD, PROPFIND'",
    "/m/, 'OPTIONS, GET, HEAD, PROPFIND, PROPPATCH, COPY, LOCK, UNLOCK'",
    "/m/a, 'OPTIONS, GET, HEAD, PROPFIND, PROPPATCH, COPY, MOVE, DELETE, PUT, LOCK, UNLOCK'",
    "/m/none, 'OPTIONS, PUT, MKCOL, LOCK, UNLOCK'",
    "/locked/, 'OPTIONS, GET, HEAD, PROPFIND, PROPPATCH, COPY, MOVE, DELETE, PUT, MKCOL, LOCK,"
        + " UNLOCK'",
  })
  void options_needsNoLogin(String path, String allow) throws Exception {
    HttpResponse<String> response = gateway.send("OPTIONS", path);
    assertEquals(200, response.statusCode());
    assertEquals(Optional.of(allow), response.headers().firstValue("Allow"));
    assertEquals(Optional.of("1, 2, 3"), response.headers().firstValue("DAV"));
    assertEquals(Optional.of("DAV"), response.headers().firstValue("MS-Author-Via"));
  }

  @Test
  void loginPrompt_saysThatThisIsWebDav() throws Exception {
    HttpResponse<String> response = gateway.send("PROPFIND", "/locked/", "Depth", "0");
    assertEquals(401, response.statusCode());
    assertEquals(Optional.of("1, 2, 3"), response.headers().firstValue("DAV"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH", "REPORT", "BREW"})
  void otherMethods_are405(String method) throws Exception {
    HttpResponse<String> response = gateway.send(method, "/m/a");
    assertEquals(405, response.statusCode());
    assertTrue(response.headers().firstValue("Allow").orElse("").contains("PROPFIND"));
  }
}
