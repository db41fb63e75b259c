package io.sallyport.http;

import io.sallyport.files.Download;
import io.sallyport.files.KernelPipe;
import io.sallyport.files.SocketDescriptor;
import io.sallyport.metrics.HttpMeters;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Protocols;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;

/// The short way of a body: from the FTP server's socket to the caller's through a pipe in the
/// kernel. Undertow's layers, which count the bytes, still see them go: to them this is a file, and
/// they hand files to the socket itself. For one thread.
final class Shortcut extends FileChannel {

  /// Less than this is not worth the preparations.
  private static final long WORTH_BYTES = 256 * 1024;

  /// A caller that takes longer for what fits into the pipe leaves it to others.
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final KernelPipe pipe;
  private @Nullable SocketChannel socket;
  private @Nullable SocketDescriptor descriptor;

  private Shortcut(KernelPipe pipe) {
    this.pipe = pipe;
  }

  /// Sends what `download` gives, as far as it can go this way. The rest is to be read.
  ///
  /// @param sink the body of a response whose head has gone out
  /// @param atMost not more bytes than these, nor than the response may have
  /// @return how many bytes went
  /// @throws IOException if the caller has gone
  static long take(
      HttpServerExchange exchange,
      StreamSinkChannel sink,
      Download download,
      long atMost,
      Duration stall)
      throws IOException {
    if (atMost < WORTH_BYTES || !isPlain(exchange) || Thread.currentThread().isVirtual()) {
      return 0;
    }
    Optional<KernelPipe> opened = KernelPipe.open();
    if (opened.isEmpty()) {
      return 0;
    }
    try (KernelPipe pipe = opened.get();
        Shortcut shortcut = new Shortcut(pipe)) {
      return shortcut.leadsTo(sink) ? shortcut.send(sink, download, atMost, stall) : 0;
    }
  }

  /// Below TLS and HTTP/2 the bytes are others.
  private static boolean isPlain(HttpServerExchange exchange) {
    return exchange.getConnection().getSslSession() == null
        && !exchange.getProtocol().equals(Protocols.HTTP_2_0);
  }

  /// Whether there is nothing between the body and the socket that changes the bytes.
  private boolean leadsTo(StreamSinkChannel sink) throws IOException {
    var _ = sink.transferFrom(this, 0, 1);
    return descriptor != null;
  }

  private long send(StreamSinkChannel sink, Download download, long atMost, Duration stall)
      throws IOException {
    long left = atMost;
    while (left > 0) {
      long came = download.read(pipe, left);
      if (came == 0) {
        break;
      }
      left -= came;
      long begun = System.nanoTime();
      while (pipe.heldBytes() > 0) {
        if (sink.transferFrom(this, 0, pipe.heldBytes()) == 0) {
          awaitTaken(sink, stall);
        }
      }
      HttpMeters.passed(came);
      if (System.nanoTime() - begun > SLOW.toNanos() && KernelPipe.areAllTaken()) {
        // For this one the copying costs nothing that anybody would notice.
        break;
      }
    }
    return atMost - left;
  }

  private void awaitTaken(StreamSinkChannel sink, Duration stall) throws IOException {
    if (!pipe.isRefused()) {
      Parking.awaitWritable(sink, stall);
      return;
    }
    ByteBuffer rest = pipe.take();
    while (rest.hasRemaining()) {
      if (sink.write(rest) == 0) {
        Parking.awaitWritable(sink, stall);
      }
    }
  }

  /// Undertow's lowest layer gives the socket. The first time nothing goes, it is only found.
  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    if (!(target instanceof SocketChannel found)) {
      return 0;
    }
    if (descriptor == null) {
      socket = found;
      descriptor = SocketDescriptor.of(found).orElse(null);
      return 0;
    }
    if (!found.equals(socket)) {
      throw new IllegalStateException("another socket");
    }
    if (!found.isOpen()) {
      throw new ClosedChannelException();
    }
    return pipe.drain(descriptor);
  }

  @Override
  protected void implCloseChannel() {
    if (descriptor != null) {
      descriptor.close();
    }
  }

  @Override
  public int read(ByteBuffer target) {
    throw noFile();
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw noFile();
  }

  @Override
  public int read(ByteBuffer target, long position) {
    throw noFile();
  }

  @Override
  public int write(ByteBuffer source) {
    throw noFile();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw noFile();
  }

  @Override
  public int write(ByteBuffer source, long position) {
    throw noFile();
  }

  @Override
  public long position() {
    throw noFile();
  }

  @Override
  public FileChannel position(long position) {
    throw noFile();
  }

  @Override
  public long size() {
    throw noFile();
  }

  @Override
  public FileChannel truncate(long size) {
    throw noFile();
  }

  @Override
  public void force(boolean metaData) {
    throw noFile();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw noFile();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw noFile();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw noFile();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw noFile();
  }

  private static UnsupportedOperationException noFile() {
    return new UnsupportedOperationException("a pipe");
  }
}
