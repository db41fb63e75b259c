package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ftp.ScriptedBackend.text;
import static io.sallyport.ground.Answer.bareLineFeed;
import static io.sallyport.ground.Answer.endlessLine;
import static io.sallyport.ground.Answer.endlessly;
import static io.sallyport.ground.Answer.hangUp;
import static io.sallyport.ground.Answer.listing;
import static io.sallyport.ground.Answer.passive;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.silence;
import static io.sallyport.ground.Answer.transfer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.PortRange;
import io.sallyport.config.TlsSettings;
import io.sallyport.files.ByteRange;
import io.sallyport.files.DataMode;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Upload;
import io.sallyport.ftp.session.ControlConnection;
import io.sallyport.ftp.session.Dialogue;
import io.sallyport.ground.Certificates;
import io.sallyport.ground.ScriptedFtpServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The traps of commons-net 3.13.0, one test each, in the order in which a session meets them: what
/// its own client would do, and what the engine does instead.
@Timeout(60)
final class CommonsNetTrapsTest {

  private static final RemotePath DOCS = RemotePath.of("docs");
  private static final List<String> MEMBERS = List.of("a.txt", "b.txt", "sub");
  private static final List<DataMode> PORT = List.of(DataMode.PORT);

  private final ScriptedBackend scripted = new ScriptedBackend();
  private final ScriptedFtpServer server = scripted.server();
  private final RemoteFiles files = scripted.files();

  @AfterEach
  void close() {
    scripted.close();
  }

  private FtpSettings settings() {
    return ScriptedBackend.settings(server);
  }

  private static FtpSettings.DataSettings active(PortRange ports, String address) {
    return new FtpSettings.DataSettings(PORT, ports, address, List.of());
  }

  @Test
  void lineBreaksInArguments_endNoCommandAndBeginNone() {
    try (Probes probes = new Probes(settings());
        ControlConnection control = probes.greet(Dialogue.UNHEARD)) {
      for (String argument : List.of("a\r\nDELE docs/a.txt", "a\nDELE b", "a\rb", "a\0b")) {
        assertThrows(Failure.Malformed.class, () -> control.send("MKD", argument));
        assertThrows(Failure.Malformed.class, () -> control.sendOnly("RETR", argument));
      }
    }
    assertEquals(0, server.count("MKD") + server.count("DELE") + server.count("RETR"));
  }

  @Test
  void certificateOfAnotherHost_isRefused_thoughItsDatesAreRight(@TempDir Path keys)
      throws Exception {
    Certificates.Pair other = new Certificates(keys).selfSigned("DNS:ftp.example.org");
    server.offeringTls(other.serving());
    TlsSettings tls =
        new TlsSettings(
            TlsSettings.Mode.REQUIRED,
            TlsSettings.Version.AUTO,
            List.of(other.read()),
            List.of(),
            null);
    FtpSettings patient = FtpSettings.of(server.host(), server.port()).withTls(tls);
    try (FtpBackend backend = new FtpBackend("tls", patient)) {
      Failure.Unreachable failure =
          assertThrows(Failure.Unreachable.class, () -> backend.files(Login.ANONYMOUS).stat(DOCS));
      assertTrue(String.valueOf(failure.getMessage()).contains("not for 127.0.0.1"));
    }
    assertEquals(0, server.count("USER"));
  }

  @Test
  void modePortsAndAddress_holdForEverySession_notForTheFirstAlone() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      free = socket.getLocalPort();
    }
    FtpSettings narrow = settings().withData(active(new PortRange(free, free), "localhost"));
    for (int session = 1; session <= 3; session++) {
      try (FtpBackend backend = new FtpBackend("narrow", narrow)) {
        assertEquals("hello", text(backend.files(Login.ANONYMOUS), FILE, ByteRange.ALL));
      }
    }
    assertEquals(3, server.connections());
    String told = "PORT 127,0,0,1," + (free >> 8) + "," + (free & 255);
    assertEquals(3, server.lines().stream().filter(told::equals).count());
  }

  @Test
  void typeIsImage_beforeAnySizeIsAsked() {
    assertEquals(5, files.stat(FILE).sizeBytes());
    server.without("MLSD");
    try (FtpBackend backend = new FtpBackend("fresh", settings())) {
      assertEquals(5, backend.files(Login.ANONYMOUS).stat(FILE).sizeBytes());
    }
    int type = server.lines().lastIndexOf("TYPE I");
    assertTrue(type > 0 && type < server.verbs().lastIndexOf("SIZE"), server.lines().toString());
  }

  @Test
  void dataThatNeverComes_isNotWaitedForWithoutEnd() {
    server.on("RETR", transfer().upTo(2).stalling());
    assertTrue(
        assertThrows(Failure.Broken.class, () -> text(files, FILE, ByteRange.ALL)).timedOut());
    server.on("PWD", silence());
    try (FtpBackend mute = new FtpBackend("mute", settings())) {
      assertThrows(Failure.Unreachable.class, () -> mute.files(Login.ANONYMOUS).stat(DOCS));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"550 Permission denied.", "425 No data connection."})
  void refusedListing_isAFailure_notAnEmptyFolder(String refusal) {
    server.on("MLSD", reply(refusal)).on("LIST", reply(refusal));
    Failure failure = assertThrows(Failure.class, () -> names(files, DOCS));
    assertTrue(
        failure instanceof Failure.Denied || failure instanceof Failure.NoDataConnection,
        failure.toString());
  }

  @Test
  void missingFolder_thatListsAs226_isNotFound() {
    server.without("MLSD").on("LIST", listing(""));
    assertThrows(Failure.NotFound.class, () -> names(files, RemotePath.of("nowhere")));
    assertEquals(0, server.count("LIST"));
  }

  @Test
  void advertisedAddress_isTold_andNotListenedOn() {
    server.on("PORT", reply("500 Illegal PORT command."));
    FtpSettings natted =
        settings().withData(new FtpSettings.DataSettings(PORT, null, "203.0.113.7", List.of()));
    try (FtpBackend backend = new FtpBackend("natted", natted)) {
      Failure.NoDataConnection failure =
          assertThrows(
              Failure.NoDataConnection.class,
              () -> text(backend.files(Login.ANONYMOUS), FILE, ByteRange.ALL));
      assertEquals(1, failure.attempts().size());
    }
    assertTrue(server.lines().stream().anyMatch(line -> line.startsWith("PORT 203,0,113,7,")));
  }

  @Test
  void portRange_isTriedToItsEnd() throws Exception {
    for (int tries = 0; tries < 50; tries++) {
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        int port = taken.getLocalPort();
        FtpSettings range = settings().withData(active(new PortRange(port, port + 1), "localhost"));
        try (FtpBackend backend = new FtpBackend("range", range)) {
          for (int i = 0; i < 8; i++) {
            assertEquals("hello", text(backend.files(Login.ANONYMOUS), FILE, ByteRange.ALL));
          }
          return;
        } catch (Failure.Busy e) {
          // Somebody has the other one: the next two may be free.
        }
      }
    }
    throw new AssertionError("no two ports in a row");
  }

  @Test
  void privateAddressInA227_isNotConnectedTo() {
    server
        .on("EPSV", reply("500 what?"))
        .on("PASV", passive("227 Entering Passive Mode (10,255,255,1,{p1},{p2})."));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "229 Entering Extended Passive Mode",
        "229 Here (|||99999|)",
        "229 Here (|||0|)",
        "229 Here (||)",
        "227 Here (1,2,3)",
        "227 Here (127,0,0,1,999,1)",
        "200 Fine."
      })
  void senselessPassiveReply_isGarbled_andTheNextModeIsTried(String answer) {
    server.on("EPSV", reply(answer));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(1, server.count("PASV"));
  }

  @Test
  void factsOnTheFirstLine_areReadToo() {
    server.on("MLST", reply("250 type=file;size=5;modify=20210304050607; /docs/a.txt"));
    assertEquals(5, files.stat(FILE).sizeBytes());
  }

  @Test
  void greetingWithABareLineFeed_isUnderstood() {
    server.on(ScriptedFtpServer.CONNECT, bareLineFeed("220 hello"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
  }

  @Test
  void endlessLinesAndReplies_areCutOff() {
    server.once("FEAT", endlessLine("211-Features "));
    assertThrows(Failure.Unreachable.class, () -> files.stat(FILE));
    server.once("FEAT", reply("211-Features").then(endlessly(" MORE")));
    assertThrows(Failure.Unreachable.class, () -> files.stat(FILE));
    assertEquals(5, files.stat(FILE).sizeBytes());
  }

  @Test
  void uploadWhoseSourceFails_endsWithAReset_notAsAWholeFile() {
    try (Upload upload = files.write(FILE)) {
      upload.write(ByteBuffer.wrap("half a fi".getBytes(UTF_8)));
    }
    server.awaitBrokenOff(1);
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
  }

  @Test
  void everyLongTransfer_isKeptAlive_listingsToo() {
    FtpSettings nervous =
        settings().withTimeouts(settings().timeouts().withKeepAlive(Duration.ofMillis(20)));
    try (FtpBackend backend = new FtpBackend("slow", nervous)) {
      RemoteFiles slow = backend.files(Login.ANONYMOUS);
      try (Listing listing = slow.list(DOCS)) {
        server.awaitCommand("NOOP", 3);
        int members = 0;
        while (listing.next().isPresent()) {
          members++;
        }
        assertEquals(3, members);
      }
      assertEquals(MEMBERS, names(slow, DOCS));
      assertEquals(1, server.connections());
    }
  }

  @Test
  void listing_isReadAsItComes() {
    String line = "type=file;size=1;modify=20210304050607; ";
    server.on("MLSD", listing(line + "a\r\n" + line + "b\r\n" + line + "c\r\n").stalling());
    try (Listing listing = files.list(DOCS)) {
      assertEquals("a", listing.next().orElseThrow().name());
    }
  }

  @Test
  void senselessFact_costsThatFactAlone() {
    server.on("MLSD", listing("type=file;size=abc;modify=yesterday;perm=r; a\r\ntype=dir; b\r\n"));
    try (Listing listing = files.list(DOCS)) {
      Entry entry = listing.next().orElseThrow();
      assertEquals("a", entry.name());
      assertNull(entry.sizeBytes());
      assertNull(entry.modified());
      assertEquals("b", listing.next().orElseThrow().name());
      assertEquals(0, listing.skipped());
    }
  }

  @Test
  void sessionThatEndedWith421WhileItRested_isReplacedUnseen() {
    assertEquals(MEMBERS, names(files, DOCS));
    server.once("CWD", reply("421 Idle for too long.").then(hangUp()));
    assertEquals(MEMBERS, names(files, DOCS));
    server.disconnectAll();
    assertEquals(MEMBERS, names(files, DOCS));
    assertEquals(3, server.connections());
  }

  @Test
  void endOfTheData_isNoProofOfAWholeFile() {
    server.on("RETR", transfer().upTo(3).closing("451 Disk error."));
    assertThrows(Failure.Broken.class, () -> text(files, FILE, ByteRange.ALL));
    server.on("RETR", transfer().upTo(3).withoutFinalReply().hangingUp());
    assertThrows(Failure.Broken.class, () -> text(files, FILE, ByteRange.ALL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"452 Disk full.", "552 Quota exceeded.", "451 No space left."})
  void diskFullInTheMiddle_isReadFromTheControlConnection(String last) {
    server.on("STOR", transfer().upTo(4).closing(last));
    assertThrows(
        Failure.NoSpace.class,
        () -> {
          try (Upload upload = files.write(FILE)) {
            for (int i = 0; i < 200; i++) {
              upload.write(ByteBuffer.allocate(64 * 1024));
            }
            upload.commit();
          }
        });
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
  }

  @Test
  void interruptedThread_endsItsTransferAtOnce_andHarmsNoOther() throws Exception {
    server.once("RETR", transfer().upTo(2).stalling());
    CompletableFuture<Failure> end = new CompletableFuture<>();
    CompletableFuture<Boolean> begun = new CompletableFuture<>();
    Thread reader =
        Thread.startVirtualThread(() -> {
          try (Download download = files.read(FILE, ByteRange.ALL)) {
            begun.complete(download.read(ByteBuffer.allocate(2)) > 0);
            while (download.read(ByteBuffer.allocate(10)) >= 0) {
              // Waits until it is interrupted.
            }
          } catch (Failure e) {
            end.complete(e);
          }
        });
    assertTrue(begun.get(10, TimeUnit.SECONDS));
    reader.interrupt();
    assertFalse(end.get(10, TimeUnit.SECONDS) instanceof Failure.NotFound);
    server.forget("RETR");
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "a/b", "evil\u0007", ""})
  void listedNameThatIsNone_isDroppedAndCounted(String name) {
    server.on("MLSD", listing("type=file;size=1; " + name + "\r\ntype=file;size=1; good\r\n"));
    try (Listing listing = files.list(DOCS)) {
      assertEquals("good", listing.next().orElseThrow().name());
      assertTrue(listing.next().isEmpty());
      assertEquals(1, listing.skipped());
    }
  }
}
