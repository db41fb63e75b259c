package io.sallyport.embedded;

import io.sallyport.files.LosslessUtf8;
import java.util.Locale;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.CumulativeProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.codec.ProtocolDecoderException;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;
import org.apache.mina.filter.codec.ProtocolEncoderAdapter;
import org.apache.mina.filter.codec.ProtocolEncoderOutput;
import org.apache.mina.transport.socket.SocketSessionConfig;

/// The lines of a control connection as [LosslessUtf8] text. MINA's own reader takes UTF-8 only and
/// at most 1 KiB; it also trims the line, which loses spaces at the end of a name, so they travel
/// as escapes that [FolderView] undoes.
final class ControlLines extends CumulativeProtocolDecoder {

  /// A path of the longest kind and its command.
  private static final int MAX_LINE_BYTES = 16 * 1024;

  /// Stands for a space at either end of an argument.
  static final char KEPT_SPACE = 0xDC20;

  private static final ControlLines READER = new ControlLines();

  private ControlLines() {}

  /// Called for every new connection; the only hook from which MINA's reader can be exchanged.
  static boolean install(IoSession session) {
    // 150 and 226 follow each other at once: with Nagle's algorithm every transfer takes 40 ms
    // more.
    if (session.getConfig() instanceof SocketSessionConfig socket) {
      socket.setTcpNoDelay(true);
    }
    session.getFilterChain().replace("codec", new ProtocolCodecFilter(new Writer(), READER));
    return true;
  }

  @Override
  protected boolean doDecode(IoSession session, IoBuffer in, ProtocolDecoderOutput out)
      throws ProtocolDecoderException {
    int start = in.position();
    for (int i = start; i < in.limit(); i++) {
      if (in.get(i) == '\n') {
        byte[] line = new byte[i - start];
        in.get(line);
        in.skip(1);
        out.write(text(line));
        return true;
      }
    }
    if (in.remaining() > MAX_LINE_BYTES) {
      throw new ProtocolDecoderException("a control line is longer than " + MAX_LINE_BYTES);
    }
    return false;
  }

  private static String text(byte[] line) {
    int from = 0;
    // Telnet's interrupt and synch before ABOR (RFC 959 §4.1.3).
    while (from + 1 < line.length
        && line[from] == (byte) 0xFF
        && (line[from + 1] & 0xFF) >= 0xF0
        && (line[from + 1] & 0xFF) < 0xFF) {
      from += 2;
    }
    int to = line.length;
    while (to > from && line[to - 1] == '\r') {
      to--;
    }
    String text = LosslessUtf8.decode(line, from, to - from);
    int space = text.indexOf(' ');
    if (space < 0 || text.substring(0, space).toUpperCase(Locale.ROOT).equals("PASS")) {
      return text;
    }
    char[] kept = text.toCharArray();
    for (int i = kept.length - 1; i > space && kept[i] == ' '; i--) {
      kept[i] = KEPT_SPACE;
    }
    return new String(kept);
  }

  private static final class Writer extends ProtocolEncoderAdapter {
    @Override
    public void encode(IoSession session, Object reply, ProtocolEncoderOutput out) {
      out.write(IoBuffer.wrap(LosslessUtf8.encode(reply.toString())));
    }
  }
}
