package io.sallyport.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a drive meets on a real server behind the packaged gateway: versions of one second, links,
/// files that the gateway keeps, names of users as Windows writes them. One vsftpd is two backends
/// there, `plain` and `mac`, with nothing in common but its files.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
final class WebDavIT {

  private static final String LOCK =
      "<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope>"
          + "<D:locktype><D:write/></D:locktype></D:lockinfo>";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Path served;
  private Path home;
  private RealFtpServer server;
  private PackagedGateway gateway;

  @BeforeAll
  void start(@TempDir Path folder, @TempDir Path own) throws IOException {
    served = folder;
    home = own;
    server = FtpSoftware.VSFTPD.over(folder).start();
    gateway = gateway();
  }

  private PackagedGateway gateway() throws IOException {
    Path configuration =
        Files.writeString(
            home.resolve("sallyport.yaml"),
            """
            state: %1$s
            backends:
              plain: {url: "ftp://127.0.0.1:%2$d/"}
              mac: {url: "ftp://127.0.0.1:%2$d/", keep-in-store: ["._*", .DS_Store]}
            """
                .formatted(home.resolve("state"), server.port()));
    return PackagedGateway.serving("--config", configuration.toString());
  }

  @AfterAll
  void stop() {
    gateway.close();
    server.close();
    client.close();
    assertFalse(gateway.log().contains("\tat "), gateway.log());
  }

  // Versions.

  @Test
  void versionsOfOneSecond_areToldApart_alsoThroughAnotherBackend() throws Exception {
    String etag = tag(put("plain/versions", "version 0"));
    List<String> etags = new ArrayList<>(List.of(etag));
    for (int i = 1; i < 8; i++) {
      String content = "version " + i;
      String date = header(send("HEAD", "mac/versions", ""), "Last-Modified");
      String door = i % 2 == 0 ? "mac" : "plain";
      etag = tag(put(door + "/versions", content, "If-Match", etag));
      for (String old : etags) {
        assertNotEquals(old, etag);
        for (String other : List.of("plain", "mac")) {
          HttpResponse<String> got = send("GET", other + "/versions", "", "If-None-Match", old);
          assertEquals(200, got.statusCode(), gateway.log());
          assertEquals(content, got.body());
        }
      }
      assertEquals(200, send("GET", "plain/versions", "", "If-Modified-Since", date).statusCode());
      assertEquals(304, send("GET", "mac/versions", "", "If-None-Match", etag).statusCode());
      etags.add(etag);
    }
    put("plain/versions.tmp", "version 9");
    assertEquals(204, move("plain/versions.tmp", "plain/versions").statusCode());
    HttpResponse<String> got = send("GET", "mac/versions", "", "If-None-Match", etag);
    assertEquals("version 9", got.body());
    assertEquals(412, send("PUT", "mac/versions", "lost", "If-Match", etag).statusCode());
  }

  /// A drive looks at the folder again and again, another one saves.
  @Test
  void listing_isNeverOlderThanAChangeThroughTheGateway() throws Exception {
    Files.createDirectory(
        served.resolve("seen"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
    Files.setPosixFilePermissions(
        served.resolve("seen"), PosixFilePermissions.fromString("rwxrwxrwx"));
    for (int i = 1; i < 6; i++) {
      put("plain/seen/file", "x".repeat(i));
      String listed = send("PROPFIND", "plain/seen/", "", "Depth", "1").body();
      assertTrue(listed.contains(">" + i + "</D:getcontentlength>"), listed);
      assertEquals(201, move("plain/seen/file", "plain/seen/moved").statusCode());
      listed = send("PROPFIND", "plain/seen/", "", "Depth", "1").body();
      assertTrue(listed.contains("/moved<") && !listed.contains("/file<"), listed);
      assertEquals(204, send("DELETE", "plain/seen/moved", "").statusCode());
      listed = send("PROPFIND", "plain/seen/", "", "Depth", "1").body();
      assertFalse(listed.contains("/moved<"), listed);
    }
  }

  // Links.

  @Test
  void copyOfATree_leavesAloneWhatItsLinksLeadTo_andEnds() throws Exception {
    Path out = Files.createDirectories(served.resolve("out"));
    Files.writeString(out.resolve("secret"), "S");
    Path tree = Files.createDirectories(served.resolve("tree/sub"));
    Files.writeString(tree.resolve("file"), "F");
    Files.createSymbolicLink(tree.resolve("up"), Path.of("../../tree"));
    Files.createSymbolicLink(tree.resolve("out"), Path.of("../../out"));
    Files.createSymbolicLink(tree.resolve("linked"), Path.of("../../out/secret"));
    HttpResponse<String> copied =
        send("COPY", "plain/tree/", "", "Destination", gateway.url() + "plain/copied/");
    assertEquals(207, copied.statusCode(), copied.body());
    for (String link : List.of("up", "out")) {
      assertTrue(
          copied
              .body()
              .contains(
                  "<D:href>/plain/copied/sub/"
                      + link
                      + "</D:href><D:status>HTTP/1.1 403 Forbidden</D:status>"),
          copied.body());
    }
    try (Stream<Path> all = Files.walk(served.resolve("copied"))) {
      assertEquals(
          List.of("", "sub", "sub/file", "sub/linked"),
          all.map(path -> served.resolve("copied").relativize(path).toString()).sorted().toList());
    }
    assertEquals("S", Files.readString(served.resolve("copied/sub/linked")));
  }

  // Files that the gateway keeps.

  @Test
  void keptFiles_areThereForTheMac_neverOnTheServer_andOutliveTheGateway() throws Exception {
    assertEquals(201, send("MKCOL", "mac/photos/", "").statusCode());
    put("mac/photos/a.jpg", "picture");
    put("mac/photos/._a.jpg", "resource fork");
    put("mac/photos/.DS_Store", "view");
    assertEquals(List.of("a.jpg"), members("photos"));
    String listed = send("PROPFIND", "mac/photos/", "", "Depth", "1").body();
    for (String name : List.of("a.jpg", "._a.jpg", ".DS_Store")) {
      assertTrue(listed.contains("<D:href>/mac/photos/" + name + "</D:href>"), listed);
    }
    assertEquals("resource fork", send("GET", "mac/photos/._a.jpg", "").body());
    assertEquals(404, send("GET", "plain/photos/._a.jpg", "").statusCode());
    assertEquals(401, get("mac/photos/._a.jpg", server.user(), "wrong").statusCode());

    gateway.close();
    gateway = gateway();
    assertEquals("resource fork", send("GET", "mac/photos/._a.jpg", "").body());
    assertEquals(201, move("mac/photos/", "mac/pictures/").statusCode());
    assertEquals("resource fork", send("GET", "mac/pictures/._a.jpg", "").body());
    assertEquals(404, send("GET", "mac/photos/._a.jpg", "").statusCode());
    assertEquals(List.of("a.jpg"), members("pictures"));
    assertEquals(204, send("DELETE", "mac/pictures/", "").statusCode());
    assertFalse(Files.exists(served.resolve("pictures")));
    assertEquals(404, send("GET", "mac/pictures/.DS_Store", "").statusCode());
  }

  // Windows.

  /// Office looks at the folder of a document before it opens that.
  @Test
  void headOfAFolder_isThere() throws Exception {
    Files.createDirectory(served.resolve("docs"));
    HttpResponse<String> head =
        send("HEAD", "plain/docs/", "", "User-Agent", "Microsoft Office Word 2014");
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    assertEquals("1, 2, 3", header(send("OPTIONS", "plain/docs/", ""), "DAV"));
  }

  @Test
  void userWithADomain_isThatUser() throws Exception {
    put("plain/windows", "x");
    HttpResponse<String> locked =
        client.send(
            request("LOCK", "plain/windows", LOCK, "CORP\\" + server.user(), server.password()),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, locked.statusCode(), locked.body());
    assertEquals(423, send("PUT", "plain/windows", "y").statusCode());
    String own = "(" + header(locked, "Lock-Token") + ")";
    assertEquals(204, send("PUT", "plain/windows", "y", "If", own).statusCode());
    assertEquals(
        204,
        send("UNLOCK", "plain/windows", "", "Lock-Token", header(locked, "Lock-Token"))
            .statusCode());
  }

  // Requests.

  private List<String> members(String folder) throws IOException {
    try (Stream<Path> all = Files.list(served.resolve(folder))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private HttpResponse<String> put(String path, String content, String... headers)
      throws Exception {
    HttpResponse<String> put = send("PUT", path, content, headers);
    assertEquals(2, put.statusCode() / 100, put.body());
    return put;
  }

  private HttpResponse<String> move(String from, String to) throws Exception {
    return send("MOVE", from, "", "Destination", gateway.url() + to);
  }

  private static String tag(HttpResponse<String> response) {
    return header(response, "ETag");
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }

  private HttpResponse<String> get(String path, String user, String password) throws Exception {
    return client.send(
        request("GET", path, "", user, password), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    return client.send(
        request(method, path, body, server.user(), server.password(), headers),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(
      String method, String path, String body, String user, String password, String... headers) {
    String basic = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.url() + path))
            .header("Authorization", "Basic " + basic)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }
}
