package io.sallyport.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LosslessUtf8Test {

  @Test
  void wellFormedText_isPlainUtf8() {
    String text = "a é 中文 \uD83D\uDE00";
    assertEquals(text, LosslessUtf8.decode(text.getBytes(StandardCharsets.UTF_8)));
    assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), LosslessUtf8.encode(text));
    assertFalse(LosslessUtf8.hasEscapes(text));
  }

  @Test
  void gbkBytes_comeBackUnchanged() {
    byte[] gbk = "中文.txt".getBytes(Charset.forName("GB18030"));
    String text = LosslessUtf8.decode(gbk);
    assertTrue(LosslessUtf8.hasEscapes(text));
    assertArrayEquals(gbk, LosslessUtf8.encode(text));
    assertEquals("\uFFFD\uFFFD\uFFFD\uFFFD.txt", LosslessUtf8.forDisplay(text));
  }

  @Test
  void anyBytes_comeBackUnchanged() {
    Random random = new Random(42);
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      assertArrayEquals(bytes, LosslessUtf8.encode(LosslessUtf8.decode(bytes)));
    }
  }

  @Test
  void overlongAndSurrogateSequences_areNotText() {
    byte[][] malformed = {
      {(byte) 0xC0, (byte) 0xAF},
      {(byte) 0xE0, (byte) 0x80, (byte) 0xAF},
      {(byte) 0xED, (byte) 0xB2, (byte) 0x80},
      {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
      {(byte) 0xE4, (byte) 0xB8}
    };
    for (byte[] bytes : malformed) {
      String text = LosslessUtf8.decode(bytes);
      assertEquals(bytes.length, text.length());
      assertFalse(text.contains("/"));
      assertArrayEquals(bytes, LosslessUtf8.encode(text));
    }
  }
}
