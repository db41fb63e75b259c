package io.sallyport.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A bare connection to a server on this machine, for what no well-behaved client would send and to
/// see exactly what comes back.
public final class Wire implements AutoCloseable {

  private final Socket socket;

  /// Connects.
  public Wire(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
  }

  /// Waits so long for an answer, instead of 20 s.
  public Wire patience(Duration most) throws IOException {
    socket.setSoTimeout((int) most.toMillis());
    return this;
  }

  /// Sends lines, each ended by CR LF.
  public Wire send(String... lines) throws IOException {
    socket
        .getOutputStream()
        .write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /// Sends bytes as they are.
  public Wire send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /// Status line and headers of the next response, up to the empty line; empty at the end.
  public String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      head.write(b);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /// Everything until the server closes or resets the connection.
  public byte[] rest() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (IOException e) {
      // A reset: what came before it is the answer.
    }
    return all.toByteArray();
  }

  /// The same as text.
  public String restText() {
    return new String(rest(), StandardCharsets.UTF_8);
  }

  /// What is still to come, for whoever reads it bit by bit.
  public InputStream stream() throws IOException {
    return socket.getInputStream();
  }

  /// Exactly `count` bytes.
  public byte[] bytes(int count) throws IOException {
    return socket.getInputStream().readNBytes(count);
  }

  /// Cuts the connection with a reset.
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
