package io.sallyport.ftp.session;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/// The control connection's input, made safe for commons-net 3.13.0, which waits for ever for a CR
/// LF where a server ends its lines with a bare LF, and takes lines and replies of any size into
/// memory. A bare LF becomes CR LF; a line or a reply beyond its cap is an [IOException]. One
/// reader at a time.
final class ReplyGuard extends InputStream {

  private static final int MAX_LINE_BYTES = 16 * 1024;
  private static final int MAX_REPLY_BYTES = 512 * 1024;
  private static final int BUFFER_BYTES = 2048;

  private final InputStream raw;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int next;
  private int filled;
  private int lineBytes;
  private int replyBytes;
  private boolean afterReturn;
  private boolean owesLineFeed;

  ReplyGuard(InputStream raw) {
    this.raw = raw;
  }

  /// A new reply begins; its cap starts anew.
  void replyBegins() {
    replyBytes = 0;
  }

  @Override
  public int read() throws IOException {
    if (owesLineFeed) {
      owesLineFeed = false;
      return '\n';
    }
    if (next == filled && !fill()) {
      return -1;
    }
    int c = buffer[next++] & 0xFF;
    count(c);
    if (c == '\n' && !afterReturn) {
      owesLineFeed = true;
      return '\r';
    }
    afterReturn = c == '\r';
    return c;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int first = read();
    if (first < 0) {
      return -1;
    }
    target[offset] = (byte) first;
    int taken = 1;
    // Stops at a line's end: a reader that fills its buffer would wait for the next reply.
    while (taken < length
        && target[offset + taken - 1] != '\n'
        && (owesLineFeed || next < filled)) {
      target[offset + taken++] = (byte) read();
    }
    return taken;
  }

  @Override
  public int available() throws IOException {
    int here = filled - next + (owesLineFeed ? 1 : 0);
    return here > 0 ? here : raw.available();
  }

  /// Whether something can be read, or the end has come; false if nothing does within the socket's
  /// timeout.
  boolean begins() throws IOException {
    try {
      if (!owesLineFeed && next == filled) {
        fill();
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }

  /// Returns false at the end.
  private boolean fill() throws IOException {
    int read = raw.read(buffer, 0, buffer.length);
    next = 0;
    filled = Math.max(0, read);
    return read > 0;
  }

  private void count(int c) throws IOException {
    lineBytes = c == '\n' ? 0 : lineBytes + 1;
    replyBytes++;
    if (lineBytes > MAX_LINE_BYTES) {
      throw new IOException("a reply line is longer than " + MAX_LINE_BYTES + " bytes");
    }
    if (replyBytes > MAX_REPLY_BYTES) {
      throw new IOException("a reply is longer than " + MAX_REPLY_BYTES + " bytes");
    }
  }
}
