package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.sallyport.files.Failure;
import io.sallyport.http.Wire;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What Milton CE leaves out or answers wrongly, one test for each feature, named after it: what it
/// does by itself is in the comment, what is right in the test. Each feature has tests of its own
/// elsewhere; here a reader sees that none was forgotten.
final class MiltonRowsTest {

  private static final String LOCK = LockTest.lockInfo("exclusive");

  private final TestGateway gateway = new TestGateway();

  MiltonRowsTest() {
    gateway
        .files()
        .file("/a", "0123456789")
        .file("/b", "B")
        .folder("/dir")
        .file("/dir/x", "X")
        .folder("/dir/sub");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String[] as(String user, String... more) {
    String basic =
        "Basic "
            + Base64.getEncoder().encodeToString((user + ":x").getBytes(StandardCharsets.UTF_8));
    return Stream.concat(Stream.of("Authorization", basic), Stream.of(more)).toArray(String[]::new);
  }

  /// Announces class 2 without having it.
  @Test
  void lockAndUnlock_areThereAndAnnounced() throws Exception {
    assertEquals("1, 2, 3", header(gateway.send("OPTIONS", "/m/a"), "DAV"));
    HttpResponse<String> locked = gateway.sendBody("LOCK", "/m/a", LOCK);
    assertEquals(200, locked.statusCode());
    assertEquals(423, gateway.sendBody("PUT", "/m/a", "x").statusCode());
    String token = header(locked, "Lock-Token");
    assertEquals(204, gateway.status("UNLOCK", "/m/a", "Lock-Token", token));
    assertEquals(204, gateway.sendBody("PUT", "/m/a", "x").statusCode());
  }

  /// The same user needs no token, and any text that holds one will do.
  @Test
  void lockEnforcement_needsTheTokenFromItsPrincipal_onTargetParentSubtreeAndDestination()
      throws Exception {
    HttpResponse<String> locked = gateway.sendBody("LOCK", "/m/dir/", LOCK, as("ann"));
    String own = "(" + header(locked, "Lock-Token") + ")";
    for (String[] caller : List.of(as("ann"), as("ann", "If", "(<x" + own.substring(2)))) {
      int status = gateway.sendBody("PUT", "/m/dir/x", "x", caller).statusCode();
      assertTrue(status == 423 || status == 412, "" + status);
      status = gateway.sendBody("PUT", "/m/dir/new", "x", caller).statusCode();
      assertTrue(status == 423 || status == 412, "" + status);
    }
    assertEquals(423, gateway.status("DELETE", "/m/dir/", as("ann")));
    assertEquals(423, gateway.status("MOVE", "/m/dir/", as("ann", "Destination", "/m/new")));
    assertEquals(423, gateway.status("COPY", "/m/a", as("ann", "Destination", "/m/dir/x")));
    String tagged = "</m/dir/> " + own;
    assertEquals(
        403, gateway.sendBody("PUT", "/m/dir/x", "x", as("bob", "If", tagged)).statusCode());
    assertEquals(
        204, gateway.sendBody("PUT", "/m/dir/x", "x", as("ann", "If", tagged)).statusCode());
  }

  /// Not evaluated; with an entity tag always 412.
  @Test
  void ifHeader_isEvaluated() throws Exception {
    String etag = header(gateway.send("HEAD", "/m/a"), "ETag");
    assertEquals(204, gateway.sendBody("PUT", "/m/a", "1", "If", "([" + etag + "])").statusCode());
    assertEquals(412, gateway.sendBody("PUT", "/m/a", "2", "If", "([" + etag + "])").statusCode());
    assertEquals(
        204, gateway.sendBody("PUT", "/m/a", "3", "If", "(Not [" + etag + "])").statusCode());
    assertEquals(412, gateway.status("DELETE", "/m/a", "If", "(<opaquelocktoken:x>)"));
    assertEquals(400, gateway.status("DELETE", "/m/a", "If", "((("));
  }

  /// Only on PUT: a DELETE with a wrong If-Match deletes.
  @Test
  void conditionals_decideOnEveryMethod() throws Exception {
    for (String method :
        List.of("PUT", "DELETE", "PROPFIND", "PROPPATCH", "LOCK", "MOVE", "COPY")) {
      String[] wrong = {"If-Match", "\"other\"", "Destination", "/m/new", "Depth", "0"};
      if (method.equals("MOVE") || method.equals("COPY")) {
        wrong[5] = "infinity";
      }
      assertEquals(412, gateway.status(method, "/m/a", wrong), method);
    }
    assertEquals(Optional.of("0123456789"), gateway.files().content("/a"));
    String etag = header(gateway.send("HEAD", "/m/a"), "ETag");
    assertEquals(304, gateway.status("GET", "/m/a", "If-None-Match", etag));
  }

  /// Structure, namespaces and order are lost, and half a PROPPATCH is done.
  @Test
  void deadProperties_comeBackRaw_allOrNothing() throws Exception {
    String value = "<z:p xmlns:z=\"urn:z\"><z:b y=\"1\">t</z:b><c xmlns=\"\"/></z:p>";
    patch(value);
    String found = gateway.send("PROPFIND", "/m/a", "Depth", "0").body();
    assertTrue(found.contains("<z:b y=\"1\">t</z:b><c xmlns=\"\"></c></z:p>"), found);
    String both = patch("<q xmlns=\"urn:q\"/><getetag xmlns=\"DAV:\">1</getetag>");
    assertTrue(both.contains("HTTP/1.1 403 ") && both.contains("HTTP/1.1 424 "), both);
    assertFalse(gateway.send("PROPFIND", "/m/a", "Depth", "0").body().contains("urn:q"));
  }

  private String patch(String properties) throws Exception {
    return gateway
        .sendBody(
            "PROPPATCH",
            "/m/a",
            "<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop>"
                + properties
                + "</D:prop></D:set></D:propertyupdate>")
        .body();
  }

  /// A malformed body is 207, namespaces come back as `xmlns:ns1=""`, and all is buffered; that it
  /// is not is in `PropfindTest`.
  @Test
  void propfind_refusesWhatIsMalformedAndKeepsNamespaces() throws Exception {
    assertEquals(400, gateway.sendBody("PROPFIND", "/m/a", "<x", "Depth", "0").statusCode());
    String xml =
        gateway
            .sendBody(
                "PROPFIND",
                "/m/a",
                "<D:propfind xmlns:D='DAV:'><D:prop><x xmlns='urn:x'/></D:prop></D:propfind>",
                "Depth",
                "0")
            .body();
    assertTrue(xml.contains("=\"urn:x\""), xml);
    assertFalse(xml.contains("=\"\""), xml);
  }

  /// Infinity, nothing and junk all mean 3.
  @Test
  void depth_isZeroOrOneElseRefused() throws Exception {
    assertTrue(gateway.send("PROPFIND", "/m/dir").body().contains("<D:propfind-finite-depth/>"));
    assertEquals(403, gateway.status("PROPFIND", "/m/dir", "Depth", "infinity"));
    assertEquals(400, gateway.status("PROPFIND", "/m/dir", "Depth", "junk"));
    assertFalse(gateway.files().log().stream().anyMatch(line -> line.startsWith("list")));
  }

  /// `-3` means bytes 0 to 3, no 416, 500 for garbage, several ranges broken.
  @Test
  void range_isReadAsRfc9110Says() throws Exception {
    assertEquals("789", gateway.send("GET", "/m/a", "Range", "bytes=-3").body());
    assertEquals("56789", gateway.send("GET", "/m/a", "Range", "bytes=5-").body());
    HttpResponse<String> beyond = gateway.send("GET", "/m/a", "Range", "bytes=10-");
    assertEquals(416, beyond.statusCode());
    assertEquals("bytes */10", header(beyond, "Content-Range"));
    assertEquals(200, gateway.status("GET", "/m/a", "Range", "garbage"));
    assertEquals("0123456789", gateway.send("GET", "/m/a", "Range", "bytes=0-1,3-4").body());
  }

  /// Makes the folders on the way; on a folder it creates a file in its parent; a part goes through
  /// a temporary file that stays.
  @Test
  void put_createsNoFolders_andIsNeitherForFoldersNorForParts() throws Exception {
    assertEquals(409, gateway.sendBody("PUT", "/m/none/x", "x").statusCode());
    assertFalse(gateway.files().exists("/none"));
    assertEquals(405, gateway.sendBody("PUT", "/m/dir", "x").statusCode());
    assertEquals(405, gateway.sendBody("PUT", "/m/dir/", "x").statusCode());
    assertEquals(
        400, gateway.sendBody("PUT", "/m/a", "x", "Content-Range", "bytes 0-0/5").statusCode());
    assertEquals(Optional.of("0123456789"), gateway.files().content("/a"));
  }

  /// No Overwrite means F; onto itself deletes first; into itself orphans the tree; onto the parent
  /// deletes that; the destination's host is ignored, and what is there is deleted before a
  /// transfer that may fail.
  @Test
  void copyAndMove_loseNothing() throws Exception {
    for (String method : List.of("COPY", "MOVE")) {
      assertEquals(403, gateway.status(method, "/m/a", "Destination", "/m/a"), method);
      assertEquals(403, gateway.status(method, "/m/dir", "Destination", "/m/dir/sub/in"), method);
      assertEquals(403, gateway.status(method, "/m/dir/x", "Destination", "/m/dir"), method);
      assertEquals(
          502, gateway.status(method, "/m/a", "Destination", "http://elsewhere/m/new"), method);
    }
    gateway.files().fail("commit /b", new Failure.NoSpace("The disk is full.", null));
    assertEquals(507, gateway.status("COPY", "/m/a", "Destination", "/m/b"));
    assertEquals(Optional.of("B"), gateway.files().content("/b"));
    assertEquals(Optional.of("X"), gateway.files().content("/dir/x"));
    assertEquals(204, gateway.status("MOVE", "/m/a", "Destination", "/m/b"));
    assertEquals(Optional.of("0123456789"), gateway.files().content("/b"));
  }

  /// `..` goes through, and `%2F` becomes a slash.
  @Test
  void paths_areRefusedBeforeMiltonSeesThem() throws Exception {
    for (String path : List.of("/m/../a", "/m/%2e%2e/a", "/m/dir%2Fx", "/m/a%00", "/m/%0d%0a")) {
      for (String method : List.of("GET", "PUT", "DELETE", "PROPFIND", "MKCOL", "LOCK")) {
        try (Wire wire = gateway.wire()) {
          wire.send(method + " " + path + " HTTP/1.1", "Host: x", "Content-Length: 0", "");
          assertTrue(wire.head().startsWith("HTTP/1.1 400 "), method + " " + path);
        }
      }
      try (Wire wire = gateway.wire()) {
        wire.send("COPY /m/a HTTP/1.1", "Host: x", "Destination: " + path, "");
        assertTrue(wire.head().startsWith("HTTP/1.1 400 "), "COPY to " + path);
      }
    }
    assertEquals(List.of(), gateway.files().log());
  }

  /// Document types are refused there, too: that must stay.
  @Test
  void xml_hasNoDocumentTypeAndNoEntities() throws Exception {
    String laughs =
        "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>";
    String external = "<!DOCTYPE x [<!ENTITY c SYSTEM \"file:///etc/passwd\">]>";
    for (String type : List.of(laughs, external)) {
      String find = type + "<propfind xmlns=\"DAV:\"><prop><x>&c;</x></prop></propfind>";
      String update =
          type
              + "<propertyupdate xmlns=\"DAV:\"><set><prop><x xmlns=\"u:\">&c;</x></prop></set>"
              + "</propertyupdate>";
      String lock =
          type
              + LOCK.substring(LOCK.indexOf("?>") + 2)
                  .replace("</D:lockinfo>", "<D:owner>&c;</D:owner></D:lockinfo>");
      assertEquals(400, gateway.sendBody("PROPFIND", "/m/a", find, "Depth", "0").statusCode());
      assertEquals(400, gateway.sendBody("PROPPATCH", "/m/a", update).statusCode());
      assertEquals(400, gateway.sendBody("LOCK", "/m/a", lock).statusCode());
    }
    for (String method : List.of("PROPFIND", "PROPPATCH", "LOCK")) {
      assertEquals(
          413, gateway.sendBody(method, "/m/a", " ".repeat(65_537), "Depth", "0").statusCode());
      assertEquals(
          400, gateway.sendBody(method, "/m/a", "<a>".repeat(1000), "Depth", "0").statusCode());
    }
  }

  /// All but its own exceptions are 500; one before the first byte is an empty 200, one later a
  /// short body that ends well, one in PUT a 200.
  @Test
  void errors_areAStatusBeforeTheFirstByte_andCutTheConnectionAfter() throws Exception {
    gateway.files().fail("read /a", new Failure.Broken("The server broke off.", null, false, null));
    assertEquals(502, gateway.status("GET", "/m/a"));
    gateway.files().fail("finish /b", new Failure.Broken("It broke.", null, true, null));
    assertEquals(504, gateway.sendBody("PUT", "/m/b", "new").statusCode());
    assertEquals(Optional.of("B"), gateway.files().content("/b"));
    gateway.files().file("/long", "x".repeat(500_000)).cutDownloads(400_000);
    try (Wire wire = gateway.wire()) {
      wire.send("GET /m/long HTTP/1.1", "Host: x", "");
      String head = wire.head();
      assertTrue(head.startsWith("HTTP/1.1 200 ") && head.contains("500000"), head);
      assertTrue(wire.rest().length < 500_000);
    }
  }

  /// Lacks 416, 424, 429 and 504, and makes 418 of 422.
  @Test
  void statusEnum_isNotWhatAnswers() throws Exception {
    String odd = LOCK.replace("<D:write/>", "<D:other/>");
    assertEquals(422, gateway.sendBody("LOCK", "/m/a", odd).statusCode());
    assertEquals(416, gateway.status("GET", "/m/a", "Range", "bytes=99-"));
    gateway.files().fail("stat /b", new Failure.Unreachable("No answer.", null, true, null));
    assertEquals(504, gateway.status("GET", "/m/b"));
    gateway.sendBody("LOCK", "/m/dir/x", LOCK);
    String conflict = gateway.sendBody("LOCK", "/m/dir", LOCK).body();
    assertTrue(conflict.contains("HTTP/1.1 424 "), conflict);
  }

  /// Lock tokens at WARN, passwords at DEBUG.
  @Test
  void logging_isAtErrorAlone() {
    Logger milton = (Logger) LoggerFactory.getLogger("io.milton");
    assertEquals(Level.ERROR, milton.getEffectiveLevel());
  }

  /// Needs a servlet.
  @Test
  void redirect_isOurs() throws Exception {
    HttpResponse<String> redirected = gateway.send("GET", "/m/dir?x=1");
    assertEquals(301, redirected.statusCode());
    assertEquals("/m/dir/?x=1", header(redirected, "Location"));
  }

  /// Form and cookie login (which writes keys.txt), digest, JSON endpoints, compression.
  @Test
  void builderDefaults_areOff() throws Exception {
    HttpResponse<String> got =
        gateway.send("GET", "/m/a", "Accept-Encoding", "gzip", "Cookie", "miltonUserUrl=/x");
    assertEquals("0123456789", got.body());
    assertEquals("", header(got, "Content-Encoding"));
    assertEquals("", header(got, "Set-Cookie"));
    assertEquals(405, gateway.sendBody("POST", "/m/a", "_loginUserName=x").statusCode());
    HttpResponse<String> refused = gateway.send("GET", "/locked/a");
    assertEquals(401, refused.statusCode());
    assertEquals(1, refused.headers().allValues("WWW-Authenticate").size());
    assertTrue(header(refused, "WWW-Authenticate").startsWith("Basic "));
    assertEquals(404, gateway.status("PROPFIND", "/m/a/_DAV/PROPFIND", "Depth", "0"));
    assertFalse(Files.exists(Path.of("keys.txt")));
  }

  /// Absolute, which breaks behind a proxy that ends TLS.
  @Test
  void hrefs_arePathsOnly() throws Exception {
    String xml = gateway.send("PROPFIND", "/m/dir", "Depth", "1").body();
    assertTrue(xml.contains("<D:href>/m/dir/x</D:href>"), xml);
    assertFalse(xml.contains("http:"), xml);
    String locked = gateway.sendBody("LOCK", "/m/a", LOCK).body();
    assertTrue(locked.contains("<D:lockroot><D:href>/m/a</D:href>"), locked);
    assertEquals(
        201,
        gateway.status(
            "MOVE", "/m/b", "Destination", "https://127.0.0.1:" + gateway.port() + "/m/moved"));
  }
}
