package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Backend;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.store.KeepingBackend;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A backend that keeps `._*` and `.DS_Store` in the store: a Mac sees them like any file, and
/// nothing of them reaches the FTP server.
final class KeptFilesTest {

  private final MemoryFiles server = new MemoryFiles().folder("/dir").file("/dir/x", "X");
  private TestGateway gateway;

  private record Named(String name, RemoteFiles all) implements Backend {
    @Override
    public RemoteFiles files(Login login) {
      return all;
    }
  }

  @BeforeEach
  void start() {
    String user = "mac";
    TestGateway.store().smallFiles().of("m", user).folderRemoved(RemotePath.ROOT);
    KeepingBackend backend =
        new KeepingBackend(
            new Named("m", server),
            name -> name.startsWith("._") || name.equals(".DS_Store"),
            TestGateway.store().smallFiles());
    gateway = TestGateway.over(backend.files(new Login(user, "")));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private void assertServerHas(String... paths) {
    assertEquals(List.of(paths), server.paths());
  }

  private String get(String path) throws Exception {
    HttpResponse<String> got = gateway.send("GET", path);
    assertEquals(200, got.statusCode(), got.body());
    return got.body();
  }

  @Test
  void file_isWrittenReadListedAndRemoved() throws Exception {
    HttpResponse<String> put = gateway.sendBody("PUT", "/m/dir/._x", "resource fork");
    assertEquals(201, put.statusCode(), put.body());
    assertEquals(204, gateway.sendBody("PUT", "/m/dir/._x", "0123456789").statusCode());
    assertEquals("0123456789", get("/m/dir/._x"));
    HttpResponse<String> part = gateway.send("GET", "/m/dir/._x", "Range", "bytes=-3");
    assertEquals(206, part.statusCode());
    assertEquals("789", part.body());
    String etag = gateway.send("HEAD", "/m/dir/._x").headers().firstValue("ETag").orElseThrow();
    assertEquals(
        412, gateway.sendBody("PUT", "/m/dir/._x", "x", "If-Match", "\"no\"").statusCode());
    assertEquals(204, gateway.sendBody("PUT", "/m/dir/._x", "y", "If-Match", etag).statusCode());
    assertEquals(201, gateway.sendBody("PUT", "/m/.DS_Store", "view").statusCode());
    String listing = gateway.send("PROPFIND", "/m/dir/", "Depth", "1").body();
    assertTrue(listing.contains("<D:href>/m/dir/._x</D:href>"), listing);
    assertTrue(listing.contains("<D:href>/m/dir/x</D:href>"), listing);
    assertServerHas("/dir/", "/dir/x");
    assertEquals(204, gateway.status("DELETE", "/m/dir/._x"));
    assertEquals(404, gateway.status("GET", "/m/dir/._x"));
    assertEquals(404, gateway.status("DELETE", "/m/dir/._x"));
    assertEquals(409, gateway.sendBody("PUT", "/m/none/._x", "x").statusCode());
  }

  @Test
  void locksAndProperties_workOnThem() throws Exception {
    HttpResponse<String> locked =
        gateway.sendBody("LOCK", "/m/dir/._x", LockTest.lockInfo("exclusive"), "Depth", "0");
    assertEquals(201, locked.statusCode());
    String key = "(" + locked.headers().firstValue("Lock-Token").orElseThrow() + ")";
    assertEquals(423, gateway.sendBody("PUT", "/m/dir/._x", "x").statusCode());
    assertEquals(201, gateway.sendBody("PUT", "/m/dir/._x", "x", "If", key).statusCode());
    assertServerHas("/dir/", "/dir/x");
  }

  @Test
  void move_goesWhereItIsTold() throws Exception {
    gateway.sendBody("PUT", "/m/dir/._x", "fork");
    assertEquals(201, gateway.status("MOVE", "/m/dir/._x", "Destination", "/m/dir/._y"));
    assertEquals("fork", get("/m/dir/._y"));
    assertEquals(404, gateway.status("GET", "/m/dir/._x"));
    assertEquals(201, gateway.status("COPY", "/m/dir/._y", "Destination", "/m/._z"));
    assertEquals("fork", get("/m/._z"));
    assertServerHas("/dir/", "/dir/x");
    assertEquals(201, gateway.status("MOVE", "/m/._z", "Destination", "/m/plain"));
    assertEquals(Optional.of("fork"), server.content("/plain"));
    assertEquals(404, gateway.status("GET", "/m/._z"));
  }

  @Test
  void folder_takesThemAlong() throws Exception {
    gateway.sendBody("PUT", "/m/dir/._x", "fork");
    assertEquals(201, gateway.status("MOVE", "/m/dir/", "Destination", "/m/moved/"));
    assertEquals("fork", get("/m/moved/._x"));
    assertEquals(201, gateway.status("COPY", "/m/moved/", "Destination", "/m/copy/"));
    assertEquals("fork", get("/m/copy/._x"));
    assertServerHas("/copy/", "/copy/x", "/moved/", "/moved/x");
    assertEquals(204, gateway.status("DELETE", "/m/moved/"));
    assertServerHas("/copy/", "/copy/x");
    server.folder("/moved");
    assertEquals(404, gateway.status("GET", "/m/moved/._x"));
  }

  @Test
  void folderThatWentByAnotherWay_takesThemAlong() throws Exception {
    gateway.sendBody("PUT", "/m/dir/._x", "fork");
    server.delete(RemotePath.of("dir", "x"), io.sallyport.files.Entry.Kind.FILE);
    server.delete(RemotePath.of("dir"), io.sallyport.files.Entry.Kind.FOLDER);
    assertEquals(404, gateway.status("GET", "/m/dir/._x"));
    server.folder("/dir");
    assertEquals(404, gateway.status("GET", "/m/dir/._x"));
  }

  @Test
  void whatTheStoreIsTooSmallFor_goesToTheServer() throws Exception {
    gateway.sendBody("PUT", "/m/dir/._x", "small");
    String large = "0123456789".repeat(200_000);
    assertEquals(204, gateway.sendBody("PUT", "/m/dir/._x", large).statusCode());
    assertEquals(Optional.of(large), server.content("/dir/._x"));
    assertEquals(large, get("/m/dir/._x"));
    assertEquals(204, gateway.sendBody("PUT", "/m/dir/._x", "small again").statusCode());
    assertEquals("small again", get("/m/dir/._x"));
    String listing = gateway.send("PROPFIND", "/m/dir/", "Depth", "1").body();
    assertEquals(listing.indexOf("._x</D:href>"), listing.lastIndexOf("._x</D:href>"), listing);
    assertEquals(204, gateway.status("DELETE", "/m/dir/._x"));
    assertFalse(server.exists("/dir/._x"));
  }

  /// Whoever the server does not let in gets nothing from the store either.
  @Test
  void serverThatRefusesTheLogin_keepsThemFromView() throws Exception {
    gateway.sendBody("PUT", "/m/dir/._x", "secret");
    server.fail("stat /dir", new Failure.NotLoggedIn("Say who you are.", null));
    assertEquals(401, gateway.status("GET", "/m/dir/._x"));
    assertEquals(401, gateway.sendBody("PUT", "/m/dir/._x", "x").statusCode());
    assertEquals(401, gateway.status("DELETE", "/m/dir/._x"));
  }
}
