package io.sallyport.product;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Command;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A password goes every way that a password can go through the packaged gateway in front of a real
/// vsftpd, which logs all it can: it is to be found in no answer, no log line and no file, neither
/// as it is nor encoded; a wrong one no more than the right one.
@Timeout(180)
final class CanaryIT {

  private static final String WRONG = "wr0ng-c4nary-7f3a91";

  /// The log as talkative as it gets, and standard input without a terminal.
  private static final Map<String, String> TALKATIVE = Map.of("SALLYPORT_LOG_LEVEL", "TRACE");

  @TempDir Path served;

  @TempDir Path home;

  /// Everything that somebody got to see.
  private final List<String> seen = new ArrayList<>();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RealFtpServer server;
  private boolean isServerGone;
  private Path config;

  @BeforeEach
  void start() throws IOException {
    server = FtpSoftware.VSFTPD.over(served).start();
    Files.writeString(served.resolve("a.txt"), "hello");
    config =
        Files.writeString(
            home.resolve("sallyport.yaml"),
            """
            management: 127.0.0.1:0
            state: state
            trusted-proxies: 127.0.0.1
            access-log: json
            drain: 1s
            ad-hoc: {allow: ["127.0.0.1"], private-networks: true, ports: [1-65535], plain: always}
            proxy: {enabled: true}
            backends: {legacy: {url: "%s"}}
            """
                .formatted(server.url()));
  }

  @AfterEach
  void stop() {
    client.close();
    if (!isServerGone) {
      server.close();
    }
  }

  @Test
  void passwordIsNowhere() throws Exception {
    String cookie;
    try (PackagedGateway gateway = gateway()) {
      String url = gateway.url();
      drivesAndTools(url);
      cookie = application(url);
      addresses(url);
      doctor(url);
      commands();
      operator(gateway);
      gateway.process().destroyForcibly().waitFor();
      remember(gateway);
    }
    // The session outlives the crash, so the password is in the state; and cannot be read there.
    try (PackagedGateway again = gateway()) {
      assertEquals(200, get(again.url() + "legacy/a.txt", "Cookie", cookie));
      server.close();
      isServerGone = true;
      get(again.url() + "legacy/a.txt", "Cookie", cookie);
      get(
          again.url() + "legacy/",
          "Authorization",
          basic(server.password()),
          "Accept",
          "text/html");
      Command.of("kill", "-SEGV", Long.toString(pid(again))).run();
      assertTrue(again.process().waitFor(60, TimeUnit.SECONDS));
      try (Stream<Path> left = Files.list(again.workspace())) {
        assertTrue(
            left.anyMatch(file -> file.getFileName().toString().startsWith("hs_err")),
            "the crash left no report, so this shows nothing");
      }
      remember(again);
    }
    files(home);
    assertTrue(seen.size() > 60, seen.size() + " things were seen");
    for (String needle : needles()) {
      for (String each : seen) {
        assertFalse(each.contains(needle), () -> "the password is in " + each);
      }
    }
  }

  private void drivesAndTools(String url) throws Exception {
    String right = basic(server.password());
    for (String accept : List.of("text/html", "application/json", "*/*")) {
      assertEquals(200, get(url + "legacy/", "Authorization", right, "Accept", accept));
      for (String path :
          List.of("legacy/", "legacy/missing", "legacy/%00", "nowhere/", "-/nowhere")) {
        get(url + path, "Authorization", right, "Accept", accept);
        get(url + path, "Authorization", basic(WRONG), "Accept", accept);
      }
    }
    get(url + "legacy/", "Authorization", "Basic " + right, "Accept", "application/json");
    get(url + "legacy/", "Authorization", "Bearer " + server.password());
    assertEquals(201, send("PUT", url + "legacy/b.txt", "text", "Authorization", right));
    assertEquals(207, send("PROPFIND", url + "legacy/", "", "Authorization", right, "Depth", "1"));
    assertEquals(200, send("LOCK", url + "legacy/b.txt", LOCK, "Authorization", right));
    send(
        "MOVE",
        url + "legacy/a.txt",
        "",
        "Authorization",
        right,
        "Destination",
        "http://" + server.user() + ":" + server.password() + "@127.0.0.1/legacy/c.txt");
  }

  private static final String LOCK =
      "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope><locktype><write/></locktype></lockinfo>";

  private String application(String url) throws Exception {
    String json = "{\"backend\":\"legacy\",\"user\":\"%s\",\"password\":\"%s\"}";
    HttpResponse<String> session =
        exchange(
            "POST",
            url + "-/api/session",
            json.formatted(server.user(), server.password()),
            "Content-Type",
            "application/json");
    assertEquals(200, session.statusCode(), session.body());
    String cookie =
        session.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    assertEquals(200, get(url + "legacy/", "Cookie", cookie, "Accept", "application/json"));
    assertEquals(200, get(url + "-/api/session", "Cookie", cookie));
    for (String body :
        List.of(
            json.formatted(server.user(), WRONG),
            json.formatted("a\\nb", server.password()),
            "{\"backend\":\"legacy\",\"password\":\"" + server.password() + "\"}",
            "{\"password\":\"" + server.password(),
            "{\"password\":[\"" + server.password() + "\"]}",
            "{\"" + server.password() + "\":1}")) {
      send("POST", url + "-/api/session", body, "Content-Type", "application/json");
    }
    return cookie;
  }

  /// Where people write passwords into addresses.
  private void addresses(String url) throws Exception {
    String login = server.user() + ":" + server.password() + "@";
    String ftp = "ftp://" + login + "127.0.0.1:" + server.port() + "/";
    get(url + "~" + login + "127.0.0.1:" + server.port() + "/a.txt");
    get(url + "~" + login.replace("@", "%40").replace(":", "%3A") + "127.0.0.1/");
    get(url + "legacy/?password=" + server.password());
    get(url + "-/open?url=" + ftp.replace(":", "%3A").replace("/", "%2F"));
    get(url + "~127.0.0.1:" + server.port() + "/", "Authorization", basic(server.password()));
    Command.Result proxied =
        Command.of("curl", "-sSi", "--proxy", url, ftp + "a.txt").runToAnyExit();
    assertTrue(proxied.out().endsWith("hello"), proxied.all());
    seen.add(proxied.out() + proxied.err());
    proxied = Command.of("curl", "-sSi", "--proxy", url, ftp + "missing").runToAnyExit();
    seen.add(proxied.out() + proxied.err());
  }

  private void doctor(String url) throws Exception {
    String ftp = "ftp://%s:%s@127.0.0.1:" + server.port() + "/";
    for (String password : List.of(server.password(), WRONG)) {
      for (String what :
          List.of(
              "\"server\":\"/legacy/\"",
              "\"url\":\"" + ftp.formatted(server.user(), password) + "\"",
              "\"url\":\"" + ftp.formatted(server.user(), password).replace("127", "?") + "\"")) {
        send(
            "POST",
            url + "-/api/doctor",
            "{%s,\"user\":\"%s\",\"password\":\"%s\"}".formatted(what, server.user(), password),
            "Content-Type",
            "application/json");
      }
    }
  }

  private void commands() throws IOException {
    String host = "127.0.0.1:" + server.port() + "/";
    Path file = Files.writeString(served.resolve("password"), server.password() + "\n");
    command("doctor", "--user", server.user(), "--password-file", file.toString(), "ftp://" + host);
    Files.delete(file);
    command("doctor", "ftp://" + server.user() + ":" + WRONG + "@" + host, "--json", "--write");
  }

  private void command(String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(ProcessHandle.current().info().command().orElseThrow());
    words.add("-jar");
    words.add(Path.of(System.getProperty("sallyport.jar", "target/sallyport.jar")).toString());
    words.addAll(List.of(arguments));
    Command.Result result = Command.of(words).with("SALLYPORT_LOG_LEVEL", "TRACE").runToAnyExit();
    seen.add(result.out() + result.err());
  }

  private void operator(PackagedGateway gateway) throws Exception {
    Matcher said = Pattern.compile("Health and metrics are on (\\S+)\\.").matcher(gateway.log());
    assertTrue(said.find(), gateway.log());
    for (String page : List.of("metrics", "readyz", "livez")) {
      assertEquals(200, get("http://" + said.group(1) + "/" + page));
    }
    assertTrue(gateway.log().contains(" TRACE ") || gateway.log().contains(" DEBUG "));
  }

  private PackagedGateway gateway() {
    return PackagedGateway.with(TALKATIVE, "--config", config.toString());
  }

  /// `prlimit` and `env` have become the JVM by now.
  private static long pid(PackagedGateway gateway) {
    return gateway.process().pid();
  }

  private void remember(PackagedGateway gateway) throws IOException {
    files(gateway.workspace());
  }

  private void files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        seen.add(file + "\n" + new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
  }

  /// Both passwords as they are and as they could have been written down.
  private List<String> needles() {
    List<String> needles = new ArrayList<>();
    for (String password : List.of(server.password(), WRONG)) {
      byte[] bytes = password.getBytes(UTF_8);
      needles.add(password);
      needles.add(new String(password.getBytes(UTF_16LE), ISO_8859_1));
      needles.add(HexFormat.of().formatHex(bytes));
      for (int before = 0; before < 3; before++) {
        // Base64 of whatever stands before it; the ends depend on the neighbours.
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        needles.add(encoded.substring(before == 0 ? 0 : 4, encoded.length() - 3));
      }
    }
    return needles;
  }

  private String basic(String password) {
    return "Basic "
        + Base64.getEncoder().encodeToString((server.user() + ":" + password).getBytes(UTF_8));
  }

  private int get(String url, String... headers) throws IOException, InterruptedException {
    return send("GET", url, "", headers);
  }

  private int send(String method, String url, String body, String... headers)
      throws IOException, InterruptedException {
    return exchange(method, url, body, headers).statusCode();
  }

  private HttpResponse<String> exchange(String method, String url, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            // Somebody else each time, so that nobody has been wrong too often to be heard.
            .header("X-Forwarded-For", "127.0.1." + seen.size())
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    seen.add(method + " " + response.headers().map() + "\n" + response.body());
    return response;
  }
}
