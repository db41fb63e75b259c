package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ftp.ScriptedBackend.put;
import static io.sallyport.ftp.ScriptedBackend.text;
import static io.sallyport.ground.Answer.activeAtOnce;
import static io.sallyport.ground.Answer.delay;
import static io.sallyport.ground.Answer.listing;
import static io.sallyport.ground.Answer.passive;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.transfer;
import static io.sallyport.ground.Answer.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.ByteRange;
import io.sallyport.files.DataMode;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.ground.Exchange;
import io.sallyport.ground.Received;
import io.sallyport.ground.ScriptedFtpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What real servers do that a client would not expect, one test each: on a scripted server, so
/// that it stays tried where the real one is not at hand.
@Timeout(60)
final class ServerQuirksTest {

  private static final RemotePath DOCS = RemotePath.of("docs");
  private static final List<String> MEMBERS = List.of("a.txt", "b.txt", "sub");

  private final ScriptedBackend scripted = new ScriptedBackend();
  private final ScriptedFtpServer server = scripted.server();
  private final RemoteFiles files = scripted.files();

  @AfterEach
  void close() {
    scripted.close();
  }

  private FtpSettings only(DataMode... modes) {
    return ScriptedBackend.settings(server)
        .withData(new FtpSettings.DataSettings(List.of(modes), null, null, List.of()));
  }

  @Test
  void proftpdAndPyftpdlib_refuseSizeInAscii() {
    server.without("MLSD");
    // The scripted server does as they do.
    assertEquals(5, files.stat(FILE).sizeBytes());
    assertFalse(server.lines().contains("TYPE A"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"501 Invalid argument.", "504 Unknown option.", "500 what?"})
  void pyftpdlibAndPureFtpd_refuseOptsUtf8_andSendUtf8AllTheSame(String refusal) {
    server.tree().file("docs/ü.txt", "x");
    server.on("OPTS", reply(refusal));
    assertTrue(names(files, DOCS).contains("ü.txt"));
    assertEquals("x", text(files, RemotePath.of("docs", "ü.txt"), ByteRange.ALL));
  }

  @Test
  void vsftpd_namesNoUtf8InFeat_andIsNotTold() {
    server.tree().file("docs/ü.txt", "x");
    server.without("UTF8");
    assertTrue(names(files, DOCS).contains("ü.txt"));
    assertEquals(0, server.count("OPTS"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EPRT", "PORT"})
  void pyftpdlib_connectsDuringPortItself(String verb) {
    server.on(verb, activeAtOnce());
    try (FtpBackend backend = new FtpBackend("early", only(DataMode.valueOf(verb)))) {
      RemoteFiles active = backend.files(Login.ANONYMOUS);
      assertEquals("hello", text(active, FILE, ByteRange.ALL));
      put(active, FILE, "new words");
      assertEquals("new words", text(active, FILE, ByteRange.ALL));
      assertEquals(1, server.connections());
    }
  }

  @Test
  void pureFtpd_takesSecondsForAPassword() {
    server.on("PASS", delay(Duration.ofMillis(1500)).then(usual()));
    FtpSettings usual = ScriptedBackend.settings(server);
    // Longer than the connect timeout, which the greeting has, and no longer than a reply may take.
    FtpSettings.Timeouts patience =
        new FtpSettings.Timeouts(
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20));
    try (FtpBackend backend = new FtpBackend("slow", usual.withTimeouts(patience))) {
      assertEquals(5, backend.files(Login.ANONYMOUS).stat(FILE).sizeBytes());
    }
  }

  @Test
  void vsftpds522_killsTheControlConnection_andTheNextRequestIsServed() {
    server.once("MLSD", transfer().upTo(0).closing("522 SSL connection failed.").hangingUp());
    Failure.NoDataConnection failure =
        assertThrows(Failure.NoDataConnection.class, () -> names(files, DOCS));
    assertEquals(522, failure.reply().orElseThrow().code());
    assertEquals(MEMBERS, names(files, DOCS));
    assertEquals(2, server.connections());
  }

  @Test
  void vsftpdWithPasvAddressOnIpv6_advertises0000() {
    server.on("PASV", passive("227 Entering Passive Mode (0,0,0,0,{p1},{p2})."));
    try (FtpBackend backend = new FtpBackend("nowhere", only(DataMode.PASV))) {
      assertEquals("hello", text(backend.files(Login.ANONYMOUS), FILE, ByteRange.ALL));
    }
  }

  @Test
  void epsvAll_isNeverSaid_becausePasvWouldFailAfterIt() {
    server.on("EPSV", reply("500 what?"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(
        List.of("EPSV"), server.lines().stream().filter(l -> l.startsWith("EPSV")).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"501 No options.", "550 -a: No such file or directory."})
  void listDashA_isTriedOnce_whereItIsRefused(String refusal) {
    server.without("MLSD");
    server.on(
        "LIST",
        exchange ->
            (exchange.command().argument().isEmpty() ? usual() : reply(refusal)).to(exchange));
    assertEquals(MEMBERS, names(files, DOCS));
    assertEquals(MEMBERS, names(files, DOCS));
    assertEquals(1, server.lines().stream().filter("LIST -a"::equals).count());
  }

  @Test
  void listDashA_takenForAName_isAskedAgainWithoutIt() {
    server.without("MLSD");
    server.on(
        "LIST",
        exchange -> (exchange.command().argument().isEmpty() ? usual() : listing("")).to(exchange));
    assertEquals(MEMBERS, names(files, DOCS));
  }

  @Test
  void hash_isAskedOfNobody() {
    put(files, FILE, "new words");
    assertEquals("new words", text(files, FILE, ByteRange.ALL));
    assertTrue(
        server.verbs().stream().noneMatch(List.of("HASH", "XCRC", "XMD5", "XSHA1")::contains));
  }

  @Test
  void vsftpdsBacklogOf32_neverSeesABurstOfLogins() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    server.on(
        ScriptedFtpServer.CONNECT,
        exchange -> {
          gate.await();
          usual().to(exchange);
        });
    FtpSettings roomy = FtpSettings.of(server.host(), server.port()).withConnections(20);
    try (FtpBackend backend = new FtpBackend("roomy", roomy)) {
      List<FutureTask<Entry>> callers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        RemoteFiles own = backend.files(new Login("u" + i, "secret"));
        FutureTask<Entry> caller = new FutureTask<>(() -> own.stat(FILE));
        callers.add(caller);
        Thread.startVirtualThread(caller);
      }
      server.awaitOpenConnections(4);
      assertEquals(4, server.mostConnections());
      gate.countDown();
      for (FutureTask<Entry> caller : callers) {
        assertEquals(5, caller.get(30, TimeUnit.SECONDS).sizeBytes());
      }
    }
  }

  @Test
  void someLeave150Out_whereAllIsSaid() {
    server.on("MLSD", transfer().withoutOpening());
    server.on("RETR", transfer().withoutOpening());
    assertEquals(MEMBERS, names(files, DOCS));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    server.on("MLSD", listing("").withoutOpening());
    assertEquals(List.of(), names(files, DOCS));
    assertEquals(1, server.connections());
  }

  @ParameterizedTest
  @ValueSource(strings = {"EPRT", "PORT"})
  void someLeave150Out_inActiveModeToo(String verb) {
    server.on("MLSD", transfer().withoutOpening()).on("RETR", transfer().withoutOpening());
    try (FtpBackend backend = new FtpBackend("terse", only(DataMode.valueOf(verb)))) {
      RemoteFiles active = backend.files(Login.ANONYMOUS);
      assertEquals("hello", text(active, FILE, ByteRange.ALL));
      assertEquals(MEMBERS, names(active, DOCS));
      assertEquals(1, server.connections());
    }
  }

  @Test
  void uploadThatIsCompleteBeforeItBegan_isNotBelieved() {
    server.once("STOR", reply("226 Transfer complete."));
    assertThrows(Failure.Broken.class, () -> put(files, FILE, "new words"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
  }

  @Test
  void someDeleteEmptyFoldersByDele_whichIsWhatWasAskedFor() {
    server.on(
        "DELE",
        exchange -> {
          Received asked = exchange.command();
          Received removal = new Received(asked.connection(), "RMD", asked.argument());
          usual().to(new Exchange(exchange.connection(), removal));
        });
    RemotePath sub = RemotePath.of("docs", "sub");
    files.delete(sub, Entry.Kind.LINK);
    assertThrows(Failure.NotFound.class, () -> files.stat(sub));
    assertThrows(Failure.NotFound.class, () -> files.delete(sub, Entry.Kind.FOLDER));
    assertEquals(List.of("a.txt", "b.txt"), names(files, DOCS));
  }
}
