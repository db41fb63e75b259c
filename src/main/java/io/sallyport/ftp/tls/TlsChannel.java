package io.sallyport.ftp.tls;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// TLS over a blocking channel. Knows whether the peer said where the data ends: without its
/// close_notify anybody on the way may have cut it short (RFC 8446 §6.1). For one thread; closing
/// the wire from another ends what blocks here.
public final class TlsChannel implements ByteChannel {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final SSLEngine engine;
  private final ByteChannel wire;

  /// Records from the wire, ready to be unwrapped.
  private ByteBuffer in = TlsBuffers.take().limit(0);

  /// Records for the wire; empty between calls.
  private ByteBuffer out = TlsBuffers.take();

  /// Data that was decrypted and did not fit the reader's buffer.
  private @Nullable ByteBuffer rest;

  private boolean open = true;
  private boolean wireEnded;
  private boolean endConfirmed;

  /// @param engine not yet begun
  /// @param wire blocks; closed by [#close]
  public TlsChannel(SSLEngine engine, ByteChannel wire) {
    this.engine = engine;
    this.wire = wire;
  }

  /// Agrees on keys. Blocks.
  ///
  /// @throws SSLException if it fails; EOF is an [SSLHandshakeException] too
  public void handshake() throws IOException {
    engine.beginHandshake();
    try {
      shakeHands();
    } catch (SSLException e) {
      sendAlert(e);
      throw e;
    }
  }

  private void shakeHands() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> wrapNothing();
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          // All that was said goes out in one: a second small packet would wait for the peer's
          // acknowledgement of the first.
          flush();
          unwrapHandshake();
        }
        case FINISHED, NOT_HANDSHAKING -> {
          flush();
          return;
        }
      }
    }
  }

  /// Tells the peer why, so that its log says more than that the connection was lost.
  private void sendAlert(SSLException reason) {
    try {
      SSLEngineResult result = engine.wrap(NOTHING, out);
      flush();
      assert result.getStatus() != SSLEngineResult.Status.BUFFER_OVERFLOW;
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /// Whether the peer has said where the data ends, rather than just gone.
  public boolean endConfirmed() {
    return endConfirmed;
  }

  /// Reads some bytes; -1 when the peer has ended, see [#endConfirmed]. Blocks until there is one.
  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (!target.hasRemaining()) {
      return 0;
    }
    int before = target.position();
    while (target.position() == before) {
      if (rest != null && rest.hasRemaining()) {
        pour(rest, target);
      } else if (endConfirmed || !decrypt(target)) {
        return -1;
      }
    }
    // What has come in the meantime is taken along as long as no wait is needed.
    while (!endConfirmed
        && in.hasRemaining()
        && target.remaining() >= recordBytes()
        && unwrap(target)) {
      // Another record.
    }
    return target.position() - before;
  }

  /// Decrypts records until one holds data. False if the wire has ended.
  private boolean decrypt(ByteBuffer target) throws IOException {
    if (target.remaining() >= recordBytes()) {
      return unwrap(target) || fill();
    }
    ByteBuffer room = rest();
    boolean moved;
    try {
      moved = unwrap(room.clear());
    } finally {
      room.flip();
    }
    return moved || fill();
  }

  /// Decrypts one record, if all of it is here. False if more must come from the wire first, and
  /// when the peer has said that it ends.
  private boolean unwrap(ByteBuffer target) throws IOException {
    SSLEngineResult result = engine.unwrap(in, target);
    return switch (result.getStatus()) {
      case OK -> {
        afterRecord(result.getHandshakeStatus());
        yield true;
      }
      case BUFFER_UNDERFLOW -> false;
      case CLOSED -> {
        endConfirmed = true;
        yield true;
      }
      case BUFFER_OVERFLOW -> throw new SSLException("a TLS record is larger than it may be");
    };
  }

  /// TLS 1.3 sends tickets and new keys between records of data; TLS 1.2 would begin all over
  /// again, for which no FTP server has a reason and which has been a way in for attackers.
  private void afterRecord(HandshakeStatus status) throws IOException {
    HandshakeStatus now = status;
    while (true) {
      switch (now) {
        case NOT_HANDSHAKING, FINISHED -> {
          return;
        }
        case NEED_TASK, NEED_WRAP, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (engine.isOutboundDone() || engine.isInboundDone()) {
            return;
          }
          if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
            throw new SSLException("the peer wants to renegotiate");
          }
          if (now == HandshakeStatus.NEED_TASK) {
            runTasks();
          } else if (now == HandshakeStatus.NEED_WRAP) {
            wrapNothing();
            flush();
          } else {
            return;
          }
          now = engine.getHandshakeStatus();
        }
      }
    }
  }

  /// Takes more from the wire. False if it has ended.
  private boolean fill() throws IOException {
    if (wireEnded) {
      return false;
    }
    in.compact();
    int read;
    try {
      read = wire.read(in);
    } finally {
      in.flip();
    }
    wireEnded = read < 0;
    return !wireEnded;
  }

  /// Sends some of `source`, at most a bufferful, so that the caller sees it move. Blocks.
  @Override
  public int write(ByteBuffer source) throws IOException {
    requireOpen();
    int before = source.position();
    while (source.hasRemaining() && out.remaining() >= engine.getSession().getPacketBufferSize()) {
      SSLEngineResult result = engine.wrap(source, out);
      if (result.getStatus() != SSLEngineResult.Status.OK) {
        throw new SSLException("TLS has ended: " + result.getStatus());
      }
    }
    flush();
    return source.position() - before;
  }

  /// Says that this end sends no more. Reading goes on.
  public void endOutput() throws IOException {
    requireOpen();
    engine.closeOutbound();
    while (!engine.isOutboundDone()) {
      SSLEngineResult result = engine.wrap(NOTHING, out);
      if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
        throw new SSLException("close_notify does not fit");
      }
      flush();
      if (result.getStatus() == SSLEngineResult.Status.CLOSED || result.bytesProduced() == 0) {
        return;
      }
    }
  }

  /// Reads and drops what the peer still sends, up to its end: tickets for the next connection are
  /// among it (TLS 1.3). Blocks.
  public void drain() throws IOException {
    requireOpen();
    ByteBuffer room = rest();
    while (!endConfirmed && (unwrap(room.clear()) || fill())) {
      room.clear();
    }
    room.limit(0);
  }

  private void unwrapHandshake() throws IOException {
    ByteBuffer room = rest().clear();
    SSLEngineResult result;
    try {
      result = engine.unwrap(in, room);
    } finally {
      room.flip();
    }
    switch (result.getStatus()) {
      case OK -> {
        // The next step shows in the engine's status.
      }
      case BUFFER_UNDERFLOW -> {
        if (!fill()) {
          EOFException end = new EOFException("the peer closed the connection");
          throw (IOException)
              new SSLHandshakeException("the TLS handshake was broken off").initCause(end);
        }
      }
      case CLOSED, BUFFER_OVERFLOW ->
          throw new SSLHandshakeException("the peer ended the TLS handshake");
    }
  }

  private void wrapNothing() throws IOException {
    SSLEngineResult result = engine.wrap(NOTHING, out);
    if (result.getStatus() != SSLEngineResult.Status.OK) {
      throw new SSLException("TLS has ended: " + result.getStatus());
    }
  }

  private void flush() throws IOException {
    out.flip();
    try {
      while (out.hasRemaining()) {
        int written = wire.write(out);
        assert written >= 0;
      }
    } finally {
      out.clear();
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private static void pour(ByteBuffer from, ByteBuffer to) {
    int length = Math.min(from.remaining(), to.remaining());
    to.put(to.position(), from, from.position(), length);
    to.position(to.position() + length);
    from.position(from.position() + length);
  }

  private ByteBuffer rest() {
    ByteBuffer room = rest;
    if (room == null || room.capacity() < recordBytes()) {
      room = ByteBuffer.allocate(recordBytes()).limit(0);
      rest = room;
    }
    return room;
  }

  private int recordBytes() {
    return engine.getSession().getApplicationBufferSize();
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /// Closes the wire and says nothing more on it; [#endOutput] comes before, where the end is a
  /// good one.
  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      ByteBuffer received = in;
      ByteBuffer sent = out;
      in = NOTHING;
      out = NOTHING;
      TlsBuffers.giveBack(received);
      TlsBuffers.giveBack(sent);
      wire.close();
    }
  }
}
