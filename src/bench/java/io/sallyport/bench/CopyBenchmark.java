package io.sallyport.bench;

import io.sallyport.files.KernelPipe;
import io.sallyport.files.SocketDescriptor;
import io.sallyport.files.TransferBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// 64 MiB from one connection to another: what the gateway does between an FTP server and a caller,
/// without both. One thread sends and one takes; the time is that of all three.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class CopyBenchmark {

  private static final long BYTES = 64 << 20;
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int PATIENCE_MILLIS = 10_000;

  /// From the server to the gateway, and from there to the caller.
  private record Pair(SocketChannel near, SocketChannel far) {}

  private final Pair in = connected();
  private final Pair out = connected();
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
  private final ByteBuffer sink = ByteBuffer.allocateDirect(CHUNK_BYTES);

  private static Pair connected() {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel near = SocketChannel.open(listener.getLocalAddress());
      return new Pair(near, listener.accept());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TearDown
  public void close() throws IOException {
    for (Pair pair : new Pair[] {in, out}) {
      pair.near.close();
      pair.far.close();
    }
  }

  /// Through a buffer.
  @Benchmark
  public void buffer() throws IOException, InterruptedException {
    between(() -> {
      try (TransferBuffer taken = TransferBuffer.take()) {
        ByteBuffer bytes = taken.bytes();
        for (long left = BYTES; left > 0; ) {
          left -= in.near.read(bytes);
          bytes.flip();
          while (bytes.hasRemaining()) {
            out.near.write(bytes);
          }
          bytes.clear();
        }
      }
    });
  }

  /// Through the kernel.
  @Benchmark
  public void kernel() throws IOException, InterruptedException {
    between(() -> {
      try (KernelPipe pipe = KernelPipe.open().orElseThrow();
          SocketDescriptor from = SocketDescriptor.of(in.near).orElseThrow();
          SocketDescriptor to = SocketDescriptor.of(out.near).orElseThrow()) {
        for (long left = BYTES; left > 0; ) {
          if (!from.awaitReadable(PATIENCE_MILLIS)) {
            throw new IOException("nothing comes");
          }
          left -= pipe.fill(from, left);
          while (pipe.heldBytes() > 0) {
            pipe.drain(to);
          }
        }
      }
    });
  }

  private interface Copy {
    void run() throws IOException;
  }

  private void between(Copy copy) throws IOException, InterruptedException {
    Thread server =
        Thread.ofPlatform()
            .start(() -> {
              for (long left = BYTES; left > 0; ) {
                left -= written(in.far, chunk.clear());
              }
            });
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              for (long left = BYTES; left > 0; ) {
                left -= read(out.far, sink.clear());
              }
            });
    copy.run();
    server.join();
    caller.join();
  }

  private static int written(SocketChannel target, ByteBuffer bytes) {
    try {
      return target.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int read(SocketChannel source, ByteBuffer bytes) {
    try {
      return source.read(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
