package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ftp.ScriptedBackend.put;
import static io.sallyport.ftp.ScriptedBackend.text;
import static io.sallyport.ground.Answer.hangUp;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.silence;
import static io.sallyport.ground.Answer.transfer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Failure;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Upload;
import io.sallyport.ground.Answer;
import io.sallyport.ground.ScriptedFtpServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// NOOPs in the middle of transfers, and servers that answer them each in their own way: no reply
/// is ever taken for another one's.
@Timeout(60)
final class FtpKeepAliveTest {

  private static final RemotePath DOCS = RemotePath.of("docs");

  private final ScriptedBackend scripted =
      new ScriptedBackend(server -> {
        var usual = ScriptedBackend.settings(server);
        return usual.withTimeouts(usual.timeouts().withKeepAlive(Duration.ofMillis(20)));
      });
  private final ScriptedFtpServer server = scripted.server();
  private final RemoteFiles files = scripted.files();

  @AfterEach
  void close() {
    scripted.close();
  }

  /// When the NOOPs that came during a transfer are answered, and how.
  enum Order {
    BEFORE_THE_FINAL_REPLY(Integer.MAX_VALUE, "200 Still here."),
    BEHIND_IT(0, "200 Still here."),
    ON_BOTH_SIDES_OF_IT(1, "200 Still here."),
    BEFORE_IT_AS_UNKNOWN(Integer.MAX_VALUE, "500 Unknown command."),
    BEHIND_IT_AS_UNKNOWN(0, "500 Unknown command."),
    BEFORE_IT_AS_OUT_OF_SEQUENCE(Integer.MAX_VALUE, "503 A transfer is in progress.");

    private final int mostBefore;
    private final String words;

    Order(int mostBefore, String words) {
      this.mostBefore = mostBefore;
      this.words = words;
    }
  }

  /// The next transfer by `verb` answers the NOOPs in this order.
  private void answers(Order order, String verb) {
    AtomicInteger answered = new AtomicInteger();
    server.once(
        verb,
        exchange -> {
          transfer().withoutFinalReply().to(exchange);
          int before = (int) Math.min(order.mostBefore, server.count("NOOP"));
          for (int i = 0; i < before; i++) {
            exchange.reply(order.words);
          }
          answered.set(before);
          exchange.reply("226 Transfer complete.");
        });
    server.on(
        "NOOP",
        exchange -> {
          if (answered.getAndDecrement() <= 0) {
            exchange.reply(order.words);
          }
        });
  }

  private void putSlowly(RemotePath path, String text) {
    long before = server.count("NOOP");
    try (Upload upload = files.write(path)) {
      upload.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      server.awaitCommand("NOOP", (int) before + 2);
      upload.commit();
    }
  }

  private String textSlowly(RemotePath path) {
    long before = server.count("NOOP");
    ByteBuffer bytes = ByteBuffer.allocate(100);
    try (Download download = files.read(path, ByteRange.ALL)) {
      server.awaitCommand("NOOP", (int) before + 2);
      while (download.read(bytes) >= 0) {
        // To its end.
      }
    }
    return new String(bytes.array(), 0, bytes.position(), UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void upload_andTheSessionGoesOn(Order order) {
    answers(order, "STOR");
    putSlowly(FILE, "new words");
    assertEquals("new words", text(files, FILE, ByteRange.ALL));
    assertEquals(List.of("a.txt", "b.txt", "sub"), names(files, DOCS));
    assertEquals(1, server.connections());
  }

  @ParameterizedTest
  @EnumSource
  void download_andTheSessionGoesOn(Order order) {
    answers(order, "RETR");
    assertEquals("hello", textSlowly(FILE));
    assertEquals(List.of("a.txt", "b.txt", "sub"), names(files, DOCS));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(1, server.connections());
  }

  @Test
  void answersThatNeverCome_costOneSession_andTheTransferIsGoodAllTheSame() {
    server.on("NOOP", silence());
    putSlowly(FILE, "new words");
    assertEquals("new words", text(files, FILE, ByteRange.ALL));
    // The session on which a reply may still come is used for nothing any more.
    assertEquals(
        List.of(), server.commands(1).stream().filter(c -> c.verb().equals("RNTO")).toList());
    assertEquals(2, server.connections());
  }

  @Test
  void downloadWhoseNoopsStayUnanswered_isGood_andItsSessionIsNotUsedAgain() {
    server.on("NOOP", silence());
    assertEquals("hello", textSlowly(FILE));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    assertEquals(2, server.connections());
  }

  @Test
  void negativeFinalReply_isTheTransfersOwn() {
    server.on(
        "STOR",
        exchange -> {
          transfer().withoutFinalReply().to(exchange);
          exchange.reply("200 Still here.");
          exchange.reply("552 Disk full.");
        });
    server.once("NOOP", silence());
    assertThrows(Failure.NoSpace.class, () -> putSlowly(FILE, "new words"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
  }

  @Test
  void serverThatEndsTheTransfer_isBroken_andNothingIsLost() {
    server.once("STOR", transfer().closing("426 You spoke, I stop."));
    server.on("NOOP", silence());
    assertThrows(Failure.Broken.class, () -> putSlowly(FILE, "new words"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    put(files, FILE, "newer words");
    assertEquals("newer words", text(files, FILE, ByteRange.ALL));
  }

  @Test
  void serverThatHangsUp_afterTheData_isJudgedByTheSize() {
    server.once("STOR", transfer().withoutFinalReply());
    Answer bye = hangUp();
    server.once("NOOP", bye);
    putSlowly(FILE, "new words");
    assertEquals("new words", text(files, FILE, ByteRange.ALL));
    assertEquals(2, server.connections());
  }

  @Test
  void goodbyeAfterTheTransfer_endsTheSessionOnly() {
    server.once("NOOP", reply("421 Idle for too long.").then(hangUp()));
    putSlowly(FILE, "new words");
    assertEquals("new words", text(files, FILE, ByteRange.ALL));
  }
}
