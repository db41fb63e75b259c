package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.silence;
import static io.sallyport.ground.Answer.usual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.ground.ScriptedFtpServer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is at a path, with servers that have no MLST.
@Timeout(60)
final class StatTest {

  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09Z");

  private final ScriptedBackend ground = new ScriptedBackend();
  private final ScriptedFtpServer server = ground.server().without("MLSD");

  StatTest() {
    server.tree().modified("docs/a.txt", TIME);
  }

  @AfterEach
  void close() {
    ground.close();
  }

  private Entry stat() {
    return ground.files().stat(FILE);
  }

  private List<String> asked() {
    return server.verbs().stream().dropWhile(verb -> !verb.equals("SIZE")).toList();
  }

  @Test
  void sizeAndTime_areAskedForTogether() {
    server.on(
        "SIZE",
        exchange -> {
          // It is answered only when the other has come, too.
          while (server.count("MDTM") < server.count("SIZE")) {
            Thread.onSpinWait();
          }
          usual().to(exchange);
        });
    for (int i = 0; i < 3; i++) {
      assertEquals(5L, stat().sizeBytes());
      assertEquals(TIME, stat().modified());
    }
    assertEquals(1, server.count("USER"));
  }

  @Test
  void aFolder_andNothing_areFoundBehindThem() {
    assertTrue(ground.files().stat(RemotePath.of("docs")).isFolder());
    assertThrows(Failure.NotFound.class, () -> ground.files().stat(RemotePath.of("none")));
    assertEquals(List.of("SIZE", "MDTM", "CWD", "SIZE", "MDTM", "CWD"), asked());
  }

  @Test
  void aServerThatHearsOneCommandOfAPacket_isAskedOneByOne() {
    server.once("MDTM", silence());
    assertEquals(TIME, stat().modified());
    assertEquals(5L, stat().sizeBytes());
    server.on("SIZE", reply("550 Not a plain file."));
    server.on("CWD", reply("250 Here."));
    assertTrue(stat().isFolder());
    assertEquals(2, server.count("USER"));
    assertEquals(3, server.count("MDTM"));
  }

  @Test
  void aServerThatSaysTwoThingsToTheFirst_isAskedOneByOne() {
    server.once("SIZE", reply("213 7\r\n213 8"));
    assertEquals(TIME, stat().modified());
    assertEquals(5L, stat().sizeBytes());
    assertEquals(2, server.count("USER"));
  }

  @Test
  void aServerThatNamesNeither_isAskedOneByOne() {
    server.on("FEAT", reply("500 What?"));
    server.on("SIZE", reply("550 Not a plain file."));
    assertTrue(ground.files().stat(RemotePath.of("docs")).isFolder());
    assertEquals(List.of("SIZE", "CWD"), asked());
  }

  @Test
  void sizeUnknown_leavesTheTime() {
    server.on("SIZE", reply("502 Not here."));
    Entry entry = stat();
    assertNull(entry.sizeBytes());
    assertEquals(TIME, entry.modified());
    assertEquals(List.of("SIZE", "MDTM", "CWD"), asked());
  }
}
