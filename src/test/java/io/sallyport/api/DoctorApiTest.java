package io.sallyport.api;

import static io.sallyport.ground.Answer.activeDropped;
import static io.sallyport.ground.Answer.after;
import static io.sallyport.ground.Answer.passiveDropped;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.Gateway;
import io.sallyport.config.BackendSettings;
import io.sallyport.config.FtpSettings;
import io.sallyport.config.GatewaySettings;
import io.sallyport.config.HostPort;
import io.sallyport.config.LoginRule;
import io.sallyport.config.StateSettings;
import io.sallyport.files.Login;
import io.sallyport.ground.ScriptedFtpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The doctor over HTTP: for whoever may use the server and for nobody else.
@Timeout(60)
final class DoctorApiTest {

  private static final String CANARY = "canary-5ecret";
  private static final String ASK = "{\"server\":\"/s/\"}";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ScriptedFtpServer server = ScriptedFtpServer.start();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Gateway gateway;

  @TempDir Path state;

  @BeforeEach
  void start() throws IOException {
    server.admitting("u", CANARY);
    server.tree().file("a.txt", "hello");
    gateway = gateway(new LoginRule.PassThrough(), "state");
  }

  private Gateway gateway(LoginRule rule, String folder) throws IOException {
    FtpSettings ftp =
        FtpSettings.of(server.host(), server.port())
            .withTimeouts(
                new FtpSettings.Timeouts(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(60)));
    return Gateway.start(
        GatewaySettings.of(
            HostPort.parse("127.0.0.1:0"),
            new StateSettings.Folder(state.resolve(folder)),
            List.of(new BackendSettings("s", new BackendSettings.Source.Server(ftp), rule, null))));
  }

  @AfterEach
  void stop() {
    gateway.close();
    server.close();
    client.close();
  }

  @Test
  void steps_comeAsTheyHappen() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    server.on("SYST", after(gate).then(usual()));
    HttpResponse<java.io.InputStream> response =
        client.send(
            request("/-/api/doctor", ASK).header("Authorization", basic()).build(),
            BodyHandlers.ofInputStream());
    assertEquals(200, response.statusCode());
    assertEquals("application/x-ndjson", response.headers().firstValue("Content-Type").orElse(""));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      // The server has not been let go on yet.
      assertEquals("resolve", JSON.readTree(lines.readLine()).at("/step/id").asString());
      gate.countDown();
      String last = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        assertFalse(line.contains(CANARY), line);
        last = line;
      }
      JsonNode report = JSON.readTree(last).at("/report");
      assertTrue(report.at("/usable").asBoolean(), last);
      assertEquals("works", report.at("/verdict/code").asString());
    }
  }

  @Test
  void fixedLogin_isTheOperatorsBusiness() throws Exception {
    Gateway before = gateway;
    before.close();
    gateway = gateway(new LoginRule.Fixed(new Login("operator", CANARY)), "fixed-state");
    server.admitting("operator", CANARY);
    HttpResponse<String> response =
        client.send(request("/-/api/doctor", ASK).build(), BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), response.body());
    assertTrue(response.body().contains("\"usable\":true"), response.body());
    assertFalse(response.body().contains("operator"), response.body());
    assertFalse(response.body().contains(CANARY), response.body());
    server.admitting("operator", "another");
    response = client.send(request("/-/api/doctor", ASK).build(), BodyHandlers.ofString());
    assertTrue(response.body().contains("\"login-refused\""), response.body());
    assertFalse(response.body().contains("operator"), response.body());
  }

  @Test
  void guessingThroughTheDoctor_isSlowedDownToo() throws Exception {
    int status = 200;
    for (int i = 0; i < 50 && status == 200; i++) {
      String body = "{\"server\":\"/s/\",\"user\":\"u\",\"password\":\"guess" + i + "\"}";
      status =
          client.send(request("/-/api/doctor", body).build(), BodyHandlers.ofString()).statusCode();
    }
    assertEquals(429, status);
  }

  @Test
  void oneServer_isExaminedOnceAtATime() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    server.on("SYST", after(gate).then(usual()));
    HttpResponse<java.io.InputStream> first =
        client.send(
            request("/-/api/doctor", ASK).header("Authorization", basic()).build(),
            BodyHandlers.ofInputStream());
    assertEquals(503, post("/-/api/doctor", ASK).statusCode());
    gate.countDown();
    try (java.io.InputStream body = first.body()) {
      assertTrue(new String(body.readAllBytes(), StandardCharsets.UTF_8).contains("\"report\""));
    }
    assertEquals(200, post("/-/api/doctor", ASK).statusCode());
  }

  @Test
  void everyMember_isInTheSchema() throws Exception {
    JsonNode schema = JSON.readTree(get("/-/api/doctor/schema").body());
    String body =
        post("/-/api/doctor", "{\"server\":\"/s/\",\"write\":true,\"folder\":\"/s/\"}").body();
    for (String line : body.lines().toList()) {
      JsonNode node = JSON.readTree(line);
      boolean step = node.has("step");
      assertDescribed(
          schema,
          schema.at("/$defs/" + (step ? "step" : "report")),
          node.at(step ? "/step" : "/report"));
    }
  }

  /// Members, required members and values, as far as this schema goes.
  private static void assertDescribed(JsonNode schema, JsonNode form, JsonNode value) {
    JsonNode type = form.has("$ref") ? schema.at(form.at("/$ref").asString().substring(1)) : form;
    if (type.has("enum")) {
      assertTrue(type.at("/enum").valueStream().anyMatch(value::equals), value + " " + type);
    }
    type.at("/required")
        .forEach(name -> assertTrue(value.has(name.asString()), name + " in " + value));
    for (String name : value.isObject() ? value.propertyNames() : List.<String>of()) {
      if (type.at("/properties").has(name)) {
        assertDescribed(schema, type.at("/properties/" + name), value.get(name));
      } else if (type.has("properties")) {
        assertFalse(type.at("/additionalProperties").isBoolean(), name + " is not in " + type);
      }
    }
    if (value.isArray() && type.has("items")) {
      value.forEach(item -> assertDescribed(schema, type.at("/items"), item));
    }
  }

  @Test
  void withoutCredentials_nobodyIsExamined() throws Exception {
    HttpResponse<String> response =
        client.send(request("/-/api/doctor", ASK).build(), BodyHandlers.ofString());
    assertEquals(401, response.statusCode(), response.body());
    assertEquals(0, server.connections());
  }

  @Test
  void serversThatNobodyConfigured_areNotVisited() throws Exception {
    try (ScriptedFtpServer other = ScriptedFtpServer.start()) {
      for (String body :
          List.of(
              "{\"url\":\"" + other.url() + "\",\"user\":\"a\",\"password\":\"b\"}",
              "{\"server\":\"/~127.0.0.1:" + other.port() + "/\"}",
              "{\"url\":\"ftp://169.254.169.254/\"}")) {
        HttpResponse<String> response = post("/-/api/doctor", body);
        assertTrue(response.statusCode() == 404 || response.statusCode() == 403, response.body());
      }
      assertEquals(0, other.connections());
    }
  }

  @Test
  void urlOfAConfiguredServer_isThatServer() throws Exception {
    HttpResponse<String> response =
        post(
            "/-/api/doctor",
            "{\"url\":\"" + server.url() + "\",\"user\":\"u\",\"password\":\"" + CANARY + "\"}");
    assertEquals(200, response.statusCode(), response.body());
    assertTrue(response.body().contains("\"usable\":true"), response.body());
    assertFalse(response.body().contains(CANARY), response.body());
  }

  @Test
  void nonsense_isABadRequest() throws Exception {
    for (String body :
        List.of(
            "{}",
            "null",
            "[",
            "{\"server\":\"/\"}",
            "{\"server\":\"/-/\"}",
            "{\"server\":\"/s/\",\"port\":21}",
            "{\"server\":\"/s/\",\"user\":\"a\\r\\nDELE x\",\"password\":\"b\"}",
            "{\"url\":\"http://h/\"}",
            "{\"server\":\"/s/\",\"folder\":\"/s/../x\"}")) {
      assertEquals(400, post("/-/api/doctor", body).statusCode(), body);
    }
    assertEquals(
        400, post("/-/api/doctor/use", "{\"server\":\"/s/\",\"mode\":\"X\"}").statusCode());
    assertEquals(0, server.count("DELE"));
  }

  @Test
  void takenMode_isTriedFirst() throws Exception {
    assertEquals(
        204, post("/-/api/doctor/use", "{\"server\":\"/s/\",\"mode\":\"PORT\"}").statusCode());
    assertEquals(200, get("/s/").statusCode());
    assertEquals(1, server.count("PORT"));
    assertEquals(0, server.count("EPSV"));
    assertEquals(
        204, post("/-/api/doctor/use", "{\"server\":\"/s/\",\"mode\":\"PASV\"}").statusCode());
    server.tree().folder("b");
    assertEquals(200, get("/s/b/").statusCode());
    assertEquals(1, server.count("PASV"));
  }

  @Test
  void noDataConnection_everyErrorHasTheVerdictAndTheWayToTheDoctor() throws Exception {
    server.on("EPSV", passiveDropped("229 Here (|||{port}|)"));
    server.on("EPRT", activeDropped());
    JsonNode problem = JSON.readTree(get("/s/").body());
    assertEquals("both-blocked", problem.at("/verdict/code").asString(), problem.toString());
    assertEquals("passive-timed-out", problem.at("/verdict/parameters/passive").asString());
    assertTrue(problem.at("/verdict/brief").asString().contains("both directions"));
    assertEquals("/-/doctor?server=%2Fs%2F", problem.at("/doctor").asString());
    String text = get("/s/", "Accept", "*/*").body();
    assertTrue(text.contains("both directions are blocked"), text);
    assertTrue(text.contains("/-/doctor?server=%2Fs%2F"), text);
    String page =
        get(
                "/s/a.txt",
                "Accept",
                "text/html",
                "Sec-Fetch-Mode",
                "navigate",
                "Sec-Fetch-Site",
                "none")
            .body();
    assertTrue(page.contains("<a href=\"/-/doctor?server=%2Fs%2F\">"), page);
    assertTrue(page.contains("both directions are blocked"), page);
  }

  @Test
  void unreachable_hasTheWayToTheDoctor() throws Exception {
    server.on(ScriptedFtpServer.CONNECT, reply("SSH-2.0-OpenSSH_9.2"));
    JsonNode problem = JSON.readTree(get("/s/").body());
    assertEquals("unreachable", problem.at("/code").asString(), problem.toString());
    assertEquals("/-/doctor?server=%2Fs%2F", problem.at("/doctor").asString());
  }

  private static String basic() {
    return "Basic "
        + Base64.getEncoder().encodeToString(("u:" + CANARY).getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String path, String body) {
    return HttpRequest.newBuilder(URI.create(gateway.url()).resolve(path))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        request(path, body).header("Authorization", basic()).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.url()).resolve(path))
            .header("Authorization", basic());
    if (headers.length > 0) {
      request.headers(headers);
    } else {
      request.header("Accept", "application/json");
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
