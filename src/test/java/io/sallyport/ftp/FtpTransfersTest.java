package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ftp.ScriptedBackend.put;
import static io.sallyport.ftp.ScriptedBackend.text;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.transfer;
import static io.sallyport.ground.Answer.usual;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.ByteRange;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Upload;
import io.sallyport.ground.ScriptedFtpServer;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Uploads, downloads and renames that servers spoil.
@Timeout(60)
final class FtpTransfersTest {

  private final ScriptedBackend scripted = new ScriptedBackend();
  private final ScriptedFtpServer server = scripted.server();
  private final RemoteFiles files = scripted.files();

  @AfterEach
  void close() {
    scripted.close();
  }

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
  void downloadWithoutConfirmation_isWholeIfItsSizeSaysSo() {
    server.once("RETR", transfer().withoutFinalReply().hangingUp());
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    server.once("RETR", transfer().withoutFinalReply());
    assertEquals("llo", text(files, FILE, ByteRange.from(2)));
    server.once("RETR", transfer().upTo(3).withoutFinalReply().hangingUp());
    assertThrows(Failure.Broken.class, () -> text(files, FILE, ByteRange.ALL));
  }

  @Test
  void uploadGivenUp_isDeletedWhenTheServerHasLetGoOfIt() {
    try (Upload upload = files.write(RemotePath.of("new"))) {
      upload.write(ByteBuffer.allocate(10));
    }
    // After the answer to STOR and on the same connection, so that it cannot come too early.
    assertEquals(1, server.count("DELE"));
    assertEquals(1, server.connections());
    assertEquals(List.of("docs"), names(files, RemotePath.ROOT));
  }

  @Test
  void uploadGivenUp_isDeletedFromANewSession_ifTheServerSaysNothingOfIt() {
    server.once("STOR", transfer().upTo(0).stalling());
    try (Upload upload = files.write(RemotePath.of("new"))) {
      upload.write(ByteBuffer.allocate(10));
    }
    assertEquals(1, server.count("DELE"));
    assertEquals(2, server.connections());
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
}
