package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Wire;
import io.sallyport.store.ResourcePath;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UploadTest {

  private final TestGateway gateway = new TestGateway();

  UploadTest() {
    gateway.files().file("/old", "old").folder("/dir");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void newFile_is201AndOldOne204() throws Exception {
    assertEquals(201, gateway.sendBody("PUT", "/m/new", "new").statusCode());
    assertEquals(204, gateway.sendBody("PUT", "/m/old", "newer").statusCode());
    assertEquals(Optional.of("new"), gateway.files().content("/new"));
    assertEquals(Optional.of("newer"), gateway.files().content("/old"));
  }

  @Test
  void emptyFile_isAFile() throws Exception {
    assertEquals(201, gateway.sendBody("PUT", "/m/empty", "").statusCode());
    assertEquals(Optional.of(""), gateway.files().content("/empty"));
  }

  @Test
  void chunkedBody_isTaken() throws Exception {
    assertEquals(201, chunked("/m/new", "12345"));
    assertEquals(Optional.of("12345"), gateway.files().content("/new"));
  }

  @Test
  void missingParent_is409AndIsNotCreated() throws Exception {
    assertEquals(409, gateway.sendBody("PUT", "/m/no/new", "x").statusCode());
    assertFalse(gateway.files().exists("/no"));
  }

  @Test
  void folder_is405() throws Exception {
    assertEquals(405, gateway.sendBody("PUT", "/m/dir", "x").statusCode());
    assertEquals(405, gateway.sendBody("PUT", "/m/dir/", "x").statusCode());
    assertEquals(405, gateway.sendBody("PUT", "/m/new/", "x").statusCode());
    assertEquals(405, gateway.sendBody("PUT", "/m", "x").statusCode());
    assertEquals(405, gateway.sendBody("PUT", "/", "x").statusCode());
    assertEquals(405, gateway.sendBody("PUT", "/new.txt", "x").statusCode());
  }

  @Test
  void contentRange_is400() throws Exception {
    assertEquals(
        400, gateway.sendBody("PUT", "/m/old", "x", "Content-Range", "bytes 0-0/3").statusCode());
    assertEquals(Optional.of("old"), gateway.files().content("/old"));
  }

  @Test
  void chunkedBodyUnlikeItsExpectedLength_keepsTheOldFile() throws Exception {
    assertEquals(400, chunked("/m/old", "12345", "X-Expected-Entity-Length", "6"));
    assertEquals(Optional.of("old"), gateway.files().content("/old"));
    assertEquals(204, chunked("/m/old", "12345", "X-Expected-Entity-Length", "5"));
  }

  @ParameterizedTest
  @CsvSource({
    "/m/old, If-Match, '\"x\"', 412",
    "/m/old, If-None-Match, *, 412",
    "/m/old, If-Unmodified-Since, 'Mon, 13 Nov 2023 22:13:20 GMT', 412",
    "/m/new, If-Match, *, 412",
    "/m/new, If-None-Match, *, 201",
    "/m/old, If-Match, '\"6553f100-3\"', 204",
  })
  void condition_decides(String path, String name, String value, int status) throws Exception {
    assertEquals(status, gateway.sendBody("PUT", path, "x", name, value).statusCode());
  }

  @Test
  void condition_isCheckedAgainAtTheEnd() throws Exception {
    try (Wire wire = gateway.wire()) {
      wire.send(
          "PUT /m/old HTTP/1.1", "Host: x", "If-Match: \"6553f100-3\"", "Content-Length: 3", "");
      gateway.files().await("write /old");
      gateway.files().file("/old", "changed meanwhile");
      wire.send("new".getBytes(StandardCharsets.US_ASCII));
      assertTrue(wire.head().startsWith("HTTP/1.1 412 "));
    }
    assertEquals(Optional.of("changed meanwhile"), gateway.files().content("/old"));
  }

  @Test
  void condition_isNotComparedWithTheNewFile_whereThatIsInPlaceAlready() throws Exception {
    gateway.files().uploadDirectly();
    String etag = "\"6553f100-3\"";
    assertEquals(204, gateway.sendBody("PUT", "/m/old", "longer", "If-Match", etag).statusCode());
    assertEquals(412, gateway.sendBody("PUT", "/m/old", "x", "If-Match", etag).statusCode());
  }

  /// Nothing can be undone at its end, so nobody else may come between.
  @Test
  void uploadToTheFinalName_keepsOthersAwayWhileItRuns() throws Exception {
    gateway.files().uploadDirectly();
    try (Wire wire = gateway.wire()) {
      wire.send("PUT /m/old HTTP/1.1", "Host: x", "Content-Length: 3", "");
      gateway.files().await("write /old");
      awaitLockOf("/old");
      assertEquals(423, gateway.sendBody("PUT", "/m/old", "theirs").statusCode());
      assertEquals(
          423, gateway.sendBody("LOCK", "/m/old", LockTest.lockInfo("exclusive")).statusCode());
      assertEquals(423, gateway.status("DELETE", "/m/old"));
      wire.send("new".getBytes(StandardCharsets.US_ASCII));
      assertTrue(wire.head().startsWith("HTTP/1.1 204 "));
    }
    assertEquals(Optional.of("new"), gateway.files().content("/old"));
    assertEquals(204, gateway.sendBody("PUT", "/m/old", "theirs").statusCode());
  }

  private static void awaitLockOf(String path) throws InterruptedException {
    ResourcePath resource = new ResourcePath("m", RemotePath.parseUri(path));
    while (TestGateway.store().locks().covering(resource).isEmpty()) {
      Thread.sleep(5);
    }
  }

  @Test
  void refusedUpload_isAnsweredBeforeItsBody() throws Exception {
    try (Wire wire = gateway.wire()) {
      wire.send(
          "PUT /m/old HTTP/1.1", "Host: x", "If-None-Match: *", "Content-Length: 10000000000", "");
      assertTrue(wire.head().startsWith("HTTP/1.1 412 "));
    }
  }

  @Test
  void continue_isSentOnlyWhenTheServerTakesTheFile() throws Exception {
    gateway.files().fail("write /denied", new Failure.Denied("The server says no.", null));
    try (Wire wire = gateway.wire()) {
      wire.send(expect("/m/denied"));
      assertTrue(wire.head().startsWith("HTTP/1.1 403 "));
    }
    try (Wire wire = gateway.wire()) {
      wire.send(expect("/m/new"));
      assertTrue(wire.head().startsWith("HTTP/1.1 100 "));
      wire.send("abc".getBytes(StandardCharsets.US_ASCII));
      assertTrue(wire.head().startsWith("HTTP/1.1 201 "));
    }
  }

  @Test
  void abortedUpload_isNeverCommitted() throws Exception {
    try (Wire wire = gateway.wire()) {
      wire.send("PUT /m/old HTTP/1.1", "Host: x", "Content-Length: 100", "", "part");
      gateway.files().await("write /old");
    }
    gateway.files().await("close /old");
    assertEquals(Optional.of("old"), gateway.files().content("/old"));
    try (Wire wire = gateway.wire()) {
      wire.send("PUT /m/new HTTP/1.1", "Host: x", "Transfer-Encoding: chunked", "", "4", "part");
      gateway.files().await("write /new");
      wire.reset();
    }
    gateway.files().await("close /new");
    assertFalse(gateway.files().exists("/new"));
  }

  @Test
  void serverThatFailsAtTheEnd_isNoSuccess() throws Exception {
    gateway.files().fail("finish /old", new Failure.NoSpace("The disk is full.", null));
    assertEquals(507, gateway.sendBody("PUT", "/m/old", "x").statusCode());
    assertEquals(Optional.of("old"), gateway.files().content("/old"));
  }

  private int chunked(String path, String body, String... headers) throws Exception {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return gateway
        .send(
            "PUT",
            path,
            HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)),
            headers)
        .statusCode();
  }

  private static String[] expect(String path) {
    return new String[] {
      "PUT " + path + " HTTP/1.1", "Host: x", "Content-Length: 3", "Expect: 100-continue", ""
    };
  }
}
