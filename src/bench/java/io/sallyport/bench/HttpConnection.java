package io.sallyport.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A client's connection to a gateway that costs next to nothing: GET after GET on one HTTP/1.1
/// connection, opened again where the gateway closes it. Not thread-safe.
final class HttpConnection implements AutoCloseable {

  private static final int MILLIS_OF_PATIENCE = 60_000;

  private final Contender.Http place;
  private Socket socket;
  private InputStream in;

  HttpConnection(Contender.Http place) throws IOException {
    this.place = place;
    this.socket = new Socket();
    this.in = InputStream.nullInputStream();
    connect();
  }

  /// What a GET is answered with now: a status, or why there is none.
  static String answer(Contender.Http place, String path) {
    try (HttpConnection connection = new HttpConnection(place)) {
      return "" + connection.get(path);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void connect() throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(MILLIS_OF_PATIENCE);
    socket.connect(place.address(), MILLIS_OF_PATIENCE);
    in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
  }

  /// Gets a file and throws its bytes away.
  ///
  /// @return the status
  int get(String path) throws IOException {
    try {
      ask(path);
      return answer();
    } catch (EOFException e) {
      // A gateway may close between two requests.
      socket.close();
      connect();
      ask(path);
      return answer();
    }
  }

  /// Sends the request without reading an answer.
  void ask(String path) throws IOException {
    String request = "GET " + place.prefix() + path + " HTTP/1.1\r\n" + place.headers() + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /// Reads some bytes of what was asked for.
  ///
  /// @return how many there were, -1 at the end
  int some(byte[] into) throws IOException {
    return in.read(into);
  }

  private int answer() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    long length = -1;
    boolean chunked = false;
    boolean last = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Long.parseLong(header.substring(15).strip());
      } else if (header.startsWith("transfer-encoding:")) {
        chunked = header.contains("chunked");
      } else if (header.startsWith("connection:")) {
        last = header.contains("close");
      }
    }
    if (chunked) {
      skipChunks();
    } else if (length >= 0) {
      in.skipNBytes(length);
    } else {
      in.transferTo(OutputStream.nullOutputStream());
      last = true;
    }
    if (last) {
      socket.close();
      connect();
    }
    return status;
  }

  private void skipChunks() throws IOException {
    long size;
    do {
      size = Long.parseLong(line().split(";", 2)[0].strip(), 16);
      in.skipNBytes(size);
      line();
    } while (size > 0);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
