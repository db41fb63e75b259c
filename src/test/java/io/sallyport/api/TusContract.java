package io.sallyport.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Login;
import io.sallyport.files.RemotePath;
import io.sallyport.ftp.FtpBackend;
import io.sallyport.store.LockRequest;
import io.sallyport.store.ResourcePath;
import io.sallyport.store.StoreSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Resumable uploads (tus 1.0) onto a real FTP server. One subclass a server; each starts its
/// server once, over a folder that the tests look into directly.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class TusContract {

  private static final String UPLOADS = "/-/api/uploads";
  private static final Instant TIME = Instant.parse("2021-03-04T05:06:07Z");

  /// A server that runs.
  record Running(int port, Login login, AutoCloseable stop) {}

  private Path root = Path.of("");
  private Path state = Path.of("");
  private Running running = new Running(0, Login.ANONYMOUS, () -> {});
  private FtpBackend backend;
  private ApiGround ground;
  private Path folder = Path.of("");
  private String at = "";

  /// Starts the server over `folder`, or skips the class.
  abstract Running start(Path folder) throws Exception;

  /// Whether the server takes a time for a file.
  boolean keepsTimes() {
    return true;
  }

  @BeforeAll
  void startServer(@TempDir Path made, @TempDir Path stateFolder) throws Exception {
    root = made;
    state = stateFolder;
    running = start(root);
    backend =
        new FtpBackend(
            "s", FtpSettings.of("127.0.0.1", running.port()).withListingAge(Duration.ZERO));
    ground = open();
  }

  private ApiGround open() throws IOException {
    return new ApiGround(new StoreSettings.Folder(state), running.login(), List.of(backend));
  }

  @AfterAll
  void stopServer() throws Exception {
    if (ground != null) {
      ground.close();
    }
    if (backend != null) {
      backend.close();
    }
    running.stop().close();
  }

  @BeforeEach
  void ownFolder() {
    String name = "f" + System.nanoTime();
    backend.files(running.login()).mkdir(RemotePath.of(name));
    folder = root.resolve(name);
    at = "/s/" + name + "/";
  }

  /// Whatever a test does, nothing hidden stays behind that nobody answers for.
  @AfterEach
  void nothingHiddenIsLeft() throws IOException {
    assertEquals(List.of(), names().stream().filter(name -> name.startsWith(".")).toList());
  }

  @Test
  void fileInThreePieces_withARestartBetween_isWhole_withItsTime() throws Exception {
    byte[] content = bytes(700_001);
    String upload =
        create(
            at + "a%20%23%25%E4%B8%AD.bin", content.length, "modified", "" + TIME.toEpochMilli());
    assertEquals(0, offset(upload));
    assertEquals(204, patch(upload, content, 0, 100_000).statusCode());
    assertEquals(100_000, offset(upload));
    assertEquals(List.of(), visible());
    ground.close();
    ground = open();
    assertEquals(100_000, offset(upload));
    assertEquals("300000", header(patch(upload, content, 100_000, 300_000), "Upload-Offset"));
    assertEquals(List.of(), visible());
    HttpResponse<String> last = patch(upload, content, 300_000, content.length);
    assertEquals(204, last.statusCode());
    assertEquals("" + content.length, header(last, "Upload-Offset"));
    Path file = folder.resolve("a #%中.bin");
    assertArrayEquals(content, Files.readAllBytes(file));
    if (keepsTimes()) {
      assertEquals(TIME, Files.getLastModifiedTime(file).toInstant());
    }
    // The last answer may have been lost.
    HttpResponse<String> again = head(upload);
    assertEquals("" + content.length, header(again, "Upload-Offset"));
    assertEquals("?1", header(again, "Upload-Complete"));
    assertEquals(1, names().size());
  }

  @Test
  void callerThatGoesAway_findsWhatHadCome() throws Exception {
    byte[] content = bytes(3_000_000);
    String upload = create(at + "a.bin", content.length);
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), ground.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PATCH "
                  + upload
                  + " HTTP/1.1\r\nHost: 127.0.0.1:"
                  + ground.port()
                  + "\r\nAuthorization: "
                  + ground.basic()
                  + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: "
                  + Tus.CONTENT_TYPE
                  + "\r\nContent-Length: "
                  + content.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(content, 0, 1_500_000);
      out.flush();
      // Silent now, and not gone: whoever asks next takes the upload over.
      awaitOffset(upload, 1_500_000);
    }
    int offset = (int) offset(upload);
    assertEquals(204, patch(upload, content, offset, content.length).statusCode());
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("a.bin")));
  }

  @Test
  void wrongOffsetTypeOrLength_isRefused_andNothingIsLost() throws Exception {
    byte[] content = bytes(1000);
    String upload = create(at + "a.bin", content.length);
    assertEquals(204, patch(upload, content, 0, 400).statusCode());
    assertEquals(409, patch(upload, content, 0, 400).statusCode());
    assertEquals(409, patch(upload, content, 500, 900).statusCode());
    assertEquals(
        415, ground.send("PATCH", upload, content, tus("Upload-Offset", "400")).statusCode());
    assertEquals(
        413,
        ground
            .send("PATCH", upload, bytes(601), tus("Upload-Offset", "400", type()[0], type()[1]))
            .statusCode());
    assertEquals(412, ground.send("HEAD", upload, "", "Tus-Resumable", "0.2.2").statusCode());
    assertEquals(400, offset(upload));
    assertEquals(204, patch(upload, content, 400, 1000).statusCode());
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("a.bin")));
  }

  @Test
  void whatIsThere_isReplacedOnlyWhereThatWasSaid() throws Exception {
    Files.writeString(folder.resolve("a.txt"), "old");
    assertEquals(412, creation(at + "a.txt", 3).statusCode());
    assertEquals(412, creation(at + "a.txt", 3, "if-match", "\"1-1\"").statusCode());
    String upload = create(at + "a.txt", 3, "overwrite", "true");
    assertEquals(204, patch(upload, "new".getBytes(StandardCharsets.US_ASCII), 0, 3).statusCode());
    assertEquals("new", Files.readString(folder.resolve("a.txt")));
    String etag =
        backend
            .files(running.login())
            .stat(RemotePath.parseUri(at.substring(3) + "a.txt"))
            .etag()
            .orElseThrow();
    String matching = create(at + "a.txt", 4, "if-match", etag);
    Files.writeString(folder.resolve("a.txt"), "another version");
    assertEquals(
        412, patch(matching, "lost".getBytes(StandardCharsets.US_ASCII), 0, 4).statusCode());
    assertEquals("another version", Files.readString(folder.resolve("a.txt")));
    assertEquals("?0", header(head(matching), "Upload-Complete"));
    assertEquals(204, ground.send("DELETE", matching, "", tus()).statusCode());
  }

  @Test
  void targetThatAppearsMeanwhile_isKept_untilThePersonDecides() throws Exception {
    String upload = create(at + "a.txt", 4);
    Files.writeString(folder.resolve("a.txt"), "theirs");
    byte[] mine = "mine".getBytes(StandardCharsets.US_ASCII);
    assertEquals(412, patch(upload, mine, 0, 4).statusCode());
    assertEquals("theirs", Files.readString(folder.resolve("a.txt")));
    HttpResponse<String> decided =
        ground.send(
            "PATCH", upload, "", tus("Upload-Offset", "4", type()[0], type()[1], "Overwrite", "T"));
    assertEquals(204, decided.statusCode(), decided.body());
    assertEquals("mine", Files.readString(folder.resolve("a.txt")));
  }

  @Test
  void oneOfTwoAtOnceGoesOn() throws Exception {
    byte[] content = bytes(2_000_000);
    String upload = create(at + "a.bin", content.length);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> all = () -> patch(upload, content, 0, content.length).statusCode();
      List<Future<Integer>> answers = callers.invokeAll(List.of(all, all, all));
      int won = 0;
      for (Future<Integer> answer : answers) {
        won += answer.get() == 204 ? 1 : 0;
        assertTrue(List.of(204, 409, 413, 423).contains(answer.get()), answer.get().toString());
      }
      assertEquals(1, won);
    }
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("a.bin")));
  }

  @Test
  void uploadThatIsGivenUp_leavesNothing() throws Exception {
    byte[] content = bytes(1000);
    String upload = create(at + "a.bin", content.length);
    assertEquals(204, patch(upload, content, 0, 400).statusCode());
    assertEquals(1, names().size());
    assertEquals(204, ground.send("DELETE", upload, "", tus()).statusCode());
    assertEquals(List.of(), names());
    assertEquals(404, head(upload).statusCode());
    assertEquals(404, patch(upload, content, 400, 1000).statusCode());
  }

  @Test
  void somebodyElsesUpload_isNotThere() throws Exception {
    String upload = create(at + "a.bin", 10);
    String other = ApiGround.basic(new Login("somebody", "else"));
    for (String method : List.of("HEAD", "DELETE")) {
      HttpResponse<String> answer = ground.send(method, upload, "", tus("Authorization", other));
      assertEquals(404, answer.statusCode());
    }
    assertEquals(0, offset(upload));
  }

  @Test
  void lockedFile_isNotWrittenByOthers() throws Exception {
    String name = at.substring(3) + "a.txt";
    ResourcePath locked = new ResourcePath("s", RemotePath.parseUri(name));
    String upload = create(at + "a.txt", 1);
    var lock =
        ground
            .store()
            .locks()
            .take(
                new LockRequest(
                    locked, false, true, running.login().user() + "@s", "", Duration.ofHours(1)));
    assertEquals(423, creation(at + "a.txt", 1).statusCode());
    assertEquals(423, patch(upload, new byte[1], 0, 1).statusCode());
    assertEquals(List.of(), visible());
    HttpResponse<String> owner =
        ground.send(
            "PATCH",
            upload,
            "",
            tus(
                "Upload-Offset",
                "1",
                type()[0],
                type()[1],
                "If",
                "(<" + lock.token().uri() + ">)"));
    assertEquals(204, owner.statusCode(), owner.body());
    assertEquals(List.of("a.txt"), visible());
  }

  @Test
  void emptyFile_andBytesWithTheCreation() throws Exception {
    assertEquals(201, creation(at + "empty", 0).statusCode());
    assertEquals(0, Files.size(folder.resolve("empty")));
    HttpResponse<String> whole =
        ground.send(
            "POST",
            UPLOADS,
            "hello".getBytes(StandardCharsets.US_ASCII),
            tus(
                "Upload-Length",
                "5",
                "Upload-Metadata",
                metadata(at + "hello.txt"),
                type()[0],
                type()[1]));
    assertEquals(201, whole.statusCode(), whole.body());
    assertEquals("5", header(whole, "Upload-Offset"));
    assertEquals("hello", Files.readString(folder.resolve("hello.txt")));
  }

  @Test
  void whatCannotBecomeAFile_isRefusedBeforeAByteIsSent() throws Exception {
    assertEquals(409, creation(at + "none/a.txt", 1).statusCode());
    Files.createDirectory(folder.resolve("d"));
    assertEquals(412, creation(at + "d", 1, "overwrite", "true").statusCode());
    for (String target :
        List.of(
            "/",
            "/s",
            "/s/",
            "/s/d/",
            "relative",
            "//evil/x",
            "/-/api/uploads",
            "/s/../x",
            "/s/%2e%2e/x",
            "/s/a%2fb",
            "/s/a%00b",
            "/s/a%0d%0aDELE%20x",
            "/s/%",
            "/s/x?y",
            "/s/x#y",
            "")) {
      assertEquals(400, creation(target, 1).statusCode(), target);
    }
    assertEquals(404, creation("/unknown/x", 1).statusCode());
    for (String metadata : List.of("", "target", "target %%%", "target L3M=,target L3M=")) {
      HttpResponse<String> answer =
          ground.send("POST", UPLOADS, "", tus("Upload-Length", "1", "Upload-Metadata", metadata));
      assertEquals(400, answer.statusCode(), metadata);
    }
    HttpResponse<String> endless =
        ground.send("POST", UPLOADS, "", tus("Upload-Metadata", metadata(at + "x")));
    assertEquals(400, endless.statusCode());
    assertEquals(List.of("d"), names());
  }

  @Test
  void optionsNamesWhatIsKnown() throws Exception {
    HttpResponse<String> options = ground.send("OPTIONS", UPLOADS, "");
    assertEquals(204, options.statusCode());
    assertEquals("1.0.0", header(options, "Tus-Version"));
    assertTrue(header(options, "Tus-Extension").contains("expiration"));
  }

  private String create(String target, long length, String... more) throws Exception {
    HttpResponse<String> created = creation(target, length, more);
    assertEquals(201, created.statusCode(), created.body());
    assertTrue(header(created, "Upload-Expires").endsWith("GMT"));
    return header(created, "Location");
  }

  private HttpResponse<String> creation(String target, long length, String... more)
      throws Exception {
    return ground.send(
        "POST",
        UPLOADS,
        "",
        tus("Upload-Length", "" + length, "Upload-Metadata", metadata(target, more)));
  }

  private static String metadata(String target, String... more) {
    StringBuilder metadata = new StringBuilder("target ").append(base64(target));
    for (int i = 0; i < more.length; i += 2) {
      metadata.append(',').append(more[i]).append(' ').append(base64(more[i + 1]));
    }
    return metadata.toString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> patch(String upload, byte[] content, int from, int to)
      throws Exception {
    return ground.send(
        "PATCH",
        upload,
        Arrays.copyOfRange(content, from, to),
        tus("Upload-Offset", "" + from, type()[0], type()[1]));
  }

  private HttpResponse<String> head(String upload) throws Exception {
    return ground.send("HEAD", upload, "", tus());
  }

  private long offset(String upload) throws Exception {
    HttpResponse<String> head = head(upload);
    assertEquals(200, head.statusCode());
    assertEquals("no-store", header(head, "Cache-Control"));
    return Long.parseLong(header(head, "Upload-Offset"));
  }

  private void awaitOffset(String upload, long wanted) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    HttpResponse<String> head = head(upload);
    while (head.statusCode() != 200 || Long.parseLong(header(head, "Upload-Offset")) < wanted) {
      assertTrue(System.nanoTime() < deadline, head.toString());
      Thread.sleep(50);
      head = head(upload);
    }
  }

  private static String[] tus(String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Tus-Resumable";
    all[headers.length + 1] = "1.0.0";
    return all;
  }

  private static String[] type() {
    return new String[] {"Content-Type", Tus.CONTENT_TYPE};
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private List<String> visible() throws IOException {
    return names().stream().filter(name -> !name.startsWith(".")).toList();
  }
}
