package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.put;
import static io.sallyport.ftp.ScriptedBackend.text;
import static io.sallyport.ground.Answer.bareLineFeed;
import static io.sallyport.ground.Answer.endlessLine;
import static io.sallyport.ground.Answer.endlessly;
import static io.sallyport.ground.Answer.hangUp;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.silence;
import static io.sallyport.ground.Answer.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
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

/// Logins, dead and crowded control connections, and replies that make no sense.
@Timeout(60)
final class FtpSessionsTest {

  private final ScriptedBackend scripted = new ScriptedBackend();
  private final ScriptedFtpServer server = scripted.server();
  private final FtpBackend backend = scripted.backend();
  private final RemoteFiles files = scripted.files();

  @AfterEach
  void close() {
    scripted.close();
  }

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
    server.without("MLSD", "MDTM");
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

  /// As pyftpdlib 1.5.7 and Pure-FTPd 1.0.50 answer.
  @ParameterizedTest
  @ValueSource(strings = {"501 Syntax error: option not supported.", "504 Unknown command"})
  void optsUtf8Refused_changesNothing(String refusal) {
    server.on("OPTS", reply(refusal));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(1, server.connections());
  }

  @Test
  void representationTypeIsImage_beforeAnythingElseIsAsked() {
    assertEquals(5, files.stat(FILE).sizeBytes());
    assertEquals(
        List.of("TYPE I"), server.lines().stream().filter(l -> l.startsWith("TYPE")).toList());
    assertTrue(server.verbs().indexOf("TYPE") < server.verbs().indexOf("MLST"));
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
}
