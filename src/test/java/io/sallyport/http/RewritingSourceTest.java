package io.sallyport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

final class RewritingSourceTest {

  /// Puts `GET /x` in the place of heads that begin with `FTP`, and reads their body from
  /// `Length:`.
  private static final HeadRewriter REWRITER =
      new HeadRewriter() {
        @Override
        public boolean wants(String begins) {
          return begins.startsWith("FTP");
        }

        @Override
        public Rewritten rewrite(byte[] head) {
          String text = new String(head, StandardCharsets.ISO_8859_1);
          int length = text.indexOf("Length: ");
          long body =
              text.contains("Unknown")
                  ? -1
                  : length < 0
                      ? 0
                      : Long.parseLong(text.substring(length + 8, text.indexOf('\r', length)));
          return new Rewritten(StandardCharsets.ISO_8859_1.encode("GET /x|"), body);
        }
      };

  private static final StreamSourceConduit NOWHERE =
      (StreamSourceConduit)
          Proxy.newProxyInstance(
              RewritingSourceTest.class.getClassLoader(),
              new Class<?>[] {StreamSourceConduit.class},
              (_, method, _) -> {
                throw new UnsupportedOperationException(method.getName());
              });

  /// Gives what was sent in pieces of so many bytes, with nothing between two of them.
  private static final class Pieces extends AbstractStreamSourceConduit<StreamSourceConduit> {
    private final ByteBuffer all;
    private final int size;
    private boolean pause;

    Pieces(String text, int size) {
      super(NOWHERE);
      this.all = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
      this.size = size;
    }

    @Override
    public int read(ByteBuffer target) {
      pause = !pause;
      if (pause) {
        return 0;
      }
      if (!all.hasRemaining()) {
        return -1;
      }
      int length = Math.min(Math.min(size, all.remaining()), target.remaining());
      target.put(all.slice().limit(length));
      all.position(all.position() + length);
      return length;
    }
  }

  private static String through(String text, int pieces, int taken) throws IOException {
    RewritingSource source = new RewritingSource(new Pieces(text, pieces), REWRITER);
    StringBuilder out = new StringBuilder();
    ByteBuffer target = ByteBuffer.allocate(taken);
    for (int read = 0; read >= 0; read = source.read(target)) {
      target.flip();
      out.append(StandardCharsets.ISO_8859_1.decode(target));
      target.clear();
    }
    return out.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100, 10_000})
  void headsAreRewrittenAndBodiesAreNot(int pieces) throws IOException {
    String head = "FTP a long enough first line\r\nLength: 12\r\n\r\n";
    String body = "FTP x\r\n\r\nabc";
    String next = "FTP another long enough line\r\nx: y\r\n\r\n";
    for (int taken : new int[] {1, 3, 4096}) {
      assertEquals("GET /x|" + body + "GET /x|", through(head + body + next, pieces, taken));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 10_000})
  void whatIsNotWantedIsLeftAsItIs_andAllThatFollows(int pieces) throws IOException {
    String text = "POST / HTTP/1.1\r\nHost: x\r\n\r\nFTP a long enough first line\r\n\r\n";
    assertEquals(text, through(text, pieces, 64));
    assertEquals("G\n", through("G\n", pieces, 64));
    assertEquals("", through("", pieces, 64));
  }

  @Test
  void behindABodyOfUnknownLengthNothingIsLookedAt() throws IOException {
    String rest = "FTP a long enough first line\r\n\r\n";
    assertEquals(
        "GET /x|" + rest, through("FTP a long enough first line\r\nUnknown\r\n\r\n" + rest, 9, 64));
  }

  @Test
  void aHeadWithoutEndIsLeftToTheParser() throws IOException {
    String endless = "FTP a long enough first line\r\n" + "x: y\r\n".repeat(20_000);
    assertEquals(endless, through(endless, 5_000, 4096));
    assertEquals("FTP cut off in the mid", through("FTP cut off in the mid", 5, 64));
  }
}
