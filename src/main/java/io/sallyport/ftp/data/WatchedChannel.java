package io.sallyport.ftp.data;

import io.sallyport.files.KernelPipe;
import io.sallyport.files.SocketDescriptor;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A data connection's TCP under a [StallWatch]: every single wait for the server is limited.
final class WatchedChannel implements ByteChannel {

  private static final Logger log = LoggerFactory.getLogger(WatchedChannel.class);

  /// What waits in the kernel hears neither an interruption nor the channel's end: look this often.
  private static final int GLANCE_MILLIS = 250;

  private final SocketChannel channel;
  private final ScheduledExecutorService clock;
  private StallWatch watch;
  private @Nullable SocketDescriptor descriptor;

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

  /// Moves some bytes into `pipe`, which is empty; 0 at the end, or where this machine does not
  /// allow it. Only for a thread of the system: it blocks as one.
  ///
  /// @throws SocketTimeoutException if nothing moved for the stall timeout
  long read(KernelPipe pipe, long atMost) throws IOException {
    if (descriptor == null) {
      descriptor = SocketDescriptor.of(channel).orElse(null);
    }
    if (descriptor == null) {
      return 0;
    }
    watch.await();
    try {
      while (!descriptor.awaitReadable(GLANCE_MILLIS)) {
        if (Thread.currentThread().isInterrupted()) {
          throw new ClosedByInterruptException();
        }
        if (!channel.isOpen()) {
          throw new AsynchronousCloseException();
        }
      }
      return pipe.fill(descriptor, atMost);
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
    if (descriptor != null) {
      descriptor.close();
      descriptor = null;
    }
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
