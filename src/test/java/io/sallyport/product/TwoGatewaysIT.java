package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.PostgresqlServer;
import io.sallyport.ground.Relay;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two gateways in front of the same files share a PostgreSQL: whatever one is told holds on the
/// other, and both outlive its absence.
@Timeout(300)
final class TwoGatewaysIT {

  /// Ten thousand with `-Dsallyport.races=10000`, in some minutes.
  private static final int RACES = Integer.getInteger("sallyport.races", 400);

  private static final int TRACKS = 8;

  private static final String LOCK =
      "<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope>"
          + "<D:locktype><D:write/></D:locktype></D:lockinfo>";

  @TempDir Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void put() throws IOException {
    Files.writeString(folder.resolve("file"), "first");
  }

  private PackagedGateway gateway(String database) {
    return PackagedGateway.serving("--folder", folder.toString(), "--state", database);
  }

  @Test
  void lockOfOne_holdsOnTheOther_alsoWhenItsOwnNodeIsKilled() throws Exception {
    try (PackagedGateway one = gateway(PostgresqlServer.url());
        PackagedGateway other = gateway(PostgresqlServer.url())) {
      HttpResponse<String> locked =
          send(one, "LOCK", "killed", LOCK, "Depth", "0", "Timeout", "Second-600");
      assertEquals(201, locked.statusCode(), locked.body());
      String token = locked.headers().firstValue("Lock-Token").orElseThrow();
      assertEquals(423, send(other, "PUT", "killed", "theirs").statusCode());
      one.process().destroyForcibly();
      assertTrue(one.process().waitFor(10, TimeUnit.SECONDS));
      assertEquals(423, send(other, "PUT", "killed", "theirs").statusCode());
      assertEquals(201, send(other, "PUT", "killed", "mine", "If", "(" + token + ")").statusCode());
      assertEquals(204, send(other, "UNLOCK", "killed", "", "Lock-Token", token).statusCode());
      assertEquals(204, send(other, "PUT", "killed", "theirs").statusCode());
    }
  }

  /// On several files at a time, so that the races of different files meet, too.
  @Test
  void sameLockOnBothAtOnce_hasOneWinnerEachTime() throws Exception {
    for (int i = 0; i < TRACKS; i++) {
      Files.writeString(folder.resolve("race-" + i), "x");
    }
    try (PackagedGateway one = gateway(PostgresqlServer.url());
        PackagedGateway other = gateway(PostgresqlServer.url());
        ExecutorService tracks = Executors.newFixedThreadPool(TRACKS)) {
      List<Future<Integer>> firsts = new ArrayList<>();
      for (int i = 0; i < TRACKS; i++) {
        String name = "race-" + i;
        firsts.add(tracks.submit(() -> race(one, other, name)));
      }
      int wonByOne = 0;
      for (Future<Integer> each : firsts) {
        wonByOne += each.get();
      }
      int races = RACES / TRACKS * TRACKS;
      System.out.println("the same LOCK " + races + " times on two nodes: one won " + wonByOne);
      assertTrue(wonByOne > 0 && wonByOne < races, "there was no race");
    }
  }

  /// Returns how often the first gateway was the one.
  private int race(PackagedGateway one, PackagedGateway other, String name) throws Exception {
    int firsts = 0;
    for (int i = 0; i < RACES / TRACKS; i++) {
      CompletableFuture<HttpResponse<String>> left = lockSoon(one, name);
      CompletableFuture<HttpResponse<String>> right = lockSoon(other, name);
      List<HttpResponse<String>> answers = List.of(left.get(), right.get());
      assertEquals(
          List.of(200, 423),
          answers.stream().map(HttpResponse::statusCode).sorted().toList(),
          "race " + i);
      boolean first = answers.getFirst().statusCode() == 200;
      firsts += first ? 1 : 0;
      HttpResponse<String> winner = answers.get(first ? 0 : 1);
      String token = winner.headers().firstValue("Lock-Token").orElseThrow();
      assertEquals(204, send(other, "UNLOCK", name, "", "Lock-Token", token).statusCode());
    }
    return firsts;
  }

  @Test
  void databaseAway_readsGoOn_writesAreToldToWait_andAllComesBack() throws Exception {
    try (Relay relay = new Relay(PostgresqlServer.port());
        PackagedGateway gateway = gateway(PostgresqlServer.urlThrough(relay.port()))) {
      HttpResponse<String> locked =
          send(gateway, "LOCK", "file", LOCK, "Depth", "0", "Timeout", "Second-600");
      assertEquals(200, locked.statusCode(), locked.body());
      String token = locked.headers().firstValue("Lock-Token").orElseThrow();
      relay.cut();
      assertEquals("first", send(gateway, "GET", "file", "").body());
      assertEquals(200, send(gateway, "GET", "", "", "Accept", "application/json").statusCode());
      HttpResponse<String> listed = send(gateway, "PROPFIND", "", "", "Depth", "1");
      assertEquals(207, listed.statusCode());
      assertTrue(listed.body().contains("/files/file</D:href>"), listed.body());
      for (String method : List.of("PUT", "DELETE", "LOCK", "MKCOL", "PROPPATCH", "MOVE")) {
        boolean hasBody = method.equals("PUT") || method.equals("LOCK");
        HttpResponse<String> refused =
            send(
                gateway,
                method,
                method.equals("MKCOL") ? "new/" : "file",
                method.equals("PROPPATCH")
                    ? "<propertyupdate xmlns=\"DAV:\"><set><prop><x/></prop></set></propertyupdate>"
                    : hasBody ? LOCK : "",
                "Destination",
                "/files/moved");
        assertEquals(503, refused.statusCode(), method + ": " + refused.body());
        assertTrue(
            Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()) > 0,
            method);
      }
      assertEquals("first", Files.readString(folder.resolve("file")));
      try (Stream<Path> all = Files.list(folder)) {
        assertEquals(1, all.count());
      }
      relay.resume();
      // The lock is still there when the database is.
      int status = send(gateway, "PUT", "file", "theirs").statusCode();
      for (int tries = 0; status == 503 && tries < 600; tries++) {
        Thread.sleep(100);
        status = send(gateway, "PUT", "file", "theirs").statusCode();
      }
      assertEquals(423, status);
      String own = "(" + token + ")";
      assertEquals(204, send(gateway, "PUT", "file", "mine", "If", own).statusCode());
      assertEquals(204, send(gateway, "UNLOCK", "file", "", "Lock-Token", token).statusCode());
    }
  }

  private CompletableFuture<HttpResponse<String>> lockSoon(PackagedGateway gateway, String name) {
    return client.sendAsync(
        request(gateway, "LOCK", name, LOCK, "Depth", "0", "Timeout", "Second-600"),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> send(
      PackagedGateway gateway, String method, String name, String body, String... headers)
      throws IOException, InterruptedException {
    return client.send(
        request(gateway, method, name, body, headers), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest request(
      PackagedGateway gateway, String method, String name, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "files/" + name))
            .timeout(Duration.ofMinutes(1))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }
}
