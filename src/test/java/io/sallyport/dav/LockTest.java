package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.RemotePath;
import io.sallyport.http.Wire;
import io.sallyport.store.LockRequest;
import io.sallyport.store.LockToken;
import io.sallyport.store.Locks;
import io.sallyport.store.ResourcePath;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LockTest {

  private static final String EXCLUSIVE = lockInfo("exclusive");
  private static final String SHARED = lockInfo("shared");

  private final TestGateway gateway = new TestGateway();

  LockTest() {
    gateway.files().file("/a", "A").file("/b", "B").folder("/dir").file("/dir/x", "X");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  // What LOCK answers.

  @Test
  void lock_tellsItsTokenAndWhatItIs() throws Exception {
    HttpResponse<String> locked =
        gateway.sendBody("LOCK", "/m/a", EXCLUSIVE, "Depth", "0", "Timeout", "Second-1800");
    assertEquals(200, locked.statusCode());
    String token = token(locked);
    assertTrue(token.startsWith("urn:uuid:"), token);
    String xml = locked.body();
    assertTrue(xml.contains("<D:lockdiscovery><D:activelock>"), xml);
    assertTrue(xml.contains("<D:locktype><D:write/></D:locktype>"), xml);
    assertTrue(xml.contains("<D:lockscope><D:exclusive/></D:lockscope>"), xml);
    assertTrue(xml.contains("<D:depth>0</D:depth>"), xml);
    assertTrue(xml.matches("(?s).*<D:timeout>Second-1(800|799)</D:timeout>.*"), xml);
    assertTrue(xml.contains("<D:locktoken><D:href>" + token + "</D:href></D:locktoken>"), xml);
    assertTrue(xml.contains("<D:lockroot><D:href>/m/a</D:href></D:lockroot>"), xml);
  }

  @Test
  void owner_comesBackAsItWasSent() throws Exception {
    String owner =
        "<D:owner><x:who xmlns:x=\"urn:x\" kind=\"a &amp; b\"> Zo\u00eb &lt;z@h&gt;</x:who>\n"
            + "<D:href>mailto:z</D:href></D:owner>";
    HttpResponse<String> locked =
        gateway.sendBody(
            "LOCK", "/m/a", EXCLUSIVE.replace("</D:lockinfo>", owner + "</D:lockinfo>"));
    String kept = locked.body();
    assertTrue(
        kept.contains(
            "<x:who xmlns:x=\"urn:x\" kind=\"a &amp; b\"> Zo\u00eb &lt;z@h&gt;</x:who>\n"
                + "<D:href>mailto:z</D:href></D:owner>"),
        kept);
  }

  @ParameterizedTest
  @CsvSource({
    "Second-10, 180",
    "Infinite, 3600",
    "'Infinite, Second-4100000000', 3600",
    "Second-4100000000, 3600",
    "Second-99999999999999999999, 3600",
    "'junk, Second-400', 400",
    "Second-x, 600",
  })
  void timeout_isGrantedWithinBounds(String wish, long seconds) {
    assertEquals(seconds, LockTimeout.parse(wish).toSeconds());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<D:lockinfo xmlns:D=\"DAV:\"/>",
        "<D:x xmlns:D=\"DAV:\"/>",
        "<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:what/></D:lockscope>"
            + "<D:locktype><D:write/></D:locktype></D:lockinfo>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><D:lockinfo xmlns:D=\"DAV:\"/>",
        "<D:lockinfo",
      })
  void bodyThatIsNoLock_is400(String body) throws Exception {
    assertEquals(400, gateway.sendBody("LOCK", "/m/a", body).statusCode());
  }

  @Test
  void emptyBodyWithoutIf_is400() throws Exception {
    assertEquals(400, gateway.status("LOCK", "/m/a"));
  }

  @Test
  void depthOne_is400_andTheTopCannotBeLocked() throws Exception {
    assertEquals(400, gateway.sendBody("LOCK", "/m/dir/", EXCLUSIVE, "Depth", "1").statusCode());
    assertEquals(405, gateway.sendBody("LOCK", "/", EXCLUSIVE).statusCode());
    assertEquals(200, gateway.sendBody("LOCK", "/m/", EXCLUSIVE).statusCode());
  }

  @Test
  void class2_isAnnounced() throws Exception {
    HttpResponse<String> options = gateway.send("OPTIONS", "/m/a");
    assertEquals("1, 2, 3", options.headers().firstValue("DAV").orElseThrow());
    assertTrue(options.headers().firstValue("Allow").orElseThrow().contains("LOCK, UNLOCK"));
  }

  // A URL with nothing behind it.

  @Test
  void unmappedUrl_isLockedWith201_andStaysEmptyUntilPut() throws Exception {
    HttpResponse<String> locked = gateway.sendBody("LOCK", "/m/new", EXCLUSIVE, "Depth", "0");
    assertEquals(201, locked.statusCode());
    assertFalse(gateway.files().exists("/new"));
    assertEquals(404, gateway.status("GET", "/m/new"));
    HttpResponse<String> found = gateway.send("PROPFIND", "/m/new", "Depth", "0");
    assertEquals(207, found.statusCode());
    assertTrue(found.body().contains(token(locked)), found.body());
    assertEquals(423, gateway.sendBody("PUT", "/m/new", "x").statusCode());
    assertEquals(423, gateway.status("MKCOL", "/m/new"));
    assertEquals(201, gateway.sendBody("PUT", "/m/new", "x", "If", with(locked)).statusCode());
    assertEquals(204, gateway.sendBody("PUT", "/m/new", "y", "If", with(locked)).statusCode());
    assertEquals(204, unlock("/m/new", token(locked)));
  }

  @Test
  void unmappedUrlInAMissingFolder_is409() throws Exception {
    assertEquals(409, gateway.sendBody("LOCK", "/m/no/new", EXCLUSIVE).statusCode());
  }

  // Conflicts.

  @Test
  void secondExclusiveLock_is423AndNamesTheFirst() throws Exception {
    lock("/m/a", EXCLUSIVE, "0");
    HttpResponse<String> refused = gateway.sendBody("LOCK", "/m/a", EXCLUSIVE);
    assertEquals(423, refused.statusCode());
    assertTrue(
        refused
            .body()
            .contains("<D:no-conflicting-lock><D:href>/m/a</D:href></D:no-conflicting-lock>"),
        refused.body());
    assertEquals(423, gateway.sendBody("LOCK", "/m/a", SHARED).statusCode());
  }

  @Test
  void sharedLocks_standTogether_andOneTokenIsEnough() throws Exception {
    String first = lock("/m/a", SHARED, "0");
    String second = lock("/m/a", SHARED, "0");
    assertEquals(423, gateway.sendBody("LOCK", "/m/a", EXCLUSIVE).statusCode());
    assertEquals(423, gateway.sendBody("PUT", "/m/a", "x").statusCode());
    for (String token : new String[] {first, second}) {
      assertEquals(
          204, gateway.sendBody("PUT", "/m/a", "x", "If", "(<" + token + ">)").statusCode());
    }
  }

  @Test
  void lockedMember_keepsItsFolderFromBeingLocked_207With424() throws Exception {
    lock("/m/dir/x", EXCLUSIVE, "0");
    HttpResponse<String> refused =
        gateway.sendBody("LOCK", "/m/dir/", EXCLUSIVE, "Depth", "infinity");
    assertEquals(207, refused.statusCode());
    assertTrue(
        refused
            .body()
            .contains("<D:href>/m/dir/x</D:href><D:status>HTTP/1.1 423 Locked</D:status>"),
        refused.body());
    assertTrue(
        refused.body().contains("<D:href>/m/dir/</D:href><D:status>HTTP/1.1 424 "), refused.body());
    assertEquals(200, gateway.sendBody("LOCK", "/m/dir/", EXCLUSIVE, "Depth", "0").statusCode());
  }

  @Test
  void infiniteLock_coversEverythingBelow() throws Exception {
    String token = lock("/m/dir/", EXCLUSIVE, "infinity");
    assertEquals(423, gateway.sendBody("LOCK", "/m/dir/x", EXCLUSIVE).statusCode());
    HttpResponse<String> refused = gateway.sendBody("PUT", "/m/dir/x", "y");
    assertEquals(423, refused.statusCode());
    assertTrue(
        refused
            .body()
            .contains("<D:lock-token-submitted><D:href>/m/dir</D:href></D:lock-token-submitted>"),
        refused.body());
    String tagged = "<http://127.0.0.1/m/dir/> (<" + token + ">)";
    assertEquals(204, gateway.sendBody("PUT", "/m/dir/x", "y", "If", tagged).statusCode());
    assertEquals(201, gateway.status("MKCOL", "/m/dir/new", "If", tagged));
    assertTrue(
        gateway.send("PROPFIND", "/m/dir/", "Depth", "1").body().split(token, -1).length == 4);
  }

  // Every method that writes.

  @Test
  void lockedFile_isChangedByNobodyElse() throws Exception {
    String token = lock("/m/a", EXCLUSIVE, "0");
    String patch =
        "<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop><x xmlns=\"u:\">1</x></D:prop></D:set>"
            + "</D:propertyupdate>";
    assertEquals(423, gateway.sendBody("PUT", "/m/a", "x").statusCode());
    assertEquals(423, gateway.status("DELETE", "/m/a"));
    assertEquals(423, gateway.sendBody("PROPPATCH", "/m/a", patch).statusCode());
    assertEquals(423, gateway.status("MOVE", "/m/a", "Destination", "/m/c"));
    assertEquals(423, gateway.status("MOVE", "/m/b", "Destination", "/m/a"));
    assertEquals(423, gateway.status("COPY", "/m/b", "Destination", "/m/a"));
    assertEquals(Optional.of("A"), gateway.files().content("/a"));
    assertEquals(200, gateway.status("GET", "/m/a"));
    assertEquals(201, gateway.status("COPY", "/m/a", "Destination", "/m/copy"));
    assertFalse(gateway.send("PROPFIND", "/m/copy", "Depth", "0").body().contains(token));
    String own = "(<" + token + ">)";
    assertEquals(207, gateway.sendBody("PROPPATCH", "/m/a", patch, "If", own).statusCode());
    assertEquals(204, gateway.status("COPY", "/m/b", "Destination", "/m/a", "If", "</m/a>" + own));
    assertEquals(201, gateway.status("MOVE", "/m/a", "Destination", "/m/c", "If", own));
    assertEquals(201, gateway.sendBody("PUT", "/m/a", "free again").statusCode());
    assertEquals(204, gateway.status("DELETE", "/m/c"));
  }

  @Test
  void folderLockedAtDepthZero_keepsItsMembers_andLetsThemChange() throws Exception {
    String own = "</m/dir> (<" + lock("/m/dir/", EXCLUSIVE, "0") + ">)";
    assertEquals(423, gateway.sendBody("PUT", "/m/dir/new", "x").statusCode());
    assertEquals(423, gateway.status("MKCOL", "/m/dir/new"));
    assertEquals(423, gateway.status("DELETE", "/m/dir/x"));
    assertEquals(423, gateway.status("MOVE", "/m/dir/x", "Destination", "/m/x"));
    assertEquals(423, gateway.status("COPY", "/m/a", "Destination", "/m/dir/a"));
    assertEquals(423, gateway.sendBody("LOCK", "/m/dir/new", EXCLUSIVE).statusCode());
    assertEquals(204, gateway.sendBody("PUT", "/m/dir/x", "y").statusCode());
    assertEquals(201, gateway.sendBody("PUT", "/m/dir/new", "x", "If", own).statusCode());
    assertEquals(204, gateway.status("DELETE", "/m/dir/x", "If", own));
  }

  @Test
  void lockedMember_keepsItsFolder() throws Exception {
    String token = lock("/m/dir/x", EXCLUSIVE, "0");
    HttpResponse<String> refused = gateway.send("DELETE", "/m/dir/");
    assertEquals(423, refused.statusCode());
    assertTrue(refused.body().contains("<D:href>/m/dir/x</D:href>"), refused.body());
    assertEquals(423, gateway.status("MOVE", "/m/dir/", "Destination", "/m/gone"));
    assertEquals(423, gateway.status("COPY", "/m/a", "Destination", "/m/dir"));
    assertTrue(gateway.files().exists("/dir/x"));
    assertEquals(204, gateway.status("DELETE", "/m/dir/", "If", "</m/dir/x> (<" + token + ">)"));
    gateway.files().folder("/dir").file("/dir/x", "again");
    assertEquals(204, gateway.sendBody("PUT", "/m/dir/x", "not locked").statusCode());
  }

  // The If header.

  @Test
  void falseIf_is412_whateverTheMethod() throws Exception {
    String lie = "(<urn:uuid:00000000-0000-0000-0000-000000000000>)";
    for (String method :
        new String[] {"GET", "HEAD", "PROPFIND", "DELETE", "PUT", "COPY", "LOCK"}) {
      assertEquals(412, gateway.status(method, "/m/a", "If", lie, "Destination", "/m/c"), method);
    }
    assertEquals(400, gateway.status("DELETE", "/m/a", "If", "<urn:x>"));
    assertTrue(gateway.files().exists("/a"));
  }

  @Test
  void etags_areCompared() throws Exception {
    String etag = gateway.send("HEAD", "/m/a").headers().firstValue("ETag").orElseThrow();
    String token = lock("/m/a", EXCLUSIVE, "0");
    String both = "(<" + token + "> [" + etag + "])";
    assertEquals(412, gateway.sendBody("PUT", "/m/a", "x", "If", "([\"no\"])").statusCode());
    assertEquals(423, gateway.sendBody("PUT", "/m/a", "x", "If", "([" + etag + "])").statusCode());
    HttpResponse<String> put = gateway.sendBody("PUT", "/m/a", "xy", "If", both);
    assertEquals(204, put.statusCode());
    assertEquals(
        gateway.send("HEAD", "/m/a").headers().firstValue("ETag"),
        put.headers().firstValue("ETag"));
    assertEquals(412, gateway.sendBody("PUT", "/m/a", "x", "If", both).statusCode());
    String other = "</m/b> (Not [\"no\"]) </m/a> (<" + token + ">)";
    assertEquals(204, gateway.sendBody("PUT", "/m/a", "x", "If", other).statusCode());
  }

  // Whose lock it is.

  @Test
  void anothersToken_is403() throws Exception {
    HttpResponse<String> locked =
        gateway.sendBody("LOCK", "/m/a", EXCLUSIVE, "Authorization", user("alice"));
    String own = with(locked);
    String[] asBob = {"If", own, "Authorization", user("bob")};
    assertEquals(403, gateway.sendBody("PUT", "/m/a", "x", asBob).statusCode());
    assertEquals(403, gateway.status("DELETE", "/m/a", asBob));
    assertEquals(403, gateway.status("LOCK", "/m/a", asBob));
    String token = "<" + token(locked) + ">";
    assertEquals(
        403, gateway.status("UNLOCK", "/m/a", "Lock-Token", token, "Authorization", user("bob")));
    assertEquals(Optional.of("A"), gateway.files().content("/a"));
    assertEquals(
        204,
        gateway
            .sendBody("PUT", "/m/a", "x", "If", own, "Authorization", user("alice"))
            .statusCode());
    assertEquals(
        204, gateway.status("UNLOCK", "/m/a", "Lock-Token", token, "Authorization", user("alice")));
  }

  // Refresh and UNLOCK.

  @Test
  void refresh_startsTheTimeAnew_alsoFromBelow() throws Exception {
    String token = lock("/m/dir/", EXCLUSIVE, "infinity");
    String own = "(<" + token + ">)";
    HttpResponse<String> refreshed =
        gateway.send("LOCK", "/m/dir/x", "If", own, "Timeout", "Second-1000");
    assertEquals(200, refreshed.statusCode());
    assertTrue(refreshed.body().contains(token), refreshed.body());
    assertTrue(refreshed.headers().firstValue("Lock-Token").isEmpty());
    assertEquals(204, unlock("/m/dir/x", token));
    assertEquals(412, gateway.status("LOCK", "/m/dir/x", "If", own));
  }

  @Test
  void unlock_needsTheTokenOfALockThatCoversTheUrl() throws Exception {
    String token = lock("/m/a", EXCLUSIVE, "0");
    assertEquals(400, gateway.status("UNLOCK", "/m/a"));
    HttpResponse<String> other = gateway.send("UNLOCK", "/m/b", "Lock-Token", "<" + token + ">");
    assertEquals(409, other.statusCode());
    assertTrue(other.body().contains("<D:lock-token-matches-request-uri>"), other.body());
    assertEquals(409, unlock("/m/a", "opaquelocktoken:foobar"));
    assertEquals(204, gateway.status("UNLOCK", "/m/a", "Lock-Token", token));
    assertEquals(409, unlock("/m/a", token));
    assertEquals(204, gateway.sendBody("PUT", "/m/a", "x").statusCode());
  }

  // Races.

  @Test
  void lockTakenDuringAnUpload_keepsTheFile() throws Exception {
    try (Wire wire = gateway.wire()) {
      wire.send("PUT /m/a HTTP/1.1", "Host: x", "Content-Length: 3", "");
      gateway.files().await("write /a");
      lock("/m/a", EXCLUSIVE, "0");
      wire.send("new".getBytes(StandardCharsets.US_ASCII));
      assertTrue(wire.head().startsWith("HTTP/1.1 423 "));
    }
    assertEquals(Optional.of("A"), gateway.files().content("/a"));
  }

  @Test
  void lockLostDuringAnUpload_keepsTheFile() throws Exception {
    String token = lock("/m/a", EXCLUSIVE, "0");
    try (Wire wire = gateway.wire()) {
      wire.send("PUT /m/a HTTP/1.1", "Host: x", "If: (<" + token + ">)", "Content-Length: 3", "");
      gateway.files().await("write /a");
      assertEquals(204, unlock("/m/a", token));
      wire.send("new".getBytes(StandardCharsets.US_ASCII));
      assertTrue(wire.head().startsWith("HTTP/1.1 412 "));
    }
    assertEquals(Optional.of("A"), gateway.files().content("/a"));
  }

  @Test
  void lock_isHeldWhileAnUploadRuns() throws Exception {
    Duration timeout = Duration.ofSeconds(10);
    ResourcePath file = new ResourcePath("m", RemotePath.of("a"));
    Locks locks = TestGateway.store().locks();
    LockToken token =
        locks.take(new LockRequest(file, false, true, "nobody@m", "", timeout)).token();
    try (Wire wire = gateway.wire()) {
      wire.send("PUT /m/a HTTP/1.1", "Host: x", "If: (<" + token + ">)", "Content-Length: 3", "");
      gateway.files().await("write /a");
      assertTrue(locks.find(token).orElseThrow().remaining().compareTo(timeout) > 0);
      wire.send("new".getBytes(StandardCharsets.US_ASCII));
      assertTrue(wire.head().startsWith("HTTP/1.1 204 "));
    }
    assertTrue(locks.find(token).isPresent());
  }

  private String lock(String path, String body, String depth) throws Exception {
    HttpResponse<String> locked = gateway.sendBody("LOCK", path, body, "Depth", depth);
    assertEquals(200, locked.statusCode(), locked.body());
    return token(locked);
  }

  private int unlock(String path, String token) throws Exception {
    return gateway.status("UNLOCK", path, "Lock-Token", "<" + token + ">");
  }

  private static String token(HttpResponse<String> locked) {
    String header = locked.headers().firstValue("Lock-Token").orElseThrow();
    return header.substring(1, header.length() - 1);
  }

  private static String with(HttpResponse<String> locked) {
    return "(<" + token(locked) + ">)";
  }

  private static String user(String name) {
    return "Basic "
        + Base64.getEncoder().encodeToString((name + ":x").getBytes(StandardCharsets.UTF_8));
  }

  static String lockInfo(String scope) {
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?><D:lockinfo xmlns:D=\"DAV:\">"
        + "<D:lockscope><D:"
        + scope
        + "/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>";
  }
}
