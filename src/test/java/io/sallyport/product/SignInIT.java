package io.sallyport.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.PostgresqlServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged gateway with users of its own, policies, and a configuration that changes.
@Timeout(180)
final class SignInIT {

  private static final String CANARY = "c4nary-p4ssw0rd";

  @TempDir Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private String hash = "";

  @BeforeEach
  void hash() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-jar",
                Path.of(System.getProperty("sallyport.jar", "target/sallyport.jar"))
                    .toAbsolutePath()
                    .toString(),
                "hash-password")
            .start();
    process.outputWriter(UTF_8).append(CANARY).append("\n").close();
    hash = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    String said = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertTrue(hash.startsWith("$argon2id$"), hash + said);
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void everyUserSeesTheirOwn_policiesHold_guessingIsLimited_thePasswordIsNowhere()
      throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    Files.writeString(files.resolve("a.txt"), "hello");
    Files.writeString(files.resolve("a.bak"), "old");
    try (PackagedGateway gateway = serving(configuration("read-only: true, hidden: '*.bak'"))) {
      String url = gateway.url();
      String alice = basic("alice", CANARY);

      assertEquals(List.of("open/"), links(get(url).body()));
      assertEquals(List.of("hers/", "open/"), links(get(url, "Authorization", alice).body()));
      assertEquals(401, get(url + "hers/").statusCode());
      HttpResponse<String> listed = get(url + "hers/", "Authorization", alice);
      assertEquals(List.of("a.txt"), links(listed.body()));
      assertEquals("hello", get(url + "hers/a.txt", "Authorization", alice).body());
      assertEquals(404, get(url + "hers/a.bak", "Authorization", alice).statusCode());
      assertEquals(403, send("PUT", url + "hers/b.txt", "x", "Authorization", alice).statusCode());
      assertEquals(
          403, send("DELETE", url + "hers/a.txt", "", "Authorization", alice).statusCode());
      assertEquals(
          200, get(url + "hers/", "Authorization", basic("CORP\\alice", CANARY)).statusCode());

      HttpResponse<String> session =
          send(
              "POST",
              url + "-/api/session",
              "{\"backend\":\"hers\",\"user\":\"alice\",\"password\":\"" + CANARY + "\"}",
              "Content-Type",
              "application/json");
      assertEquals(200, session.statusCode(), session.body());
      String cookie =
          session.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
      assertEquals("hello", get(url + "hers/a.txt", "Cookie", cookie).body());
      assertEquals(404, get(url + "hers/missing", "Authorization", alice).statusCode());
      assertEquals(400, get(url + "hers/%00", "Authorization", alice).statusCode());

      int limited = 0;
      for (int i = 0; i < 1000; i++) {
        HttpResponse<String> wrong = get(url + "hers/", "Authorization", basic("alice", "x" + i));
        assertTrue(wrong.statusCode() == 401 || wrong.statusCode() == 429, wrong.body());
        if (wrong.statusCode() == 429) {
          limited++;
          assertTrue(wrong.headers().firstValue("Retry-After").isPresent());
        }
      }
      assertTrue(limited > 950, limited + " of 1000 were limited");
      assertEquals(429, get(url + "hers/", "Authorization", alice).statusCode());
      // Whoever comes from elsewhere, by the word of the proxy in front, is not affected.
      assertEquals(
          200,
          get(
                  url + "hers/",
                  "Authorization",
                  alice,
                  "X-Forwarded-For",
                  "192.0.2.9",
                  "X-Forwarded-Proto",
                  "https")
              .statusCode());
      // A password that crosses a network in clear text is refused.
      assertEquals(
          403,
          get(url + "hers/", "Authorization", alice, "X-Forwarded-For", "192.0.2.9").statusCode());
      assertEquals("hello", get(url + "hers/a.txt", "Cookie", cookie).body());
      assertEquals(200, get(url + "open/").statusCode());

      String metrics = get(management(gateway) + "metrics").body();
      assertTrue(metrics.contains("sallyport_signin_limited_total"), metrics);
      assertFalse(metrics.contains(CANARY) || metrics.contains("alice"), "in the metrics");
      assertFalse(gateway.log().contains(CANARY), "in the log");
      assertFalse(listed.body().contains(CANARY) || session.body().contains(CANARY));
      gateway.process().destroyForcibly().waitFor();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        assertFalse(
            new String(Files.readAllBytes(each), java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains(CANARY),
            each.toString());
      }
    }
  }

  @Test
  void guessingAtTwoNodes_isCountedTogether() throws Exception {
    Files.createDirectories(folder.resolve("files"));
    String shared =
        configuration("").replace("state: state", "state: \"" + PostgresqlServer.url() + "\"");
    try (PackagedGateway one = serving(shared);
        PackagedGateway other = serving(shared)) {
      int heard = 0;
      for (int i = 0; i < 40; i++) {
        String url = (i % 2 == 0 ? one : other).url();
        int status = get(url + "hers/", "Authorization", basic("user" + i, "x")).statusCode();
        heard += status == 401 ? 1 : 0;
        assertTrue(status == 401 || status == 429, status + " after " + i);
      }
      // Twenty wrong ones are free for an address; each node for itself would have heard them all.
      assertTrue(heard < 36, heard + " of 40 were heard");
      for (PackagedGateway each : List.of(one, other)) {
        String elsewhere = "192.0.2." + each.process().pid() % 200;
        HttpResponse<String> right =
            get(
                each.url() + "hers/",
                "Authorization",
                basic("alice", CANARY),
                "X-Forwarded-For",
                elsewhere,
                "X-Forwarded-Proto",
                "https");
        assertEquals(200, right.statusCode(), right.body());
      }
    }
  }

  @Test
  void configurationReloadedUnderLoad_noTransferFails() throws Exception {
    byte[] content = new byte[2_000_000];
    new Random(4).nextBytes(content);
    Path files = Files.createDirectories(folder.resolve("files"));
    Files.write(files.resolve("big"), content);
    try (PackagedGateway gateway =
        serving(configuration("read-only: false") + "  kept: {folder: files}\n")) {
      AtomicBoolean enough = new AtomicBoolean();
      ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
      List<Thread> load = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String big = gateway.url() + (i % 2 == 0 ? "open/big" : "kept/big");
        load.add(Thread.startVirtualThread(() -> load(big, content, enough, troubles)));
      }
      for (int i = 0; i < 4; i++) {
        // Another set of names for the same folder each time: "open" is replaced, "kept" stays.
        write(
            configuration("read-only: false")
                + "  kept: {folder: files}\n  new"
                + i
                + ": {folder: files}\n",
            "max-logins: " + (150 + i));
        if (i % 2 == 1) {
          Process hup =
              new ProcessBuilder("kill", "-HUP", Long.toString(gateway.process().pid())).start();
          assertEquals(0, hup.waitFor());
        }
        while (get(gateway.url() + "new" + i + "/big").statusCode() != 200) {
          Thread.sleep(20);
        }
      }
      assertEquals(404, get(gateway.url() + "new0/").statusCode());
      write("backends: [\n", "");
      while (!gateway.log().contains("is wrong and changes nothing")) {
        Thread.sleep(20);
      }
      assertEquals(200, get(gateway.url() + "new3/").statusCode());
      enough.set(true);
      for (Thread each : load) {
        each.join();
      }
      assertEquals(List.of(), List.copyOf(troubles));
    }
  }

  private void load(
      String url, byte[] content, AtomicBoolean enough, ConcurrentLinkedQueue<String> troubles) {
    try {
      while (!enough.get()) {
        HttpResponse<byte[]> response =
            client.send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, response.statusCode());
        assertArrayEquals(content, response.body());
      }
    } catch (IOException | AssertionError e) {
      troubles.add(url + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String configuration(String policy) {
    return """
    management: 127.0.0.1:0
    state: state
    trusted-proxies: 127.0.0.1
    users:
      alice: {password: "%s"}
      bob: {password: "%s"}
    backends:
      hers: {folder: files, users: alice%s}
      his: {folder: files, users: bob}
      open: {folder: files, ftp: {max-logins: 200}}
    """
        .formatted(hash, hash, policy.isEmpty() ? "" : ", " + policy);
  }

  private void write(String yaml, String logins) throws IOException {
    Path next = folder.resolve("next.yaml");
    Files.writeString(next, logins.isEmpty() ? yaml : yaml.replace("max-logins: 200", logins));
    Files.move(next, folder.resolve("sallyport.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private PackagedGateway serving(String yaml) throws IOException {
    write(yaml, "");
    return PackagedGateway.serving("--config", folder.resolve("sallyport.yaml").toString());
  }

  private static String management(PackagedGateway gateway) throws InterruptedException {
    while (true) {
      String log = gateway.log();
      int at = log.indexOf("Health and metrics are on ");
      if (at >= 0 && log.indexOf("\n", at) > 0) {
        return "http://" + log.substring(at + 26, log.indexOf("\n", at) - 1) + "/";
      }
      Thread.sleep(20);
    }
  }

  private static List<String> links(String page) {
    return java.util.regex.Pattern.compile("href=\"([^\"]+)\"")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .filter(href -> !href.equals("../"))
        .sorted()
        .toList();
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  private HttpResponse<String> get(String url, String... headers)
      throws IOException, InterruptedException {
    return send("GET", url, "", headers);
  }

  private HttpResponse<String> send(String method, String url, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
