package io.sallyport.ftp.data;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A data connection's TCP under a [StallWatch]: every single wait for the server is limited.
final class WatchedChannel implements ByteChannel {

  private static final Logger log = LoggerFactory.getLogger(WatchedChannel.class);

  private final SocketChannel channel;
  private final ScheduledExecutorService clock;
  private StallWatch watch;

  WatchedChannel(SocketChannel channel, ScheduledExecutorService clock, Duration stall) {
    this.channel = channel;
    this.clock = clock;
    this.watch = new StallWatch(clock, stall, this::closeQuietly);
  }

  /// @throws SocketTimeoutException if nothing moved for the stall timeout
  @Override
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

  /// @throws SocketTimeoutException if nothing moved for the stall timeout
  @Override
  public int write(ByteBuffer source) throws IOException {
    watch.await();
    try {
      return channel.write(source);
    } catch (IOException e) {
      throw named(e);
    } finally {
      watch.moved();
    }
  }

  /// Sends no more and has less patience from now on.
  void endOutput(Duration patience) throws IOException {
    channel.shutdownOutput();
    watch.end();
    watch = new StallWatch(clock, patience, this::closeQuietly);
  }

  /// Makes the coming [#close] a reset.
  void resetOnClose() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      log.debug("ftp data reset failed: {}", e.toString());
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
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
