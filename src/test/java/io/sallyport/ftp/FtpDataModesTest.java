package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ftp.ScriptedBackend.put;
import static io.sallyport.ftp.ScriptedBackend.text;
import static io.sallyport.ground.Answer.activeDropped;
import static io.sallyport.ground.Answer.activeRefused;
import static io.sallyport.ground.Answer.passive;
import static io.sallyport.ground.Answer.passiveDropped;
import static io.sallyport.ground.Answer.passiveRefused;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Attempt;
import io.sallyport.files.ByteRange;
import io.sallyport.files.DataMode;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.ground.ScriptedFtpServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How data connections are made, with servers and networks that allow only some of the four modes.
@Timeout(60)
final class FtpDataModesTest {

  private final ScriptedBackend scripted = new ScriptedBackend();
  private final ScriptedFtpServer server = scripted.server();
  private final RemoteFiles files = scripted.files();

  @AfterEach
  void close() {
    scripted.close();
  }

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
  void rememberedModeThatFailsTwice_isForgotten() {
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    server.on("EPSV", passiveDropped("229 Here (|||{port}|)"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(3, server.count("EPSV"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(3, server.count("EPSV"));
    assertEquals(3, server.count("EPRT"));
  }

  @Test
  void rememberedModeThatFailsOnce_isTriedFirstAgain() {
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    server.once("EPSV", passiveRefused("229 Here (|||{port}|)"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(3, server.count("EPSV"));
    assertEquals(1, server.count("EPRT"));
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
    FtpSettings usual = ScriptedBackend.settings(server);
    try (FtpBackend active =
        new FtpBackend(
            "active",
            usual
                .withData(
                    new FtpSettings.DataSettings(List.of(DataMode.PORT), null, null, List.of()))
                .withConnections(1))) {
      assertEquals("hello", text(active.files(Login.ANONYMOUS), FILE, ByteRange.ALL));
      assertEquals(0, server.count("EPSV") + server.count("PASV") + server.count("EPRT"));
    }
  }

  @Test
  void ipv6_usesExtendedModesOnly() {
    try (ScriptedFtpServer six = ScriptedFtpServer.startOnIpv6();
        FtpBackend backend = new FtpBackend("six", ScriptedBackend.settings(six))) {
      six.tree().file("docs/a.txt", "hello");
      six.on("EPSV", reply("500 what?"));
      assertEquals("hello", text(backend.files(Login.ANONYMOUS), FILE, ByteRange.ALL));
      assertEquals(0, six.count("PASV"));
      assertTrue(
          six.lines().stream().anyMatch(line -> line.startsWith("EPRT |2|::1|")),
          six.lines().toString());
    }
  }
}
