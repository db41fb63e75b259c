package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Failure;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ProppatchTest {

  private final TestGateway gateway = new TestGateway();

  ProppatchTest() {
    gateway.files().file("/a", "A").file("/b", "B").folder("/dir").file("/dir/x", "X");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void property_isKeptAsItWasSent() throws Exception {
    String value =
        "<z:p xmlns:z=\"urn:z\" z:a=\"1\" b=\"&quot;&lt;&#10;\">t &amp; <in xmlns=\"\"/>"
            + "<y:q xmlns:y=\"urn:y\">\ud800\udc00</y:q></z:p>";
    patch("/m/a", set(value));
    String found = find("/m/a", "<p xmlns=\"urn:z\"/>");
    assertTrue(
        found.contains(
            " z:a=\"1\" b=\"&quot;&lt;&#10;\">t &amp; <in xmlns=\"\"></in>"
                + "<y:q xmlns:y=\"urn:y\">\ud800\udc00</y:q></z:p>"),
        found);
    assertTrue(found.contains("HTTP/1.1 200 OK"), found);
    assertTrue(all("/m/a").contains("urn:y"));
    assertTrue(
        gateway
            .sendBody(
                "PROPFIND", "/m/a", "<propfind xmlns=\"DAV:\"><propname/></propfind>", "Depth", "0")
            .body()
            .contains("<p:p xmlns:p=\"urn:z\"/>"));
  }

  @Test
  void languageAndNamespacesAround_areKept() throws Exception {
    gateway.sendBody(
        "PROPPATCH",
        "/m/a",
        "<D:propertyupdate xmlns:D=\"DAV:\" xmlns:o=\"urn:outer\" xml:lang=\"zh\"><D:set><D:prop>"
            + "<o:p>o:name</o:p></D:prop></D:set></D:propertyupdate>");
    String found = find("/m/a", "<p xmlns=\"urn:outer\"/>");
    assertTrue(found.contains("<o:p xml:lang=\"zh\""), found);
    assertTrue(found.contains("xmlns:o=\"urn:outer\""), found);
  }

  /// FTP tells no time of creation: it is what a client noted, and goes along.
  @Test
  void creationdate_isWhatAClientNoted() throws Exception {
    String name = "<D:creationdate xmlns:D=\"DAV:\"/>";
    assertTrue(find("/m/a", name).contains("HTTP/1.1 404 Not Found"));
    assertFalse(all("/m/a").contains("creationdate"));
    patch("/m/a", set("<creationdate>2001-09-09T01:46:40Z</creationdate>"));
    assertEquals(201, gateway.status("MOVE", "/m/a", "Destination", "/m/moved"));
    String found = find("/m/moved", name);
    assertTrue(found.contains(">2001-09-09T01:46:40Z</creationdate>"), found);
    assertTrue(all("/m/moved").contains(">2001-09-09T01:46:40Z</creationdate>"));
  }

  @Test
  void instructions_areDoneInOrder() throws Exception {
    patch("/m/a", set("<p xmlns=\"u:\">1</p>") + remove("<p xmlns=\"u:\"/>"));
    assertTrue(find("/m/a", "<p xmlns=\"u:\"/>").contains("404 Not Found"));
    patch("/m/a", remove("<p xmlns=\"u:\"/>") + set("<p xmlns=\"u:\">2</p>"));
    assertTrue(find("/m/a", "<p xmlns=\"u:\"/>").contains(">2</p>"));
  }

  @Test
  void liveProperty_isProtected_andNothingIsDone() throws Exception {
    HttpResponse<String> refused =
        gateway.sendBody(
            "PROPPATCH",
            "/m/a",
            "<propertyupdate xmlns=\"DAV:\">"
                + set("<p xmlns=\"u:\">1</p>")
                + set("<getetag>x</getetag>")
                + "</propertyupdate>");
    assertEquals(207, refused.statusCode());
    assertTrue(
        refused
            .body()
            .contains(
                "<D:getetag/></D:prop><D:status>HTTP/1.1 403 Forbidden</D:status>"
                    + "<D:error><D:cannot-modify-protected-property/></D:error>"),
        refused.body());
    assertTrue(refused.body().contains("HTTP/1.1 424 "), refused.body());
    assertFalse(all("/m/a").contains("u:"));
  }

  @Test
  void modificationTime_canBeSet_whereTheServerCan() throws Exception {
    String time = "Sun, 22 Nov 2026 15:00:02 GMT";
    patch("/m/a", set("<getlastmodified>" + time + "</getlastmodified>"));
    assertTrue(find("/m/a", "<D:getlastmodified/>").contains(time));
    gateway.files().fail("time /a", new Failure.Unsupported("The server knows no MFMT.", null));
    String refused =
        gateway
            .sendBody(
                "PROPPATCH",
                "/m/a",
                update(
                    set("<p xmlns=\"u:p\">1</p>")
                        + set("<getlastmodified>" + time + "</getlastmodified>")))
            .body();
    assertTrue(refused.contains("HTTP/1.1 403 ") && refused.contains("HTTP/1.1 424 "), refused);
    assertFalse(all("/m/a").contains("u:p"));
  }

  @Test
  void ocMtime_isKeptAndSaidSo() throws Exception {
    HttpResponse<String> put =
        gateway.sendBody("PUT", "/m/new", "x", "X-OC-Mtime", "1700000000.25");
    assertEquals("accepted", put.headers().firstValue("X-OC-Mtime").orElseThrow());
    HttpResponse<String> head = gateway.send("HEAD", "/m/new");
    assertEquals(
        "Tue, 14 Nov 2023 22:13:20 GMT", head.headers().firstValue("Last-Modified").orElseThrow());
    assertEquals(head.headers().firstValue("ETag"), put.headers().firstValue("ETag"));
    assertTrue(
        gateway
            .sendBody("PUT", "/m/new", "x", "X-OC-Mtime", "junk")
            .headers()
            .firstValue("X-OC-Mtime")
            .isEmpty());
  }

  @Test
  void properties_areCopiedMovedAndRemovedWithTheirResource() throws Exception {
    patch("/m/dir/x", set("<p xmlns=\"u:x\">1</p>"));
    patch("/m/dir/", set("<p xmlns=\"u:dir\">1</p>"));
    patch("/m/b", set("<p xmlns=\"u:b\">1</p>"));
    assertEquals(201, gateway.status("COPY", "/m/dir/", "Destination", "/m/copy/"));
    assertTrue(all("/m/copy/x").contains("u:x"));
    assertTrue(all("/m/copy/").contains("u:dir"));
    assertEquals(201, gateway.status("MOVE", "/m/dir/", "Destination", "/m/moved/"));
    assertTrue(all("/m/moved/x").contains("u:x"));
    assertEquals(204, gateway.status("COPY", "/m/moved/x", "Destination", "/m/b"));
    assertTrue(all("/m/b").contains("u:x"));
    assertFalse(all("/m/b").contains("u:b"));
    assertEquals(204, gateway.status("DELETE", "/m/moved/"));
    gateway.files().folder("/moved").file("/moved/x", "new");
    assertFalse(all("/m/moved/x").contains("u:x"));
    assertEquals(201, gateway.status("MOVE", "/m/b", "Destination", "/other/b"));
    assertTrue(all("/other/b").contains("u:x"));
  }

  @Test
  void fileThatComesNew_hasNoPropertiesOfAnOlderOne() throws Exception {
    patch("/m/a", set("<p xmlns=\"u:old\">1</p>"));
    gateway
        .files()
        .delete(io.sallyport.files.RemotePath.of("a"), io.sallyport.files.Entry.Kind.FILE);
    assertEquals(201, gateway.sendBody("PUT", "/m/a", "new").statusCode());
    assertFalse(all("/m/a").contains("u:old"));
    patch("/m/a", set("<p xmlns=\"u:new\">1</p>"));
    assertEquals(204, gateway.sendBody("PUT", "/m/a", "newer").statusCode());
    assertTrue(all("/m/a").contains("u:new"));
  }

  @Test
  void listing_tellsTheMembersProperties() throws Exception {
    patch("/m/a", set("<p xmlns=\"u:a\">1</p>"));
    patch("/m/dir/", set("<p xmlns=\"u:dir\">1</p>"));
    String found = gateway.send("PROPFIND", "/m/", "Depth", "1").body();
    assertTrue(found.contains("u:a") && found.contains("u:dir"), found);
  }

  @Test
  void nothingThere_is404() throws Exception {
    assertEquals(404, gateway.sendBody("PROPPATCH", "/m/no", update(set("<p/>"))).statusCode());
  }

  private void patch(String path, String instructions) throws Exception {
    HttpResponse<String> done = gateway.sendBody("PROPPATCH", path, update(instructions));
    assertEquals(207, done.statusCode(), done.body());
    assertTrue(done.body().contains("HTTP/1.1 200 OK"), done.body());
  }

  private String find(String path, String names) throws Exception {
    return gateway
        .sendBody(
            "PROPFIND",
            path,
            "<D:propfind xmlns:D=\"DAV:\"><D:prop>" + names + "</D:prop></D:propfind>",
            "Depth",
            "0")
        .body();
  }

  private String all(String path) throws Exception {
    return gateway.send("PROPFIND", path, "Depth", "0").body();
  }

  private static String update(String instructions) {
    return "<propertyupdate xmlns=\"DAV:\">" + instructions + "</propertyupdate>";
  }

  private static String set(String property) {
    return "<set xmlns=\"DAV:\"><prop>" + property + "</prop></set>";
  }

  private static String remove(String property) {
    return "<remove xmlns=\"DAV:\"><prop>" + property + "</prop></remove>";
  }
}
