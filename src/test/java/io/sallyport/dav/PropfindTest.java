package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Space;
import io.sallyport.ground.Command;
import io.sallyport.http.Wire;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PropfindTest {

  private static final String ALL = "<propfind xmlns='DAV:'><allprop/></propfind>";

  private final TestGateway gateway = new TestGateway();

  PropfindTest() {
    gateway.files().folder("/dir").file("/dir/a.txt", "12345").folder("/dir/sub");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void folder_listsItsMembersWithPathOnlyHrefs() throws Exception {
    String xml = propfind("/m/dir", "1", ALL).body();
    assertTrue(xml.contains("<D:href>/m/dir/</D:href>"), xml);
    assertTrue(
        xml.contains(
            "<D:href>/m/dir/a.txt</D:href><D:propstat><D:prop>"
                + "<D:displayname>a.txt</D:displayname><D:resourcetype/>"
                + "<D:getcontentlength>5</D:getcontentlength>"
                + "<D:getcontenttype>text/plain; charset=utf-8</D:getcontenttype>"
                + "<D:getlastmodified>Tue, 14 Nov 2023 22:13:20 GMT</D:getlastmodified>"
                + "<D:getetag>&quot;6553f100-5&quot;</D:getetag>"),
        xml);
    assertTrue(xml.contains("<D:href>/m/dir/sub/</D:href>"), xml);
    assertTrue(xml.contains("<D:displayname>sub</D:displayname><D:resourcetype><D:collection/>"));
    assertFalse(xml.contains("creationdate"), xml);
  }

  @Test
  void top_listsTheVisibleBackends() throws Exception {
    String xml = propfind("/", "1", "").body();
    assertTrue(xml.contains("<D:href>/</D:href>"), xml);
    assertTrue(xml.contains("<D:href>/m/</D:href>"), xml);
    assertTrue(xml.contains("<D:href>/other/</D:href>"), xml);
    assertFalse(xml.contains("locked/"), xml);
  }

  @Test
  void named_echoesUnknownPropertiesInTheirNamespace() throws Exception {
    String xml =
        propfind(
                "/m/dir/a.txt",
                "0",
                "<D:propfind xmlns:D='DAV:' xmlns:x='urn:x&amp;y'><D:prop><x:odd/>"
                    + "<bare/><D:getetag/></D:prop></D:propfind>")
            .body();
    assertTrue(xml.contains("<D:prop><D:getetag>"), xml);
    assertTrue(
        xml.contains(
            "<p:odd xmlns:p=\"urn:x&amp;y\"/><bare xmlns=\"\"/></D:prop>"
                + "<D:status>HTTP/1.1 404 Not Found</D:status>"),
        xml);
  }

  @Test
  void propname_tellsNamesOnly() throws Exception {
    String xml = propfind("/m/dir", "0", "<propfind xmlns='DAV:'><propname/></propfind>").body();
    assertTrue(xml.contains("<D:prop><D:displayname/><D:resourcetype/><D:supportedlock/>"), xml);
    assertFalse(xml.contains("getcontentlength"), xml);
  }

  @Test
  void include_addsToAll() throws Exception {
    String xml =
        propfind(
                "/m/dir/a.txt",
                "0",
                "<D:propfind xmlns:D='DAV:'><D:allprop/><D:include><x xmlns='y'/></D:include>"
                    + "</D:propfind>")
            .body();
    assertTrue(xml.contains("<D:getcontentlength>5<"), xml);
    assertTrue(xml.contains("<p:x xmlns:p=\"y\"/></D:prop><D:status>HTTP/1.1 404"), xml);
  }

  @Test
  void depth_isZeroOrOneForFolders() throws Exception {
    for (String depth : new String[] {"infinity", ""}) {
      HttpResponse<String> response = propfind("/m/dir", depth, ALL);
      assertEquals(403, response.statusCode());
      assertTrue(response.body().contains("<D:propfind-finite-depth/>"));
    }
    assertEquals(400, propfind("/m/dir", "2", ALL).statusCode());
    assertEquals(400, propfind("/m/dir", "junk", ALL).statusCode());
    assertEquals(207, propfind("/m/dir/a.txt", "infinity", ALL).statusCode());
    assertFalse(gateway.files().log().contains("list /dir"), "nothing was listed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<propfind xmlns='DAV:'><prop></propfind>",
        "<propfind xmlns='DAV:'/>",
        "<propfind><allprop/></propfind>",
        "<other xmlns='DAV:'><allprop/></other>",
        "<propfind xmlns='DAV:'><allprop/><propname/></propfind>",
        "<propfind xmlns='DAV:'><prop><a:b xmlns:a=''/></prop></propfind>",
        "<propfind xmlns='DAV:'><prop><a:b/></prop></propfind>",
        "not xml",
        "<!DOCTYPE propfind><propfind xmlns='DAV:'><allprop/></propfind>",
        "<!DOCTYPE p [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
            + "<propfind xmlns='DAV:'><prop>&e;</prop></propfind>",
        "<!DOCTYPE p [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"
            + "<propfind xmlns='DAV:'><prop>&b;</prop></propfind>",
        "<propfind xmlns='DAV:'><prop>&undeclared;</prop></propfind>",
      })
  void malformedBody_is400(String body) throws Exception {
    assertEquals(400, propfind("/m/dir", "0", body).statusCode());
  }

  @Test
  void deepXml_is400AndLongXml413() throws Exception {
    assertEquals(400, propfind("/m/dir", "0", "<a>".repeat(1000)).statusCode());
    assertEquals(413, propfind("/m/dir", "0", " ".repeat(65_537)).statusCode());
  }

  @Test
  void hugeBody_isRefusedUnread() throws Exception {
    try (Wire wire = gateway.wire()) {
      wire.send("PROPFIND /m/dir HTTP/1.1", "Host: x", "Depth: 0", "Content-Length: 44000000", "");
      assertTrue(wire.head().startsWith("HTTP/1.1 413 "));
    }
  }

  @Test
  void missing_is404() throws Exception {
    assertEquals(404, propfind("/m/none", "0", ALL).statusCode());
    assertEquals(404, propfind("/none/", "1", ALL).statusCode());
    assertEquals(401, propfind("/locked/", "1", ALL).statusCode());
  }

  @Test
  void oddNames_comeThroughEncoded() throws Exception {
    gateway.files().file("/dir/a b&<c>%.txt", "x").file("/dir/\udcff\u4e2d", "y");
    String xml = propfind("/m/dir", "1", ALL).body();
    assertTrue(xml.contains("<D:href>/m/dir/a%20b%26%3Cc%3E%25.txt</D:href>"), xml);
    assertTrue(xml.contains("<D:displayname>a b&amp;&lt;c&gt;%.txt</D:displayname>"), xml);
    assertTrue(xml.contains("<D:href>/m/dir/%FF%E4%B8%AD</D:href>"), xml);
    assertTrue(xml.contains("<D:displayname>\ufffd\u4e2d</D:displayname>"), xml);
    assertEquals(200, gateway.status("GET", "/m/dir/%FF%E4%B8%AD"));
  }

  @Test
  void link_showsWhatItLeadsTo() throws Exception {
    gateway.files().link("/dir/there", "/dir/sub").link("/dir/lost", "/nowhere");
    String xml = propfind("/m/dir", "1", ALL).body();
    assertTrue(xml.contains("<D:href>/m/dir/there/</D:href>"), xml);
    assertTrue(xml.contains("<D:href>/m/dir/lost</D:href>"), xml);
  }

  /// Or a drive would cut the file off where the link's own length ends.
  @Test
  void linkToAFile_hasTheSizeOfTheFile() throws Exception {
    gateway.files().file("/long", "0123456789").link("/dir/there", "/long");
    gateway.files().link("/dir/lost", "/nowhere");
    String xml = propfind("/m/dir", "1", ALL).body();
    assertTrue(
        xml.substring(xml.indexOf("/m/dir/there</D:href>"))
            .contains("<D:getcontentlength>10</D:getcontentlength>"),
        xml);
    String lost = xml.substring(xml.indexOf("/m/dir/lost</D:href>"));
    assertFalse(lost.substring(0, lost.indexOf("</D:response>")).contains("getcontentlength"), xml);
  }

  // RFC 4331.

  @Test
  void room_isToldByNameAlone_whereTheServerTells() throws Exception {
    String wanted =
        "<propfind xmlns=\"DAV:\"><prop><quota-available-bytes/><quota-used-bytes/></prop></propfind>";
    String unknown = propfind("/m/dir", "0", wanted).body();
    assertTrue(
        unknown.contains(
            "<D:quota-available-bytes/><D:quota-used-bytes/></D:prop>"
                + "<D:status>HTTP/1.1 404 Not Found</D:status>"),
        unknown);
    gateway.files().room(new Space(OptionalLong.of(30), OptionalLong.of(70)));
    String known = propfind("/m/dir", "1", wanted).body();
    assertTrue(
        known.contains(
            "<D:quota-available-bytes>70</D:quota-available-bytes>"
                + "<D:quota-used-bytes>30</D:quota-used-bytes></D:prop>"),
        known);
    assertEquals(
        2, gateway.files().log().stream().filter(line -> line.startsWith("space")).count());
    assertFalse(propfind("/m/dir", "0", ALL).body().contains("quota"));
    String included =
        propfind(
                "/m/dir",
                "0",
                "<propfind xmlns=\"DAV:\"><allprop/><include><quota-used-bytes/></include>"
                    + "</propfind>")
            .body();
    assertTrue(included.contains("<D:quota-used-bytes>30</D:quota-used-bytes>"), included);
    assertFalse(included.contains("quota-available"), included);
    assertFalse(propfind("/m/a", "0", wanted).body().contains(">70<"));
    String set =
        "<propertyupdate xmlns=\"DAV:\"><set><prop><quota-used-bytes>1</quota-used-bytes></prop>"
            + "</set></propertyupdate>";
    assertTrue(gateway.sendBody("PROPPATCH", "/m/dir", set).body().contains("HTTP/1.1 403 "));
  }

  @Test
  void failureToList_isAStatus() throws Exception {
    gateway.files().fail("list /dir", new Failure.Denied("The server says no.", null));
    assertEquals(403, propfind("/m/dir", "1", ALL).statusCode());
  }

  /// The second half of the listing comes only after the caller has the first members: a response
  /// that was put together first would wait for ever.
  @Test
  void hundredThousandMembers_areStreamed() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    gateway
        .files()
        .generate(folder ->
            IntStream.range(0, 100_000)
                .mapToObj(i -> {
                  if (i == 50_000) {
                    await(seen);
                  }
                  return Entry.file("file-" + i, i, null);
                }));
    try (Wire wire = gateway.wire()) {
      wire.send("PROPFIND /m/dir HTTP/1.1", "Host: x", "Depth: 1", "Connection: close", "");
      assertTrue(wire.head().startsWith("HTTP/1.1 207 "));
      String first = new String(wire.bytes(10_000), StandardCharsets.UTF_8);
      assertTrue(first.contains("file-10<"), first);
      seen.countDown();
      String rest = wire.restText();
      assertTrue(rest.contains("file-99999<"));
      assertTrue(rest.endsWith("\r\n0\r\n\r\n"));
    }
  }

  @Test
  void hundredThousandMembers_takeNoMoreThan48MebibytesOfHeap() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Command.Result result =
        Command.of(
                java,
                "-Xmx48m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName())
            .within(Duration.ofMinutes(3))
            .run();
    assertTrue(result.lines().contains("members " + SmallHeap.MEMBERS), result.all());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> propfind(String path, String depth, String body) throws Exception {
    return depth.isEmpty()
        ? gateway.sendBody("PROPFIND", path, body)
        : gateway.sendBody("PROPFIND", path, body, "Depth", depth);
  }
}
