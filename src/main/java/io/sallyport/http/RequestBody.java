package io.sallyport.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.Protocols;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSourceChannel;

/// The body of the request, read on the request's own thread. `100 Continue` is sent with the first
/// read and not before (RFC 9110 §10.1.1), so whoever checks first refuses an upload before it is
/// sent. For one thread.
public final class RequestBody {

  private final HttpServerExchange exchange;
  private final Duration stall;
  private final OptionalLong declared;
  private @Nullable StreamSourceChannel channel;
  private boolean ended;
  private long readBytes;

  RequestBody(HttpServerExchange exchange, Duration stall) {
    this.exchange = exchange;
    this.stall = stall;
    this.declared = declared(exchange);
  }

  /// Reads some bytes into `target`, at least one. Returns how many, or -1 at the end; -1 means
  /// that the body is whole by its Content-Length or its last chunk.
  ///
  /// @throws Disconnected if the caller goes before the end or sends nothing for too long
  public int read(ByteBuffer target) {
    if (ended) {
      return -1;
    }
    try {
      StreamSourceChannel source = begin();
      while (source != null) {
        int read = source.read(target);
        if (read > 0) {
          readBytes += read;
          return read;
        }
        if (read < 0) {
          break;
        }
        Parking.awaitReadable(source, stall);
      }
    } catch (IOException e) {
      throw new Disconnected(e);
    }
    ended = true;
    return -1;
  }

  /// All of it.
  ///
  /// @param capBytes the most that is taken
  /// @throws Refusal 413 if it is longer
  /// @throws Disconnected as [#read]
  public byte[] readAll(int capBytes) {
    OptionalLong declared = lengthBytes();
    if (declared.orElse(0) > capBytes) {
      throw tooLarge(capBytes);
    }
    ByteBuffer all = ByteBuffer.allocate((int) declared.orElse(1024) + 1);
    while (read(all) >= 0) {
      if (all.position() > capBytes) {
        throw tooLarge(capBytes);
      }
      if (!all.hasRemaining()) {
        all = ByteBuffer.allocate(all.capacity() * 2).put(all.flip());
      }
    }
    byte[] bytes = new byte[all.position()];
    all.flip().get(bytes);
    return bytes;
  }

  /// What Content-Length says; empty for a body that ends when its last piece says so: chunked, or
  /// over HTTP/2. 0 where there is no body.
  public OptionalLong lengthBytes() {
    return declared;
  }

  private static OptionalLong declared(HttpServerExchange exchange) {
    long length = exchange.getRequestContentLength();
    if (length >= 0) {
      return OptionalLong.of(length);
    }
    boolean endsByItself =
        exchange.getRequestHeaders().contains("Transfer-Encoding")
            || (exchange.getProtocol().equals(Protocols.HTTP_2_0) && !exchange.isRequestComplete());
    return endsByItself ? OptionalLong.empty() : OptionalLong.of(0);
  }

  /// Whether the request has a body of at least one byte, as far as its headers tell.
  public boolean isPresent() {
    return lengthBytes().orElse(1) > 0;
  }

  /// How much was read so far.
  public long readBytes() {
    return readBytes;
  }

  @Nullable StreamSourceChannel channel() {
    return channel;
  }

  private static Refusal tooLarge(int capBytes) {
    return Refusal.tooLarge("The request's body is longer than " + capBytes + " bytes.");
  }

  private @Nullable StreamSourceChannel begin() throws IOException {
    if (channel == null) {
      if (HttpContinue.requiresContinueResponse(exchange)) {
        sendContinue();
      }
      channel = exchange.getRequestChannel();
    }
    return channel;
  }

  private void sendContinue() throws IOException {
    HttpContinue.ContinueResponseSender sender = HttpContinue.createResponseSender(exchange);
    while (!sender.send()) {
      // Only a peer that left a whole socket buffer unread gets here.
      sender.awaitWritable();
    }
  }
}
