package io.sallyport.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.RunningGateway;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where clicked links lead. Nothing here connects to an FTP server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class LinkDoorTest {

  private RunningGateway gateway;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  void start(@TempDir Path folder) {
    gateway =
        RunningGateway.of(
            folder,
            """
            backends:
              legacy: {url: "ftp://ftp.example.org/pub"}
              deeper: {url: "ftp://ftp.example.org/pub/deep"}
              secured: {url: "ftpes://ftp.example.org:2121/"}
              implicit: {url: "ftps://ftp.example.org/"}
              system: {url: "ftp://root.example.org/%2Fsrv"}
              fixed: {url: "ftp://me:s3cret@fixed.example.org/"}
            ad-hoc: {allow: [127.0.0.1, "[::1]"], deny: ["*.example.org"]}
            """);
  }

  @AfterAll
  void stop() {
    client.close();
    gateway.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(gateway.url() + path.substring(1))).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> open(String link) throws IOException, InterruptedException {
    return get("/-/open?url=" + URLEncoder.encode(link, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://ftp.example.org/pub, /legacy/",
    "FTP://FTP.Example.ORG./pub/a%20b/, /legacy/a%20b/",
    "ftp://ftp.example.org:21/pub/a/b.txt, /legacy/a/b.txt",
    "ftp://ftp.example.org/pub/deep/x, /deeper/x",
    "ftp://me@ftp.example.org/pub/x, /legacy/x?user=me",
    "ftp://me:s3cret@ftp.example.org/pub/x, /legacy/x?user=me",
    "ftp://a%40b@ftp.example.org/pub/x, /legacy/x?user=a%40b",
    "ftp://anonymous@ftp.example.org/pub/x, /legacy/x",
    "ftp://ftp.example.org/pub/x;type=d, /legacy/x/",
    "ftp://ftp.example.org/pub/x;type=i, /legacy/x",
    "ftp://ftp.example.org/pub/%E4%B8%AD%3F, /legacy/%E4%B8%AD%3F",
    "ftp://ftp.example.org/pub/%D6%D0, /legacy/%D6%D0",
    "ftpes://ftp.example.org:2121/x, /secured/x",
    "ftp://ftp.example.org:2121/x, /secured/x",
    "ftps://ftp.example.org/x, /implicit/x",
    "ftp://root.example.org/%2Fsrv/x, /system/x",
    "ftp://root.example.org//srv/x, /system/x",
    "ftp://fixed.example.org/x, /fixed/x",
    "ftp://me@fixed.example.org/x, /fixed/x?user=me",
    "ftp://127.0.0.1/a%20b/, /~127.0.0.1/a%20b/",
    "ftp://[::1]/x, /~%5B0%3A0%3A0%3A0%3A0%3A0%3A0%3A1%5D/x",
    "ftp://127.0.0.1/%2Fetc/, /~~127.0.0.1/etc/",
    "ftpes://127.0.0.1/, /~ftpes%3A127.0.0.1/",
    "ftps://127.0.0.1/, /~ftps%3A127.0.0.1/"
  })
  void aLinkLeadsToItsPlace(String link, String place) throws IOException, InterruptedException {
    HttpResponse<String> answer = open(link);
    assertEquals(303, answer.statusCode(), answer::body);
    assertEquals(place, answer.headers().firstValue("Location").orElse(""));
  }

  /// Less protected, elsewhere, as somebody else, or outside of what a backend shows: not the
  /// backend's, and nothing else allows them.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://ftp.example.org/",
        "ftp://ftp.example.org/public",
        "ftpes://ftp.example.org/pub/x",
        "ftps://ftp.example.org:2121/x",
        "ftp://root.example.org/srv/x",
        "ftp://ftp.example.org/%2Fpub/x",
        "ftp://other@fixed.example.org/x",
        "ftp://me:guess@fixed.example.org/x",
        "ftp://x.ftp.example.org/pub",
        "ftp://127.0.0.1:22/",
        "ftp://127.0.0.2/"
      })
  void anythingElseIsRefusedByARule(String link) throws IOException, InterruptedException {
    HttpResponse<String> answer = open(link);
    assertEquals(403, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains("\"ad-hoc: "), answer::body);
  }

  @ParameterizedTest
  @CsvSource({
    "sftp://h/, SFTP is not FTP but SSH",
    "http://h/, an FTP URL starts with",
    "ftp:///x, the host in the URL is missing",
    "ftp://127.1/, an IPv4 address is four numbers",
    "ftp://h/%0d%0aDELE, the URL's path cannot be used",
    "ftp://u:s3cret@h:x/, the port in the URL"
  })
  void whatIsNoLinkIsToldWhy(String link, String why) throws IOException, InterruptedException {
    HttpResponse<String> answer = open(link);
    assertEquals(400, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains(why), answer::body);
    assertFalse(answer.body().contains("s3cret"), answer::body);
  }

  @Test
  void aLinkIsNeeded_andPasswordsAreInNoLog() throws IOException, InterruptedException {
    assertEquals(400, get("/-/open").statusCode());
    assertFalse(gateway.log().contains("s3cret"), gateway::log);
    assertFalse(gateway.hasErrors(), gateway::log);
  }

  @Test
  void anotherSpellingLeadsToTheOneName() throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/~127.0.0.1:21/a%20b/?x=1");
    assertEquals(308, answer.statusCode(), answer::body);
    assertEquals("/~127.0.0.1/a%20b/?x=1", answer.headers().firstValue("Location").orElse(""));
  }
}
