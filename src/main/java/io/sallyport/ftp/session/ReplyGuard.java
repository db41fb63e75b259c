package io.sallyport.ftp.session;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/// The control connection's input, made safe for commons-net 3.13.0, which waits for ever for a CR
/// LF where a server ends its lines with a bare LF, and takes lines and replies of any size into
/// memory. A bare LF becomes CR LF; a line or a reply beyond its cap is an [IOException]. One
/// reader at a time.
final class ReplyGuard extends FilterInputStream {

  private static final int MAX_LINE_BYTES = 16 * 1024;
  private static final int MAX_REPLY_BYTES = 512 * 1024;

  private int lineBytes;
  private int replyBytes;
  private boolean afterReturn;
  private boolean owesLineFeed;

  ReplyGuard(InputStream raw) {
    super(new BufferedInputStream(raw, 4096));
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
    int c = super.read();
    if (c < 0) {
      return c;
    }
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
    int filled = 1;
    // Stops at a line's end: a reader that fills its buffer would wait for the next reply.
    while (filled < length
        && target[offset + filled - 1] != '\n'
        && (owesLineFeed || in.available() > 0)) {
      int next = read();
      if (next < 0) {
        break;
      }
      target[offset + filled++] = (byte) next;
    }
    return filled;
  }

  @Override
  public int available() throws IOException {
    return (owesLineFeed ? 1 : 0) + super.available();
  }

  /// Whether something can be read, or the end has come; false if nothing does within the socket's
  /// timeout.
  boolean begins() throws IOException {
    in.mark(1);
    try {
      if (in.read() >= 0) {
        in.reset();
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
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
