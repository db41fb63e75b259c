package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Entry;
import io.sallyport.files.RemotePath;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// COPY of what holds links: what a link to a folder leads to is not copied along, a link to a file
/// is that file, and a tree that holds itself has an end.
@Timeout(60)
final class LinksTest {

  private final TestGateway gateway = new TestGateway();

  LinksTest() {
    gateway
        .files()
        .folder("/out")
        .file("/out/o", "O")
        .folder("/dir")
        .file("/dir/x", "X")
        .folder("/dir/sub")
        .file("/dir/sub/y", "Y")
        .link("/dir/file", "/out/o")
        .link("/dir/folder", "/out")
        .link("/dir/sub/up", "/dir")
        .link("/dir/nowhere", "/none");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private HttpResponse<String> to(String method, String path, String destination) throws Exception {
    return gateway.send(method, path, "Destination", destination);
  }

  private static void refuses(HttpResponse<String> response, String href) {
    assertTrue(
        response.body().contains("<D:href>" + href + "</D:href><D:status>HTTP/1.1 4"),
        response.body());
  }

  @Test
  void linksToFolders_areNotFollowed_andTold() throws Exception {
    HttpResponse<String> copied = to("COPY", "/m/dir", "/m/new");
    assertEquals(207, copied.statusCode());
    refuses(copied, "/m/new/folder");
    refuses(copied, "/m/new/sub/up");
    refuses(copied, "/m/new/nowhere");
    assertEquals(
        List.of("/new/", "/new/file", "/new/sub/", "/new/sub/y", "/new/x"),
        gateway.files().paths().stream().filter(path -> path.startsWith("/new")).toList());
    assertEquals(Optional.of("O"), gateway.files().content("/new/file"));
    assertEquals(Optional.of("O"), gateway.files().content("/out/o"));
  }

  @Test
  void serverThatTellsNoLinks_isCopiedToAnEnd() throws Exception {
    gateway.files().hideLinks();
    HttpResponse<String> copied = to("COPY", "/m/dir", "/m/new");
    assertEquals(207, copied.statusCode());
    assertEquals(Optional.of("O"), gateway.files().content("/new/folder/o"));
    assertEquals(Optional.of("Y"), gateway.files().content("/new/sub/y"));
    long depth =
        gateway.files().paths().stream()
            .mapToLong(path -> path.chars().filter(c -> c == '/').count())
            .max()
            .orElseThrow();
    assertTrue(depth < 15, "" + gateway.files().paths());
  }

  @Test
  void linkThatIsNamedItself_isWhatItLeadsTo() throws Exception {
    assertEquals(201, to("COPY", "/m/dir/folder", "/m/copy").statusCode());
    assertEquals(Optional.of("O"), gateway.files().content("/copy/o"));
    assertEquals(201, to("COPY", "/m/dir/file", "/m/file").statusCode());
    assertEquals(Optional.of("O"), gateway.files().content("/file"));
  }

  @Test
  void moveToAnotherServer_keepsTheOriginalOfWhatItCannotCopy() throws Exception {
    assertEquals(207, to("MOVE", "/m/dir", "/other/dir").statusCode());
    assertTrue(gateway.files().exists("/dir/folder"));
    assertEquals(Optional.of("Y"), gateway.files().content("/dir/sub/y"));
    gateway.files().delete(RemotePath.of("dir", "nowhere"), Entry.Kind.LINK);
    gateway.files().delete(RemotePath.of("dir", "folder"), Entry.Kind.LINK);
    gateway.files().delete(RemotePath.of("dir", "sub", "up"), Entry.Kind.LINK);
    assertEquals(204, to("MOVE", "/m/dir", "/other/dir").statusCode());
    assertFalse(gateway.files().exists("/dir"));
    assertEquals(Optional.of("O"), gateway.files().content("/out/o"));
    assertEquals(Optional.of("O"), gateway.other().content("/dir/file"));
  }
}
