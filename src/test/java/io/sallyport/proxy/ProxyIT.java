package io.sallyport.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.RemotePath;
import io.sallyport.ground.Command;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.OddNames;
import io.sallyport.ground.Provisioned;
import io.sallyport.ground.RealFtpServer;
import io.sallyport.ground.RunningGateway;
import io.sallyport.http.Wire;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Programs that know proxies and nothing of Sallyport, told `ftp_proxy=`, before real servers that
/// allow only active or only passive data connections.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
final class ProxyIT {

  /// A server and what it allows.
  enum Behind {
    VSFTPD_ACTIVE,
    VSFTPD_PASSIVE,
    PROFTPD_ACTIVE,
    PROFTPD_PASSIVE
  }

  private final Map<Behind, RealFtpServer> servers = new EnumMap<>(Behind.class);
  private RunningGateway gateway;

  @TempDir Path temp;

  @BeforeAll
  void start(@TempDir Path made) throws IOException {
    StringBuilder allowed = new StringBuilder();
    for (Behind behind : Behind.values()) {
      Path folder = Files.createDirectory(made.resolve(behind.name()));
      RealFtpServer server =
          (behind.name().startsWith("VSFTPD") ? FtpSoftware.VSFTPD : FtpSoftware.PROFTPD)
              .over(folder)
              .passiveEnabled(behind.name().endsWith("PASSIVE"))
              .portEnabled(behind.name().endsWith("ACTIVE"))
              .start();
      servers.put(behind, server);
      allowed.append(allowed.isEmpty() ? "" : ", ").append("127.0.0.1:").append(server.port());
    }
    gateway =
        RunningGateway.of(
            made,
            """
            ad-hoc: {allow: [%s], plain: always}
            proxy: {enabled: true}
            """
                .formatted(quoted(allowed.toString())));
  }

  private static String quoted(String list) {
    return "\"" + list.replace(", ", "\", \"") + "\"";
  }

  @AfterAll
  void stop() {
    if (gateway != null) {
      String log = gateway.log();
      for (RealFtpServer server : servers.values()) {
        assertFalse(log.contains(server.password()), "the log holds the password");
      }
      assertFalse(gateway.hasErrors(), log);
      gateway.close();
    }
    servers.values().forEach(RealFtpServer::close);
  }

  @ParameterizedTest
  @EnumSource
  void curlFetchesAndSends(Behind behind) throws IOException {
    RealFtpServer server = server(behind);
    Path docs = Files.createDirectory(server.folder().resolve("docs"));
    Files.writeString(docs.resolve("a b.txt"), "0123456789");
    String url = url(server) + "docs/";
    assertEquals("0123456789", fetch(url + "a%20b.txt"));
    assertEquals("0123456789", fetch(url + "a%20b.txt;type=i"));
    assertEquals("345", fetch("-r", "3-5", url + "a%20b.txt"));
    assertEquals("89", fetch("-r", "-2", url + "a%20b.txt"));
    String head = fetch("-I", url + "a%20b.txt").toLowerCase(Locale.ROOT);
    assertTrue(head.startsWith("http/1.1 200"), head);
    assertTrue(head.contains("content-length: 10\r\n"), head);
    assertTrue(head.contains("last-modified: "), head);
    assertTrue(head.contains("etag: "), head);
    assertTrue(head.contains("accept-ranges: bytes"), head);
    String index = fetch(url);
    assertTrue(index.contains("<a href=\"a%20b.txt\">a b.txt</a>"), index);
    assertTrue(fetch("-I", url).contains("text/html; charset=utf-8"), "HEAD of a folder");
    assertEquals(
        "301 /docs/", status("-w", "%{http_code} %header{location}", url(server) + "docs"));
    assertEquals(index, fetch("-L", url(server) + "docs"));
    assertEquals("404", status(url + "nothing"));
    assertEquals("416", status("-r", "10-", url + "a%20b.txt"));
    Path upload = Files.writeString(temp.resolve("upload"), "from curl");
    assertEquals("201", status("-T", upload.toString(), url + "up.txt"));
    assertEquals("204", status("-T", upload.toString(), url + "up.txt"));
    assertEquals(
        "204", status("-T", upload.toString(), "-H", "Transfer-Encoding: chunked", url + "up.txt"));
    assertEquals("from curl", Files.readString(docs.resolve("up.txt")));
    assertEquals("405", status("-X", "DELETE", url + "up.txt"));
  }

  @ParameterizedTest
  @EnumSource
  void wgetTakesAWholeTree(Behind behind) throws IOException {
    Provisioned.require("wget");
    RealFtpServer server = server(behind);
    Path tree = Files.createDirectory(server.folder().resolve("tree"));
    for (int i = 0; i < 6; i++) {
      Path inner = Files.createDirectories(tree.resolve("dir " + i % 2).resolve("中 " + i % 3));
      Files.writeString(inner.resolve("file #" + i + ".txt"), "content " + i);
    }
    Command.of("wget", "-r", "-np", "-nH", "-nv", "--cut-dirs=1", "-R", "index.html*")
        .and("--user=" + server.user(), "--password=" + server.password())
        .and("-P", temp.toString(), server.url() + "tree/")
        .with("ftp_proxy", gateway.url())
        .run();
    assertEquals(contents(tree), contents(temp));
  }

  @ParameterizedTest
  @EnumSource
  void lftpListsAndGets(Behind behind) throws IOException {
    Provisioned.require("lftp");
    RealFtpServer server = server(behind);
    Path folder = Files.createDirectory(server.folder().resolve("lftp"));
    Files.writeString(folder.resolve("two words.txt"), "for lftp");
    Files.createDirectory(folder.resolve("inner"));
    Files.writeString(folder.resolve("inner/b.txt"), "mirrored");
    String script =
        "set ftp:proxy "
            + gateway.url()
            + "; set net:max-retries 1; open -u "
            + server.user()
            + ","
            + server.password()
            + " "
            + server.url()
            + "lftp/; cls -1; get 'two words.txt' -o "
            + temp.resolve("got")
            + "; mirror inner "
            + temp.resolve("inner");
    String out = Command.of("lftp", "-c", script).run().out();
    assertTrue(out.contains("two words.txt"), out);
    assertTrue(out.contains("inner"), out);
    assertEquals("for lftp", Files.readString(temp.resolve("got")));
    assertEquals("mirrored", Files.readString(temp.resolve("inner/b.txt")));
  }

  @Test
  void aptDownloads() throws IOException {
    Path helper = Path.of("/usr/lib/apt/apt-helper");
    Assumptions.assumeTrue(
        Files.exists(helper) && Files.exists(Path.of("/usr/lib/apt/methods/ftp")),
        "this machine has no apt that knows ftp:");
    RealFtpServer server = server(Behind.PROFTPD_ACTIVE);
    Files.writeString(server.folder().resolve("Release"), "Suite: stable");
    Command.of(helper.toString(), "-o", "Acquire::ftp::Proxy=" + gateway.url())
        // Off by default since its server side is out of fashion.
        .and("-o", "Dir::Bin::Methods::ftp=ftp")
        .and("-o", "APT::Sandbox::User=root", "-o", "Acquire::Retries=0")
        .and("download-file", url(server) + "Release", temp.resolve("Release").toString())
        .with("ftp_proxy", gateway.url())
        .run();
    assertEquals("Suite: stable", Files.readString(temp.resolve("Release")));
  }

  @Test
  void oddNamesGoBothWays() throws IOException {
    for (Behind behind : List.of(Behind.VSFTPD_PASSIVE, Behind.PROFTPD_ACTIVE)) {
      RealFtpServer server = server(behind);
      Path odd = Files.createDirectory(server.folder().resolve("odd"));
      List<String> puts = new ArrayList<>(List.of("curl", "-sS", "--fail", "-x", gateway.url()));
      for (String name : OddNames.all()) {
        Path local = Files.writeString(temp.resolve("content"), "x");
        puts.addAll(List.of("-T", local.toString()));
        puts.add(url(server) + "odd/" + RemotePath.encodeSegment(name));
      }
      Command.of(puts).run();
      assertEquals(OddNames.all().stream().sorted().toList(), names(odd));
      String index = fetch(url(server) + "odd/");
      List<String> gets = new ArrayList<>(List.of("curl", "-sS", "--fail", "-x", gateway.url()));
      for (String name : OddNames.all()) {
        Files.writeString(odd.resolve(name), "<" + name + ">");
        assertTrue(index.contains("<a href=\"" + RemotePath.encodeSegment(name) + "\">"), name);
        gets.add(url(server) + "odd/" + RemotePath.encodeSegment(name));
      }
      String all = Command.of(gets).run().out();
      assertEquals("<" + String.join("><", OddNames.all()) + ">", all);
    }
  }

  /// As typed: neither curl nor we encode what the shell hands over.
  @Test
  void bytesThatNoUrlMayHoldAreTakenAsTheyAre() throws IOException {
    RealFtpServer server = server(Behind.VSFTPD_PASSIVE);
    Path raw = Files.createDirectory(server.folder().resolve("raw"));
    Files.writeString(raw.resolve("中|文 {x}.txt"), "raw");
    try (Wire wire = new Wire(gateway.port())) {
      String answer =
          say(
              wire,
              "GET "
                  + url(server)
                  + "raw/"
                  + new String(
                      "中|文%20{x}.txt".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                  + " HTTP/1.0\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.0 200"), answer);
      assertTrue(answer.endsWith("\r\n\r\nraw"), answer);
    }
  }

  @ParameterizedTest
  @EnumSource
  void namesInGbkComeThroughTheirIndex(Behind behind) throws IOException {
    RealFtpServer server = server(behind);
    Path folder = Files.createDirectory(server.folder().resolve("gbk"));
    // 中文.txt and 会议.doc in GBK, written by a shell because Java cannot.
    Command.of(
            "sh",
            "-c",
            "printf one > \"$(printf '\\326\\320\\316\\304.txt')\"; printf two > \"$(printf"
                + " '\\273\\341\\322\\351.doc')\"")
        .in(folder)
        .run();
    String index = fetch(url(server) + "gbk/");
    assertEquals("one", fetch(url(server) + "gbk/" + href(index, ".txt")));
    assertEquals("two", fetch(url(server) + "gbk/" + href(index, ".doc")));
  }

  private static String href(String index, String ending) {
    for (String piece : index.split("<a href=\"", -1)) {
      String href = piece.substring(0, Math.max(0, piece.indexOf('"')));
      if (href.endsWith(ending)) {
        return href;
      }
    }
    throw new AssertionError(index);
  }

  @ParameterizedTest
  @EnumSource
  void aRangeBeyondFourGibibytesIsTheRightBytes(Behind behind) throws IOException {
    RealFtpServer server = server(behind);
    long at = (5L << 30) + 123;
    try (RandomAccessFile huge =
        new RandomAccessFile(server.folder().resolve("huge").toFile(), "rw")) {
      huge.setLength(6L << 30);
      huge.seek(at);
      huge.writeBytes("here it is");
    }
    assertEquals("here it is", fetch("-r", at + "-" + (at + 9), url(server) + "huge"));
    String range = "bytes " + at + "-" + (at + 9) + "/" + (6L << 30);
    assertEquals(
        "206 " + range,
        status(
            "-r",
            at + "-" + (at + 9),
            "-w",
            "%{http_code} %header{content-range}",
            url(server) + "huge"));
  }

  @Test
  void aLoginIsAskedForInTheNameOfTheServer() {
    RealFtpServer server = server(Behind.VSFTPD_ACTIVE);
    String realm = "Basic realm=\"127.0.0.1:" + server.port() + "\", charset=\"UTF-8\"";
    String show = "%{http_code} %header{www-authenticate}";
    assertEquals("401 " + realm, status("-w", show, server.url()));
    String asTester = "ftp://" + server.user() + "@127.0.0.1:" + server.port() + "/";
    assertEquals("401 " + realm, status("-w", show, asTester));
    String wrong = "ftp://" + server.user() + ":s3cret-wrong@127.0.0.1:" + server.port() + "/";
    String answer = curl("-i", wrong).run().out();
    assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
    assertFalse(answer.contains("s3cret-wrong"), answer);
    assertFalse(gateway.log().contains("s3cret-wrong"), "the log holds a password");
    assertEquals(
        "200", status("-u", server.user() + ":" + server.password(), "--proxy-basic", asTester));
    String browser =
        curl("-i", "-A", "Mozilla/5.0", "-H", "Accept: text/html", server.url()).run().out();
    assertTrue(browser.contains(realm), browser);
  }

  @Test
  void severalRequestsGoThroughOneConnection() throws IOException {
    RealFtpServer server = server(Behind.VSFTPD_PASSIVE);
    Path folder = Files.createDirectory(server.folder().resolve("one"));
    Files.writeString(folder.resolve("a"), "aaa");
    Files.writeString(folder.resolve("b"), "bbb");
    String get = "GET " + url(server) + "one/%s HTTP/1.1\r\nHost: ignored\r\n\r\n";
    String put =
        "PUT "
            + url(server)
            + "one/c HTTP/1.1\r\nHost: x\r\nContent-Length: 40\r\n\r\n"
            + "GET ftp://127.0.0.1:1/ HTTP/1.1\r\n\r\n12345";
    String last = "GET " + url(server) + "one/b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    try (Wire wire = new Wire(gateway.port())) {
      String answer = say(wire, get.formatted("a") + put + get.formatted("c") + last);
      assertEquals(3, answer.split("HTTP/1.1 200 OK", -1).length - 1, answer);
      assertEquals(1, answer.split("HTTP/1.1 201 ", -1).length - 1, answer);
      assertTrue(answer.contains("\r\n\r\naaaHTTP/1.1 201"), answer);
      assertTrue(answer.endsWith("\r\n\r\nbbb"), answer);
    }
    assertEquals(
        "GET ftp://127.0.0.1:1/ HTTP/1.1\r\n\r\n12345", Files.readString(folder.resolve("c")));
  }

  @Test
  void neitherTunnelsNorOtherSchemes() throws IOException {
    for (String request :
        List.of(
            "CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n",
            "CONNECT 127.0.0.1:22 HTTP/1.0\r\n\r\n")) {
      try (Wire wire = new Wire(gateway.port())) {
        String answer = say(wire, request);
        assertTrue(answer.matches("(?s)HTTP/1.[01] 405 .*"), answer);
        assertTrue(answer.contains("Allow: GET, HEAD, PUT"), answer);
      }
    }
    String curl =
        Command.of("curl", "-sS", "-x", gateway.url(), "-o", "/dev/null", "-w", "%{http_code}")
            .and("http://127.0.0.1:1/")
            .run()
            .out();
    assertEquals("501", curl);
  }

  @Test
  void aRefusedHostIsSaidToBeOneWithTheRule() {
    String answer = curl("-i", "ftp://127.0.0.1:22/").run().out();
    assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
    assertTrue(answer.contains("ad-hoc: ports"), answer);
  }

  // Tools.

  private RealFtpServer server(Behind behind) {
    return Objects.requireNonNull(servers.get(behind));
  }

  private static String url(RealFtpServer server) {
    return "ftp://" + server.user() + ":" + server.password() + "@127.0.0.1:" + server.port() + "/";
  }

  private static String say(Wire wire, String bytes) throws IOException {
    return wire.send(bytes.getBytes(StandardCharsets.ISO_8859_1)).restText();
  }

  private String fetch(String... arguments) {
    return curl("--fail").and(arguments).run().out();
  }

  private String status(String... arguments) {
    return curl("-o", "/dev/null", "-w", "%{http_code}").and(arguments).run().out();
  }

  private Command curl(String... arguments) {
    return Command.of("curl", "-sS", "--path-as-is")
        .and(arguments)
        .with("ftp_proxy", gateway.url())
        .with("http_proxy", "")
        .with("no_proxy", "");
  }

  private static List<String> contents(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<String> found = new ArrayList<>();
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        found.add(folder.relativize(file) + ": " + Files.readString(file));
      }
      return found;
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
