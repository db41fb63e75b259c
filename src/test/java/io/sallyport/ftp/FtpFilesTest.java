package io.sallyport.ftp;

import static io.sallyport.ground.Answer.activeDropped;
import static io.sallyport.ground.Answer.activeRefused;
import static io.sallyport.ground.Answer.bareLineFeed;
import static io.sallyport.ground.Answer.endlessLine;
import static io.sallyport.ground.Answer.endlessly;
import static io.sallyport.ground.Answer.hangUp;
import static io.sallyport.ground.Answer.listing;
import static io.sallyport.ground.Answer.passive;
import static io.sallyport.ground.Answer.passiveDropped;
import static io.sallyport.ground.Answer.passiveRefused;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.silence;
import static io.sallyport.ground.Answer.transfer;
import static io.sallyport.ground.Answer.usual;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Attempt;
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
import io.sallyport.ground.ScriptedFtpServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the engine does when a server does what real ones will not do on command.
@Timeout(60)
final class FtpFilesTest {

  private static final RemotePath FILE = RemotePath.of("docs", "a.txt");

  private final ScriptedFtpServer server = ScriptedFtpServer.start();
  private final FtpBackend backend = new FtpBackend("test", settings(server));
  private final RemoteFiles files = backend.files(new Login("u", "secret"));

  private static FtpSettings settings(ScriptedFtpServer server) {
    FtpSettings usual = FtpSettings.of(server.host(), server.port());
    return new FtpSettings(
        usual.host(),
        usual.port(),
        "",
        usual.data(),
        null,
        null,
        2,
        true,
        new FtpSettings.Timeouts(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(400),
            Duration.ofSeconds(1),
            Duration.ofMillis(600),
            Duration.ofSeconds(60)));
  }

  @BeforeEach
  void tree() {
    server.tree().file("docs/a.txt", "hello").file("docs/b.txt", "0123456789").folder("docs/sub");
  }

  @AfterEach
  void close() {
    backend.close();
    server.close();
  }

  static String text(RemoteFiles files, RemotePath path, ByteRange range) {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    try (Download download = files.read(path, range)) {
      while (download.read(bytes) >= 0) {
        assertTrue(bytes.hasRemaining());
      }
    }
    return new String(bytes.array(), 0, bytes.position(), UTF_8);
  }

  static List<String> names(RemoteFiles files, RemotePath path) {
    List<String> names = new ArrayList<>();
    try (Listing listing = files.list(path)) {
      for (Optional<Entry> e = listing.next(); e.isPresent(); e = listing.next()) {
        names.add(e.get().name());
      }
    }
    names.sort(null);
    return names;
  }

  static void put(RemoteFiles files, RemotePath path, String text) {
    try (Upload upload = files.write(path)) {
      upload.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      upload.commit();
    }
  }

  // Data modes.

  @Test
  void epsvIsTriedFirst_andRemembered() {
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(2, server.count("EPSV"));
    assertEquals(0, server.count("PASV"));
    assertEquals(1, server.connections());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "500 what?",
        "502 no",
        "522 Network protocol not supported",
        "229 nonsense",
        "229 (|||99999|)"
      })
  void epsvRefusedOrGarbled_fallsBackToPasv_andRemembers(String answer) {
    server.on("EPSV", reply(answer));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(1, server.count("EPSV"));
    assertEquals(2, server.count("PASV"));
    assertEquals(1, server.connections());
  }

  @Test
  void pasvAnsweredWith229_isUnderstood() {
    server.on("EPSV", reply("500 what?")).on("PASV", passive("229 Here (|||{port}|)"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
  }

  @Test
  void pasvNamingAnotherAddress_isConnectedAtTheControlPeer() {
    server.on("EPSV", reply("500 what?")).on("PASV", passive("227 Here (10,255,255,1,{p1},{p2})"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
  }

  @Test
  void noPassiveMode_fallsBackToActive() {
    server.on("EPSV", reply("550 Permission denied.")).on("PASV", reply("550 Permission denied."));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(List.of("a.txt", "b.txt", "sub"), names(files, RemotePath.of("docs")));
    put(files, RemotePath.of("docs", "new"), "x");
    assertEquals(1, server.count("EPSV"));
    assertEquals(3, server.count("EPRT"));
    assertEquals(1, server.connections());
  }

  @Test
  void onlyPort_isFound() {
    server
        .on("EPSV", reply("500 what?"))
        .on("PASV", reply("500 what?"))
        .on("EPRT", reply("500 what?"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(1, server.count("PORT"));
  }

  @Test
  void passivePortsDropped_fallsBackToActive_withoutAskingForTheSameByAnotherName() {
    server.on("EPSV", passiveDropped("229 Here (|||{port}|)"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(0, server.count("PASV"));
    assertEquals(1, server.count("EPSV"));
    assertEquals(2, server.count("EPRT"));
  }

  @Test
  void passivePortsRejected_fallsBackToActive() {
    server.on("EPSV", passiveRefused("229 Here (|||{port}|)"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(1, server.count("EPRT"));
  }

  @Test
  void everythingBlocked_saysSoWithAllAttempts() {
    server
        .on("EPSV", passiveDropped("229 Here (|||{port}|)"))
        .on("EPRT", activeDropped())
        .on("PORT", activeDropped());
    Failure.NoDataConnection failure =
        assertThrows(Failure.NoDataConnection.class, () -> files.read(FILE, ByteRange.ALL).close());
    assertEquals(
        List.of(DataMode.EPSV, DataMode.EPRT),
        failure.attempts().stream().map(Attempt::mode).toList());
    assertTrue(failure.timedOut());
    assertTrue(failure.toString().contains("never reached the gateway"), failure.toString());
  }

  @Test
  void activeRefusedAtOnce_isRejectedNotTimedOut() {
    server
        .on("EPSV", reply("500 what?"))
        .on("PASV", reply("500 what?"))
        .on("EPRT", activeRefused());
    Failure.NoDataConnection failure =
        assertThrows(Failure.NoDataConnection.class, () -> files.list(RemotePath.ROOT).close());
    assertEquals(Attempt.Outcome.REJECTED, failure.attempts().getLast().outcome());
    assertFalse(failure.timedOut());
  }

  @Test
  void afterAnActiveFailure_theSessionIsNotUsedAgain() {
    server
        .on("EPSV", reply("500 what?"))
        .on("PASV", reply("500 what?"))
        .on("EPRT", activeDropped())
        .on("PORT", activeDropped());
    assertThrows(Failure.NoDataConnection.class, () -> files.list(RemotePath.ROOT).close());
    server.forget("EPSV");
    assertEquals(List.of("docs"), names(files, RemotePath.ROOT));
    assertEquals(2, server.connections());
  }

  @Test
  void refusedForTheFilesSake_changesNoMode() {
    server.on("RETR", reply("550 Permission denied."));
    assertThrows(Failure.Denied.class, () -> files.read(FILE, ByteRange.ALL));
    assertThrows(Failure.NotFound.class, () -> files.read(RemotePath.of("none"), ByteRange.ALL));
    assertEquals(2, server.count("EPSV"));
    assertEquals(0, server.count("EPRT"));
    assertEquals(1, server.connections());
  }

  @Test
  void onlyConfiguredModesAreUsed() {
    FtpSettings usual = settings(server);
    try (FtpBackend active =
        new FtpBackend(
            "active",
            new FtpSettings(
                usual.host(),
                usual.port(),
                "",
                new FtpSettings.DataSettings(List.of(DataMode.PORT), null, null),
                null,
                null,
                1,
                true,
                usual.timeouts()))) {
      assertEquals("hello", text(active.files(Login.ANONYMOUS), FILE, ByteRange.ALL));
      assertEquals(0, server.count("EPSV") + server.count("PASV") + server.count("EPRT"));
    }
  }

  @Test
  void ipv6_usesExtendedModesOnly() {
    try (ScriptedFtpServer six = ScriptedFtpServer.startOnIpv6();
        FtpBackend backend = new FtpBackend("six", settings(six))) {
      six.tree().file("docs/a.txt", "hello");
      six.on("EPSV", reply("500 what?"));
      assertEquals("hello", text(backend.files(Login.ANONYMOUS), FILE, ByteRange.ALL));
      assertEquals(0, six.count("PASV"));
      assertTrue(
          six.lines().stream().anyMatch(line -> line.startsWith("EPRT |2|::1|")),
          six.lines().toString());
    }
  }

  // Transfers.

  @Test
  void rangeIsReadByRest_andTheSessionGoesOn() {
    RemotePath b = RemotePath.of("docs", "b.txt");
    assertEquals("345", text(files, b, new ByteRange(3, 3)));
    assertEquals("789", text(files, b, ByteRange.from(7)));
    assertEquals("", text(files, b, new ByteRange(5, 0)));
    assertTrue(server.lines().contains("REST 3"));
    assertEquals(1, server.connections());
  }

  @Test
  void restRefused_isUnsupported() {
    server.on("REST", reply("502 no"));
    assertThrows(Failure.Unsupported.class, () -> files.read(FILE, ByteRange.from(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"426 broke", "451 disk", "550 gone"})
  void negativeReplyAfterTheData_isBroken(String last) {
    server.on("RETR", transfer().upTo(3).closing(last));
    assertThrows(Failure.Broken.class, () -> text(files, FILE, ByteRange.ALL));
  }

  @Test
  void dataReset_isBroken() {
    server.on("RETR", transfer().upTo(3).resetting());
    assertThrows(Failure.Broken.class, () -> text(files, FILE, ByteRange.ALL));
  }

  @Test
  void dataStalled_isBrokenInTime() {
    server.on("RETR", transfer().upTo(3).stalling());
    Failure.Broken failure =
        assertThrows(Failure.Broken.class, () -> text(files, FILE, ByteRange.ALL));
    assertTrue(failure.timedOut());
  }

  @Test
  void uploadIsInvisibleUntilItIsWhole() {
    try (Upload upload = files.write(FILE)) {
      upload.write(ByteBuffer.wrap("new ".getBytes(UTF_8)));
      upload.write(ByteBuffer.wrap("words".getBytes(UTF_8)));
      upload.finish();
      assertEquals("hello", text(files, FILE, ByteRange.ALL));
      assertEquals(List.of("a.txt", "b.txt", "sub"), names(files, RemotePath.of("docs")));
      upload.commit();
    }
    assertEquals("new words", text(files, FILE, ByteRange.ALL));
    assertEquals(List.of("a.txt", "b.txt", "sub"), names(files, RemotePath.of("docs")));
  }

  @Test
  void uploadClosedEarly_leavesTheOldFileAndNothingElse() {
    try (Upload upload = files.write(FILE)) {
      upload.write(ByteBuffer.wrap("half".getBytes(UTF_8)));
    }
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(1, server.count("DELE"));
    assertEquals(0, server.count("RNFR"));
    files.delete(FILE, Entry.Kind.FILE);
    files.delete(RemotePath.of("docs", "b.txt"), Entry.Kind.FILE);
    files.delete(RemotePath.of("docs", "sub"), Entry.Kind.FOLDER);
    files.delete(RemotePath.of("docs"), Entry.Kind.FOLDER);
    assertEquals(List.of(), names(files, RemotePath.ROOT));
  }

  @Test
  void diskFull_isNoSpace() {
    server.on("STOR", transfer().upTo(0).closing("452 Disk full."));
    assertThrows(Failure.NoSpace.class, () -> put(files, FILE, "words"));
    server.forget("STOR");
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
  }

  @Test
  void confirmedUploadOfAnotherSize_isBroken() {
    server.once("SIZE", reply("213 3"));
    assertThrows(Failure.Broken.class, () -> put(files, FILE, "words"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
  }

  @Test
  void lostConfirmation_isResolvedBySize() {
    server.once("STOR", transfer().withoutFinalReply().hangingUp());
    put(files, FILE, "words");
    assertEquals("words", text(files, FILE, ByteRange.ALL));
  }

  @Test
  void missingFolder_isMissingParent() {
    RemotePath orphan = RemotePath.of("none", "x");
    assertThrows(Failure.MissingParent.class, () -> files.write(orphan));
    assertThrows(Failure.MissingParent.class, () -> files.mkdir(orphan));
    assertThrows(Failure.MissingParent.class, () -> files.rename(FILE, orphan));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
  }

  @Test
  void renameRefusedOverAFile_movesTheOldOneAside() {
    server.once("RNTO", reply("550 File exists."));
    put(files, FILE, "words");
    assertEquals("words", text(files, FILE, ByteRange.ALL));
    assertEquals(List.of("a.txt", "b.txt", "sub"), names(files, RemotePath.of("docs")));
    assertEquals(1, server.count("DELE"));
  }

  @Test
  void renameRefusedAltogether_bringsTheOldOneBack() {
    server
        .once("RNTO", reply("550 File exists."))
        .once("RNTO", usual())
        .once("RNTO", reply("550 No."));
    assertThrows(Failure.Denied.class, () -> put(files, FILE, "words"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(List.of("a.txt", "b.txt", "sub"), names(files, RemotePath.of("docs")));
  }

  @Test
  void lostReplyToRnto_isResolvedByLooking() {
    server.once(
        "RNTO",
        exchange -> {
          usual().to(exchange);
          exchange.hangUp();
        });
    files.rename(FILE, RemotePath.of("docs", "c.txt"));
    assertEquals(List.of("b.txt", "c.txt", "sub"), names(files, RemotePath.of("docs")));
  }

  // Sessions.

  @Test
  void deadRestedSession_isReplacedUnseen() {
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    server.disconnectAll();
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    server.disconnectAll();
    put(files, FILE, "words");
    assertEquals("words", text(files, FILE, ByteRange.ALL));
  }

  @Test
  void goodbyeWhileResting_isNoticed() {
    server.once("NOOP", usual());
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    server.once("EPSV", reply("421 Timeout.").then(hangUp()));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(2, server.connections());
  }

  @Test
  void repliesOutOfStep_endTheSession() {
    server.once("SIZE", reply("213 5\r\n213 6"));
    server.without("MLSD");
    assertThrows(Failure.Broken.class, () -> files.stat(FILE));
    assertEquals(10, files.stat(RemotePath.of("docs", "b.txt")).sizeBytes());
    assertEquals(2, server.connections());
  }

  @Test
  void tooManyConnections_isBusy() {
    server.on(ScriptedFtpServer.CONNECT, reply("421 Too many.").then(hangUp()));
    assertThrows(Failure.Busy.class, () -> files.stat(FILE));
  }

  @Test
  void noFreeConnection_isBusyAndNeverAThirdLogin() {
    try (Download first = files.read(FILE, ByteRange.ALL);
        Download second = files.read(FILE, ByteRange.ALL)) {
      assertThrows(Failure.Busy.class, () -> files.stat(FILE));
      assertEquals(2, server.mostConnections());
      assertEquals(2, server.count("RETR"));
      assertNotSame(first, second);
    }
  }

  @Test
  void wrongPassword_isNotLoggedIn_once() {
    server.admitting("u", "other");
    assertThrows(Failure.NotLoggedIn.class, () -> files.stat(FILE));
    assertEquals(1, server.connections());
  }

  @Test
  void loginsNeverShareASession() {
    RemoteFiles other = backend.files(new Login("v", "secret"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals("hello", text(other, FILE, ByteRange.ALL));
    RemoteFiles third = backend.files(new Login("u", "secret2"));
    assertEquals("hello", text(third, FILE, ByteRange.ALL));
    assertEquals(3, server.connections());
    assertEquals(2, backend.openConnections());
  }

  @Test
  void greetingWithABareLineFeed_isUnderstood() {
    server.on(ScriptedFtpServer.CONNECT, bareLineFeed("220 Hello"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
  }

  @Test
  void noGreeting_isUnreachableInTime() {
    server.on(ScriptedFtpServer.CONNECT, silence());
    Failure.Unreachable failure = assertThrows(Failure.Unreachable.class, () -> files.stat(FILE));
    assertTrue(failure.timedOut());
  }

  @Test
  void endlessReplies_areCutOff() {
    server.once("CWD", endlessly("250-more"));
    assertThrows(Failure.Broken.class, () -> files.stat(RemotePath.ROOT));
    server.once("CWD", endlessLine("250 "));
    assertThrows(Failure.Broken.class, () -> files.stat(RemotePath.ROOT));
    server.once("RETR", endlessly("150 wait"));
    assertThrows(Failure.class, () -> text(files, FILE, ByteRange.ALL));
  }

  @Test
  void lineBreaksInALogin_reachNoServer() {
    for (Login login :
        List.of(
            new Login("u\r\nDELE x", "p"), new Login("u", "p\nDELE x"), new Login("u\0", "p"))) {
      assertThrows(Failure.Malformed.class, () -> backend.files(login).stat(RemotePath.ROOT));
    }
    assertFalse(server.verbs().contains("DELE"));
    assertFalse(server.verbs().contains("PASS"));
  }

  // Listings.

  @Test
  void hostileNames_areDroppedAndCounted() {
    server.on(
        "MLSD",
        listing(
            String.join(
                "\r\n",
                "type=file;size=1; ok",
                "type=file; ../../etc/passwd",
                "type=file; a/b",
                "type=dir; ..",
                "type=cdir; .",
                "type=file; x\u0007y",
                "nonsense",
                "type=file;size=abc;modify=2026; odd",
                "")));
    List<Entry> entries = new ArrayList<>();
    int skipped;
    try (Listing listing = files.list(RemotePath.ROOT)) {
      for (Optional<Entry> e = listing.next(); e.isPresent(); e = listing.next()) {
        entries.add(e.get());
      }
      skipped = listing.skipped();
    }
    assertEquals(List.of("ok", "odd"), entries.stream().map(Entry::name).toList());
    assertEquals(4, skipped);
    assertEquals(null, entries.get(1).sizeBytes());
    assertEquals(null, entries.get(1).modified());
  }

  @Test
  void listingNamesComeBackByteForByte() {
    byte[] gbk = "中文.txt".getBytes(java.nio.charset.Charset.forName("GB18030"));
    server.tree().file(join("docs/".getBytes(UTF_8), gbk), "gbk".getBytes(UTF_8));
    String name = names(files, RemotePath.of("docs")).getLast();
    assertEquals("gbk", text(files, RemotePath.of("docs", name), ByteRange.ALL));
    String listed =
        server.lines().stream().filter(line -> line.startsWith("RETR")).findFirst().orElseThrow();
    assertTrue(
        Arrays.equals(
            join("RETR /docs/".getBytes(UTF_8), gbk),
            listed.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void withoutMlsd_listShowsDotFilesAndOddNames() {
    server.without("MLSD");
    List<String> odd = List.of(".hidden", " leading", "a  b", "元素…\u00a0x", "-la", "x -> y");
    odd.forEach(name -> server.tree().file("odd/" + name, "1"));
    assertEquals(odd.stream().sorted().toList(), names(files, RemotePath.of("odd")));
    assertEquals(List.of(), names(files, RemotePath.of("docs", "sub")));
  }

  @Test
  void listDashARefused_isNotAskedAgain() {
    server.without("MLSD");
    server.on(
        "LIST",
        exchange -> {
          if (exchange.command().line().equals("LIST -a")) {
            exchange.reply("501 Invalid argument.");
          } else {
            usual().to(exchange);
          }
        });
    assertEquals(List.of("docs"), names(files, RemotePath.ROOT));
    assertEquals(List.of("docs"), names(files, RemotePath.ROOT));
    assertEquals(3, server.count("LIST"));
  }

  @Test
  void missingFolder_isNotFound() {
    assertThrows(Failure.NotFound.class, () -> files.list(RemotePath.of("none")));
    server.without("MLSD");
    assertThrows(Failure.NotFound.class, () -> files.list(RemotePath.of("none")));
    assertEquals(List.of("docs"), names(files, RemotePath.ROOT));
  }

  @Test
  void vsftpdsUnreadableFolder_isDenied() {
    server.without("MLSD");
    server.on(
        "LIST",
        transfer().sending("").closing("226 Transfer done (but failed to open directory)."));
    assertThrows(Failure.Denied.class, () -> files.list(RemotePath.of("docs")));
  }

  @Test
  void statWithoutMlst_asksSizeAndTime() {
    server.without("MLSD");
    Entry file = files.stat(FILE);
    assertEquals(Entry.Kind.FILE, file.kind());
    assertEquals(5, file.sizeBytes());
    assertTrue(file.exactTime());
    assertTrue(files.stat(RemotePath.of("docs")).isFolder());
    assertThrows(Failure.NotFound.class, () -> files.stat(RemotePath.of("none")));
  }

  private static byte[] join(byte[]... parts) {
    int length = Stream.of(parts).mapToInt(p -> p.length).sum();
    ByteBuffer all = ByteBuffer.allocate(length);
    Stream.of(parts).forEach(all::put);
    return all.array();
  }
}
