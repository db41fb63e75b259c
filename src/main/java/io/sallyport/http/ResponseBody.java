package io.sallyport.http;

import io.sallyport.files.Download;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;

/// The body of the response, written on the request's own thread: [#write] parks while the caller
/// reads more slowly. Status and headers go out with the first byte; until then a failure can still
/// become a status. For one thread.
public final class ResponseBody {

  private static final int STREAM_BUFFER_BYTES = 16 * 1024;

  private final HttpServerExchange exchange;
  private final Duration stall;
  private @Nullable StreamSinkChannel channel;
  private boolean passedAll;
  private boolean finished;

  ResponseBody(HttpServerExchange exchange, Duration stall) {
    this.exchange = exchange;
    this.stall = stall;
  }

  /// Sends all remaining bytes of `content`.
  ///
  /// @throws Disconnected if the caller has gone or takes nothing for too long
  public void write(ByteBuffer content) {
    StreamSinkChannel sink = begin();
    try {
      while (content.hasRemaining()) {
        if (sink.write(content) == 0) {
          Parking.awaitWritable(sink, stall);
        }
      }
    } catch (IOException e) {
      throw new Disconnected(e);
    }
  }

  /// Sends what `download` gives through the kernel alone, as far as both ends can. Returns how
  /// many bytes went so; what is left is to be read and written.
  ///
  /// @param atMost not more bytes than these, nor than were announced
  /// @throws Disconnected if the caller has gone or takes nothing for too long
  /// @throws io.sallyport.files.Failure as [Download#read]
  public long pass(Download download, long atMost) {
    if (passedAll) {
      return 0;
    }
    StreamSinkChannel sink = begin();
    try {
      passedAll = true;
      return Shortcut.take(exchange, sink, download, atMost, stall);
    } catch (IOException e) {
      throw new Disconnected(e);
    }
  }

  /// Ends the response, and with it the exchange. Only a body that is whole may be finished: to the
  /// caller it is the proof that nothing is missing.
  ///
  /// @throws Disconnected if the caller has gone
  public void finish() {
    if (finished) {
      return;
    }
    StreamSinkChannel sink = begin();
    try {
      // On the connection's own thread. Undertow ends the exchange there and then, and while it
      // does so elsewhere, the next request's arrival keeps the connection's thread spinning.
      while (!Parking.on(exchange.getIoThread(), stall, () -> end(sink))) {
        Parking.awaitWritable(sink, stall);
      }
    } catch (IOException e) {
      throw new Disconnected(e);
    }
    finished = true;
  }

  /// The same as a stream, buffered, for libraries that want one. Closing it finishes the response:
  /// close it only when the body is whole. It throws [Disconnected], never an [IOException].
  public OutputStream asStream() {
    return new Stream();
  }

  boolean isFinished() {
    return finished;
  }

  /// Returns whether all has gone out.
  private static boolean end(StreamSinkChannel sink) throws IOException {
    sink.shutdownWrites();
    return sink.flush();
  }

  private StreamSinkChannel begin() {
    if (channel == null) {
      Lingering.announce(exchange);
      frame();
      StreamSinkChannel sink = exchange.getResponseChannel();
      if (sink == null) {
        throw new IllegalStateException("the response has been answered already");
      }
      channel = sink;
    }
    return channel;
  }

  /// A body of unknown length is chunked even where the connection ends with it: a body that merely
  /// ends with the connection looks whole wherever it is cut.
  private void frame() {
    boolean bodiless = exchange.getStatusCode() == 204 || exchange.getStatusCode() == 304;
    if (exchange.isHttp11() && exchange.getResponseContentLength() < 0 && !bodiless) {
      exchange.getResponseHeaders().put(Headers.TRANSFER_ENCODING, "chunked");
    }
  }

  private final class Stream extends OutputStream {
    private final ByteBuffer buffer = ByteBuffer.allocate(STREAM_BUFFER_BYTES);

    @Override
    public void write(int b) {
      if (!buffer.hasRemaining()) {
        drain();
      }
      buffer.put((byte) b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (length > buffer.remaining()) {
        drain();
      }
      if (length > buffer.remaining()) {
        ResponseBody.this.write(ByteBuffer.wrap(bytes, offset, length));
      } else {
        buffer.put(bytes, offset, length);
      }
    }

    @Override
    public void flush() {
      drain();
    }

    @Override
    public void close() {
      if (!finished) {
        drain();
        finish();
      }
    }

    private void drain() {
      if (buffer.position() > 0) {
        ResponseBody.this.write(buffer.flip());
        buffer.clear();
      }
    }
  }
}
