package io.sallyport.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.LoginRule;
import io.sallyport.files.Entry;
import io.sallyport.files.Login;
import io.sallyport.files.LosslessUtf8;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiDoorTest {

  private static final String SESSION = "/-/api/session";
  private static final String SIGN_IN = "{\"backend\":\"s\",\"user\":\"u\",\"password\":\"p\"}";

  private final House house = new House(new LoginRule.PassThrough(), api -> List.of(api));

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void folder_comesAsJsonWithItsEntries() throws Exception {
    String gbk = LosslessUtf8.decode(new byte[] {(byte) 0xD6, (byte) 0xD0});
    house.entries.add(Entry.file("x y", 123, Instant.parse("2026-11-22T10:00:00Z")));
    house.entries.add(Entry.folder("中\"<"));
    house.entries.add(new Entry(gbk, Entry.Kind.LINK, null, null, false, null));

    HttpResponse<String> answer = house.get("/open/", "Accept", "application/json");

    assertEquals(200, answer.statusCode());
    assertEquals("application/json", header(answer, "Content-Type"));
    assertEquals("no-store", header(answer, "Cache-Control"));
    assertEquals("Accept, Cookie", header(answer, "Vary"));
    assertEquals(
        "{\"path\":\"/open/\",\"entries\":["
            + "{\"name\":\"x y\",\"href\":\"x%20y\",\"kind\":\"file\",\"size\":123,"
            + "\"modified\":\"2026-11-22T10:00:00Z\"},"
            + "{\"name\":\"中\\\"<\",\"href\":\"%E4%B8%AD%22%3C/\",\"kind\":\"folder\"},"
            + "{\"name\":\"\uFFFD\uFFFD\",\"href\":\"%D6%D0\",\"kind\":\"link\"}],\"skipped\":3}",
        answer.body());
  }

  @Test
  void top_holdsTheBackends() throws Exception {
    assertEquals(
        "{\"path\":\"/\",\"entries\":[{\"name\":\"s\",\"href\":\"s/\",\"kind\":\"folder\"},"
            + "{\"name\":\"open\",\"href\":\"open/\",\"kind\":\"folder\"}],\"skipped\":0}",
        house.get("/", "Accept", "application/json").body());
  }

  @Test
  void head_hasNoBody() throws Exception {
    HttpResponse<String> answer = house.send("HEAD", "/open/", "", "Accept", "application/json");
    assertEquals(200, answer.statusCode());
    assertEquals("", answer.body());
    assertEquals(
        404, house.send("HEAD", "/open/x/", "", "Accept", "application/json").statusCode());
  }

  @Test
  void listingThatBreaksBeforeAByteIsOut_isAStatus() throws Exception {
    house.breaksAfter = 0;
    HttpResponse<String> answer = house.get("/open/", "Accept", "application/json");
    assertEquals(502, answer.statusCode());
    assertEquals("application/problem+json", header(answer, "Content-Type"));
  }

  @Test
  void listingThatBreaksLater_abortsTheConnection() {
    for (int i = 0; i < 20_000; i++) {
      house.entries.add(Entry.folder("a folder with a long name " + i));
    }
    house.breaksAfter = 19_999;
    assertThrows(IOException.class, () -> house.get("/open/", "Accept", "application/json"));
  }

  @Test
  void withoutALogin_is401WithoutAPrompt() throws Exception {
    HttpResponse<String> answer = house.get("/s/", "Accept", "application/json");
    assertEquals(401, answer.statusCode());
    assertTrue(answer.headers().firstValue("WWW-Authenticate").isEmpty());
  }

  @Test
  void session_namesTheBackends() throws Exception {
    assertEquals(
        "{\"backends\":[{\"name\":\"s\",\"href\":\"/s/\",\"login\":\"pass-through\","
            + "\"signedIn\":false},{\"name\":\"open\",\"href\":\"/open/\",\"login\":\"anonymous\","
            + "\"signedIn\":true,\"user\":\"anonymous\"}],\"version\":\"9\"}",
        house.get(SESSION).body());
  }

  @Test
  void signIn_opensTheBackendUntilSignOut() throws Exception {
    HttpResponse<String> in = post(SIGN_IN);
    assertEquals(200, in.statusCode());
    assertTrue(in.body().contains("\"signedIn\":true,\"user\":\"u\""), in.body());
    String set = header(in, "Set-Cookie");
    assertTrue(set.matches("sallyport=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict"), set);
    String cookie = set.substring(0, set.indexOf(';'));

    assertEquals(
        200, house.get("/s/", "Accept", "application/json", "Cookie", cookie).statusCode());

    assertEquals(
        204, house.send("DELETE", SESSION + "?backend=s", "", "Cookie", cookie).statusCode());
    assertEquals(
        401, house.get("/s/", "Accept", "application/json", "Cookie", cookie).statusCode());
    assertEquals(List.of(new Login("u", "p")), house.signedOut);
  }

  @Test
  void signOutOfAll_takesTheCookieAway() throws Exception {
    String set = header(post(SIGN_IN), "Set-Cookie");
    String cookie = set.substring(0, set.indexOf(';'));

    HttpResponse<String> out = house.send("DELETE", SESSION, "", "Cookie", cookie);

    assertEquals(204, out.statusCode());
    assertTrue(header(out, "Set-Cookie").startsWith("sallyport=; Max-Age=0;"));
    assertEquals(1, house.signedOut.size());
  }

  @Test
  void wrongPassword_is401AndNoCookie() throws Exception {
    HttpResponse<String> answer =
        post("{\"backend\":\"s\",\"user\":\"u\",\"password\":\"s3cret\"}");
    assertEquals(401, answer.statusCode());
    assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty());
    assertTrue(!answer.body().contains("s3cret"), answer.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "null",
        "{\"backend\":\"s\"}",
        "{\"backend\":\"s\",\"user\":\"u\",\"password\":\"p\",\"more\":1}",
        "{\"backend\":\"s\",\"user\":\"u\",\"user\":\"v\",\"password\":\"p\"}",
        "{\"backend\":\"s\",\"user\":\"u\",\"password\":\"p\"} x",
        "{\"backend\":\"s\",\"user\":\"u\\r\\nDELE x\",\"password\":\"p\"}",
        "{\"backend\":\"s\",\"user\":\"u\",\"password\":\"p\\u0000\"}",
        "{\"backend\":\"s\",\"user\":\"\",\"password\":\"p\"}",
        "{\"backend\":\"open\",\"user\":\"u\",\"password\":\"p\"}"
      })
  void signInThatCannotBe_is400(String body) throws Exception {
    HttpResponse<String> answer = post(body);
    assertEquals(400, answer.statusCode(), answer.body());
  }

  @Test
  void otherSitesAndOtherTypes_areRefused() throws Exception {
    assertEquals(
        415, house.send("POST", SESSION, SIGN_IN, "Content-Type", "text/plain").statusCode());
    for (String[] foreign :
        new String[][] {{"Sec-Fetch-Site", "cross-site"}, {"Origin", "http://evil.example"}}) {
      assertEquals(
          403,
          house
              .send(
                  "POST",
                  SESSION,
                  SIGN_IN,
                  "Content-Type",
                  "application/json",
                  foreign[0],
                  foreign[1])
              .statusCode());
      assertEquals(403, house.send("DELETE", SESSION, "", foreign[0], foreign[1]).statusCode());
    }
  }

  @Test
  void unknownBackendMethodOrPath_isSaid() throws Exception {
    assertEquals(404, post("{\"backend\":\"x\",\"user\":\"u\",\"password\":\"p\"}").statusCode());
    HttpResponse<String> put = house.send("PUT", SESSION, "x");
    assertEquals(405, put.statusCode());
    assertEquals("GET, HEAD, POST, DELETE", header(put, "Allow"));
    assertEquals(404, house.get("/-/api/nope", "Accept", "application/json").statusCode());
    assertEquals(413, post("\"" + "x".repeat(70_000) + "\"").statusCode());
  }

  private HttpResponse<String> post(String body) throws Exception {
    return house.send(
        "POST", SESSION, body, "Content-Type", "application/json", "Accept", "application/json");
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
