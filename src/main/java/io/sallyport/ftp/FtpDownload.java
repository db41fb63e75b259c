package io.sallyport.ftp;

import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Failure;
import io.sallyport.files.KernelPipe;
import io.sallyport.files.Reply;
import io.sallyport.ftp.data.DataConnection;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Lease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// A RETR on its way.
final class FtpDownload implements Download {

  /// How long a server may take to notice that a range was all that was wanted.
  private static final Duration EARLY_END = Duration.ofSeconds(2);

  private final Lease lease;
  private final DataConnection data;
  private final String pathname;
  private final Duration finalReply;
  private long readUpTo;
  private long leftBytes;
  private boolean ended;

  FtpDownload(
      Lease lease, DataConnection data, String pathname, ByteRange range, Duration finalReply) {
    this.lease = lease;
    this.data = data;
    this.pathname = pathname;
    this.readUpTo = range.offset();
    this.finalReply = finalReply;
    this.leftBytes = range.length();
  }

  @Override
  public int read(ByteBuffer target) {
    if (ended) {
      return -1;
    }
    if (leftBytes == 0) {
      endEarly();
      return -1;
    }
    int limit = target.limit();
    if (target.remaining() > leftBytes) {
      target.limit(target.position() + (int) leftBytes);
    }
    int read;
    try {
      read = data.read(target);
    } catch (IOException e) {
      throw Replies.broken(e);
    } finally {
      target.limit(limit);
    }
    if (read < 0) {
      end();
      return -1;
    }
    leftBytes -= read;
    readUpTo += read;
    return read;
  }

  @Override
  public long read(KernelPipe pipe, long atMost) {
    if (ended || leftBytes == 0) {
      return 0;
    }
    long read;
    try {
      read = data.read(pipe, Math.min(atMost, leftBytes));
    } catch (IOException e) {
      throw Replies.broken(e);
    }
    leftBytes -= read;
    readUpTo += read;
    return read;
  }

  /// The server has closed the data connection; only its final reply tells whether that was the end
  /// of the file.
  private void end() {
    boolean mayBeCutShort = data.mayBeCutShort();
    data.close();
    Reply reply;
    try {
      reply = lease.session().control().finalReply(finalReply);
    } catch (ControlLost e) {
      // Only the confirmation is missing: the size on a new session decides.
      lease.renew();
      if (!hasItsSize()) {
        throw Replies.broken(e);
      }
      ended = true;
      lease.keep();
      return;
    }
    if (!reply.isPositive()) {
      throw new Failure.Broken(
          "The FTP server broke off in the middle of the file.", reply, false, null);
    }
    if (mayBeCutShort && !hasItsSize()) {
      throw new Failure.Broken(
          "The file may be cut short: the FTP server did not end it as TLS does.",
          reply,
          false,
          null);
    }
    ended = true;
    lease.keep();
  }

  /// Whether everything up to the end of the file has come: the size that the server gives over the
  /// control connection cannot have been tampered with.
  private boolean hasItsSize() {
    try {
      Reply size = lease.session().control().send("SIZE", pathname);
      return size.code() == 213 && size.text().strip().equals(Long.toString(readUpTo));
    } catch (ControlLost e) {
      throw Replies.broken(e);
    }
  }

  /// All that was wanted is here. The server learns it from the closed data connection and answers
  /// 426 or 226; then the session is in step again.
  private void endEarly() {
    ended = true;
    data.close();
    try {
      lease.session().control().finalReply(EARLY_END);
      lease.keep();
    } catch (ControlLost e) {
      // The bytes are complete; only the session is lost, and close() throws it away.
      ended = true;
    }
  }

  @Override
  public void close() {
    if (!ended) {
      data.abort();
    }
    lease.close();
  }
}
