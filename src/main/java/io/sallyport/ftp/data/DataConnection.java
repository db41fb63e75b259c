package io.sallyport.ftp.data;

import io.sallyport.files.Attempt;
import io.sallyport.files.KernelPipe;
import io.sallyport.ftp.tls.TlsChannel;
import io.sallyport.ftp.tls.TlsPeer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One data connection (RFC 959 §3.2), in the clear or under TLS as its control connection is, for
/// one transfer and one thread. Close it, or [#abort] it.
public final class DataConnection implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DataConnection.class);

  /// How long a server may take to close its end after an upload; its final reply is awaited with
  /// more patience.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final WatchedChannel wire;
  private final @Nullable TlsChannel tls;
  private final Attempt attempt;

  /// Takes a connected channel over; TLS begins now, if there is to be any. Blocks.
  ///
  /// @param peer the server as its control connection knows it; empty for no TLS
  /// @throws io.sallyport.ftp.tls.TlsRefused if there can be no TLS; the channel is closed then
  static DataConnection over(
      SocketChannel channel,
      Attempt attempt,
      Optional<TlsPeer> peer,
      ScheduledExecutorService clock,
      Duration stall)
      throws IOException {
    WatchedChannel wire = new WatchedChannel(channel, clock, stall);
    boolean whole = false;
    try {
      // The last bytes of a handshake must not wait for an acknowledgement.
      channel.setOption(StandardSocketOptions.TCP_NODELAY, peer.isPresent());
      TlsChannel tls = peer.isPresent() ? peer.get().secure(wire) : null;
      whole = true;
      return new DataConnection(wire, tls, attempt);
    } finally {
      if (!whole) {
        wire.close();
      }
    }
  }

  private DataConnection(WatchedChannel wire, @Nullable TlsChannel tls, Attempt attempt) {
    this.wire = wire;
    this.tls = tls;
    this.attempt = attempt;
  }

  /// How it was made.
  public Attempt attempt() {
    return attempt;
  }

  /// Reads some bytes; -1 when the server has closed, which alone does not say that the data is
  /// whole. Blocks.
  ///
  /// @throws SocketTimeoutException if nothing moved for the stall timeout
  public int read(ByteBuffer target) throws IOException {
    return tls == null ? wire.read(target) : tls.read(target);
  }

  /// Moves some bytes into `pipe`, which is empty; 0 when the server has closed, or TLS or this
  /// machine does not allow it: then [#read(ByteBuffer)] tells. Blocks.
  ///
  /// @param atMost not more bytes than these
  /// @throws SocketTimeoutException if nothing moved for the stall timeout
  public long read(KernelPipe pipe, long atMost) throws IOException {
    return tls == null ? wire.read(pipe, atMost) : 0;
  }

  /// After [#read(ByteBuffer)] has given -1: whether it may have been somebody on the way who ended
  /// the data. Under TLS a server says where the data ends; without TLS there is nothing to tell
  /// by.
  public boolean mayBeCutShort() {
    return tls != null && !tls.endConfirmed();
  }

  /// Writes all remaining bytes. Blocks.
  ///
  /// @throws SocketTimeoutException if nothing moved for the stall timeout
  public void write(ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      int written = tls == null ? wire.write(source) : tls.write(source);
      assert written >= 0;
    }
  }

  /// Ends an upload: what was written is the whole. Blocks until the server has closed its end, or
  /// a moment has passed. Closes.
  ///
  /// @throws IOException if the server could not be told
  public void finish() throws IOException {
    try (this) {
      if (tls != null) {
        tls.endOutput();
        wire.endOutput(FAREWELL);
        awaitEnd(tls);
      }
    }
  }

  /// Closing at once would answer what the server still sends with a reset, before it has read
  /// everything; and among what it sends is the ticket for the next data connection (TLS 1.3).
  private static void awaitEnd(TlsChannel tls) {
    try {
      tls.drain();
    } catch (IOException e) {
      log.debug("ftp data end: {}", e.toString());
    }
  }

  /// Ends the connection with a reset. A server that sees an ordinary end of an upload takes what
  /// came for the whole file and says 226.
  public void abort() {
    wire.resetOnClose();
    closeBoth();
  }

  @Override
  public void close() {
    if (tls != null && tls.isOpen() && tls.endConfirmed()) {
      sayGoodbye(tls);
    }
    closeBoth();
  }

  /// A download has ended well. Servers that wait for the answer to their close_notify get it.
  private static void sayGoodbye(TlsChannel tls) {
    try {
      tls.endOutput();
    } catch (IOException e) {
      log.debug("ftp data goodbye: {}", e.toString());
    }
  }

  private void closeBoth() {
    try {
      if (tls != null) {
        tls.close();
      }
    } catch (IOException e) {
      log.debug("ftp data close failed: {}", e.toString());
    }
    wire.close();
  }
}
