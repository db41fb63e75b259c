package io.sallyport.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.sardine.DavResource;
import com.github.sardine.Sardine;
import com.github.sardine.SardineFactory;
import com.github.sardine.impl.SardineException;
import io.sallyport.files.RemotePath;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.OddNames;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.RealFtpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// sardine, the Java client, does its normal operations, locks included. It asks with `Expect:
/// 100-continue` before it uploads.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class SardineIT {

  private Path folder;
  private RealFtpServer server;
  private PackagedGateway gateway;
  private String url;
  private Sardine mine;
  private Sardine theirs;

  @BeforeAll
  void start(@TempDir Path made) {
    folder = made;
    server = FtpSoftware.VSFTPD.over(folder).start();
    gateway =
        PackagedGateway.serving("ftp://" + server.user() + "@127.0.0.1:" + server.port() + "/");
    url = gateway.url() + "127.0.0.1/";
    mine = SardineFactory.begin(server.user(), server.password());
    theirs = SardineFactory.begin(server.user(), server.password());
    // A body that can be read once cannot be sent again after a 401.
    int port = URI.create(url).getPort();
    mine.enablePreemptiveAuthentication("127.0.0.1", port, port);
  }

  @AfterAll
  void stop() throws IOException {
    mine.shutdown();
    theirs.shutdown();
    gateway.close();
    assertFalse(gateway.log().contains("\tat "), gateway.log());
    server.close();
  }

  @Test
  void filesAndFolders_areMadeReadListedAndRemoved() throws IOException {
    String home = url + "files/";
    mine.createDirectory(home);
    assertEquals(405, refused(() -> mine.createDirectory(home)));
    assertEquals(409, refused(() -> mine.createDirectory(url + "none/here/")));
    byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);
    mine.put(home + "known", bytes);
    mine.put(home + "streamed", new ByteArrayInputStream(bytes));
    mine.put(home + "expecting", new ByteArrayInputStream(bytes), "text/plain", true, bytes.length);
    mine.put(home + "empty", new byte[0]);
    for (String name : List.of("known", "streamed", "expecting")) {
      assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("files").resolve(name)), name);
      try (InputStream back = mine.get(home + name)) {
        assertArrayEquals(bytes, back.readAllBytes(), name);
      }
    }
    try (InputStream part = mine.get(home + "known", Map.of("Range", "bytes=10-19"))) {
      assertEquals(10, part.readAllBytes().length);
    }
    DavResource known = mine.list(home + "known", 0).getFirst();
    assertEquals(300_000, known.getContentLength());
    assertFalse(known.isDirectory());
    assertTrue(mine.exists(home + "known"));
    assertFalse(mine.exists(home + "none"));
    assertEquals(404, refused(() -> mine.get(home + "none").close()));
    assertEquals(5, mine.list(home).size());
    assertTrue(mine.list(home).getFirst().isDirectory());
    mine.delete(home);
    assertFalse(Files.exists(folder.resolve("files")));
  }

  @Test
  void oddNames_comeThrough() throws IOException {
    String home = url + "odd/";
    mine.createDirectory(home);
    for (String name : OddNames.all()) {
      mine.put(home + RemotePath.encodeSegment(name), name.getBytes(UTF_8));
    }
    assertEquals(
        new TreeSet<>(OddNames.all()),
        mine.list(home).stream()
            .skip(1)
            .map(DavResource::getName)
            .collect(Collectors.toCollection(TreeSet::new)));
    for (String name : OddNames.all()) {
      try (InputStream back = mine.get(home + RemotePath.encodeSegment(name))) {
        assertEquals(name, new String(back.readAllBytes(), UTF_8));
      }
    }
    mine.delete(home);
  }

  @Test
  void copiesAndMoves_takeTreesAndProperties() throws IOException {
    String home = url + "moving/";
    mine.createDirectory(home);
    mine.createDirectory(home + "a/");
    mine.put(home + "a/one", "one".getBytes(UTF_8));
    QName color = new QName("http://example.com/ns", "color", "x");
    mine.patch(home + "a/one", Map.of(color, "blue"));
    mine.copy(home + "a/", home + "b/");
    mine.move(home + "b/", home + "c/");
    assertEquals(412, refused(() -> mine.copy(home + "a/", home + "c/", false)));
    mine.copy(home + "a/one", home + "c/one", true);
    assertFalse(mine.exists(home + "b/"));
    assertEquals("one", Files.readString(folder.resolve("moving/c/one")));
    DavResource moved = mine.list(home + "c/one", 0, true).getFirst();
    assertEquals("blue", moved.getCustomPropsNS().get(color));
    mine.delete(home);
  }

  @Test
  void locks_keepOthersOut() throws IOException {
    String file = url + "locked";
    mine.put(file, "first".getBytes(UTF_8));
    String token = mine.lock(file);
    assertEquals(423, refused(() -> theirs.put(file, "theirs".getBytes(UTF_8))));
    assertEquals(423, refused(() -> theirs.delete(file)));
    assertEquals(423, refused(() -> theirs.move(file, url + "elsewhere")));
    assertEquals(423, refused(() -> theirs.lock(file)));
    assertEquals("first", Files.readString(folder.resolve("locked")));
    assertEquals(token, mine.refreshLock(file, token, file));
    Map<String, String> key = Map.of("If", "(<" + token + ">)");
    mine.put(file, new ByteArrayInputStream("mine".getBytes(UTF_8)), key);
    assertEquals("mine", Files.readString(folder.resolve("locked")));
    mine.unlock(file, token);
    theirs.put(file, "theirs".getBytes(UTF_8));
    assertEquals("theirs", Files.readString(folder.resolve("locked")));
    theirs.delete(file);
  }

  private static int refused(Executable call) {
    return assertThrows(SardineException.class, call).getStatusCode();
  }
}
