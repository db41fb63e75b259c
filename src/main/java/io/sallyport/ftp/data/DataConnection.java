package io.sallyport.ftp.data;

import io.sallyport.files.Attempt;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One data connection (RFC 959 §3.2), for one transfer and one thread. Close it, or [#abort] it.
public final class DataConnection implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DataConnection.class);

  private final SocketChannel channel;
  private final Attempt attempt;
  private final StallWatch watch;

  DataConnection(
      SocketChannel channel, Attempt attempt, ScheduledExecutorService clock, Duration stall) {
    this.channel = channel;
    this.attempt = attempt;
    this.watch = new StallWatch(clock, stall, this::closeQuietly);
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
    watch.await();
    try {
      return channel.read(target);
    } catch (IOException e) {
      throw named(e);
    } finally {
      watch.moved();
    }
  }

  /// Writes all remaining bytes. Blocks.
  ///
  /// @throws SocketTimeoutException if nothing moved for the stall timeout
  public void write(ByteBuffer source) throws IOException {
    try {
      while (source.hasRemaining()) {
        watch.await();
        int written = channel.write(source);
        assert written >= 0;
      }
    } catch (IOException e) {
      throw named(e);
    } finally {
      watch.moved();
    }
  }

  /// Ends the connection with a reset. A server that sees an ordinary end of an upload takes what
  /// came for the whole file and says 226.
  public void abort() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      log.debug("ftp data reset failed: {}", e.toString());
    }
    close();
  }

  @Override
  public void close() {
    watch.end();
    closeQuietly();
  }

  private void closeQuietly() {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("ftp data close failed: {}", e.toString());
    }
  }

  private IOException named(IOException e) {
    if (watch.stalled()) {
      IOException timeout = new SocketTimeoutException("The data connection stalled.");
      timeout.initCause(e);
      return timeout;
    }
    return e;
  }
}
