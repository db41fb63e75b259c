package io.sallyport.ftp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ReplyGuardTest {

  private static ReplyGuard guard(String sent) {
    return new ReplyGuard(new ByteArrayInputStream(sent.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void bareLineFeeds_becomeCrLf() throws IOException {
    assertEquals(
        "220 a\r\n220 b\r\n",
        new String(guard("220 a\n220 b\r\n").readAllBytes(), StandardCharsets.ISO_8859_1));
  }

  @Test
  void oneRead_endsAtTheEndOfALine() throws IOException {
    ReplyGuard guard = guard("150 a\r\n226 b\r\n");
    byte[] target = new byte[100];
    assertEquals(7, guard.read(target, 0, target.length));
    assertEquals(7, guard.available());
  }

  @Test
  void endlessLine_isRefused() {
    assertThrows(IOException.class, () -> guard("2".repeat(100_000)).readAllBytes());
  }

  @Test
  void aReply_isOneQuestionToTheSocket() throws IOException {
    int[] asked = new int[1];
    InputStream socket =
        new ByteArrayInputStream(
            "229 Entering (|||4711|)\r\n".getBytes(StandardCharsets.ISO_8859_1)) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            asked[0]++;
            return super.read(target, offset, length);
          }

          @Override
          public synchronized int available() {
            asked[0]++;
            return super.available();
          }
        };
    ReplyGuard guard = new ReplyGuard(socket);
    byte[] target = new byte[100];
    assertEquals(25, guard.read(target, 0, target.length));
    assertEquals(1, asked[0]);
    assertTrue(guard.begins(), "the end");
  }
}
