package io.sallyport.ground;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// How the next data connection of a control connection comes about, as PASV, EPSV, PORT or EPRT
/// agreed.
sealed interface DataChannel extends AutoCloseable {

  /// Blocks until the data connection stands.
  ///
  /// @throws NoDataConnection if it cannot be had and the client is to be told so
  /// @throws IOException if the channel was closed meanwhile
  Socket connect() throws IOException;

  /// The port that a passive reply names.
  default int port() {
    throw new IllegalStateException("not a passive channel");
  }

  @Override
  default void close() throws IOException {}

  static DataChannel listening(InetAddress address) throws IOException {
    return new Listening(new ServerSocket(0, 5, address));
  }

  static DataChannel refusing(InetAddress address) throws IOException {
    try (ServerSocket nobody = new ServerSocket(0, 1, address)) {
      return new Closed(nobody.getLocalPort());
    }
  }

  static DataChannel dropping(InetAddress address) throws IOException {
    return new BlackHole(address);
  }

  /// The client was told a port, or told us one, and there is no data connection.
  final class NoDataConnection extends IOException {
    private static final long serialVersionUID = 1;

    NoDataConnection(String message) {
      super(message);
    }
  }

  /// PASV and EPSV.
  record Listening(ServerSocket listener) implements DataChannel {
    @Override
    public Socket connect() throws IOException {
      return listener.accept();
    }

    @Override
    public int port() {
      return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }

  /// PORT and EPRT: the server connects to the client.
  record Active(InetAddress from, InetSocketAddress to) implements DataChannel {
    @Override
    public Socket connect() throws IOException {
      var socket = new Socket();
      try {
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(to, 5_000);
        return socket;
      } catch (IOException e) {
        socket.close();
        throw new NoDataConnection("Failed to establish connection to " + to.getPort() + ".");
      }
    }
  }

  /// One that stands already.
  record Standing(Socket socket) implements DataChannel {
    @Override
    public Socket connect() {
      return socket;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /// An active connection that the client's side rejects at once; also the state before any
  /// agreement.
  record Refused() implements DataChannel {
    @Override
    public Socket connect() throws IOException {
      throw new NoDataConnection("Unable to build data connection: Connection refused");
    }
  }

  /// An active connection that a firewall swallows.
  record Dropped() implements DataChannel {
    @Override
    public Socket connect() throws IOException {
      throw new Stalled();
    }
  }

  /// A passive port at which nobody listens.
  record Closed(int port) implements DataChannel {
    @Override
    public Socket connect() throws IOException {
      throw new Stalled();
    }
  }

  /// The transfer never starts; only the client's next move ends it.
  final class Stalled extends SocketException {
    private static final long serialVersionUID = 1;
  }

  /// A passive port whose queue of unaccepted connections is full: Linux drops further SYNs.
  final class BlackHole implements DataChannel {
    private static final int QUEUE = 1;
    private final ServerSocket listener;
    private final List<SocketChannel> fillers = new ArrayList<>();

    BlackHole(InetAddress address) throws IOException {
      listener = new ServerSocket(0, QUEUE, address);
      for (int i = 0; i < QUEUE + 1; i++) {
        fillers.add(SocketChannel.open(listener.getLocalSocketAddress()));
      }
    }

    @Override
    public Socket connect() throws IOException {
      throw new Stalled();
    }

    @Override
    public int port() {
      return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      listener.close();
      for (SocketChannel filler : fillers) {
        filler.close();
      }
    }
  }
}
