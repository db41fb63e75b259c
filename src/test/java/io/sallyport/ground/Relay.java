package io.sallyport.ground;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Set;
import javax.net.SocketFactory;

/// A way to a server that can be cut and mended.
public final class Relay implements AutoCloseable {

  private final int target;
  private final SocketFactory sockets;
  private final int port;
  private final Set<Socket> open = new HashSet<>();
  private ServerSocket listening;

  /// A way to `target` on this machine, open.
  public Relay(int target) throws IOException {
    this(target, SocketFactory.getDefault());
  }

  private Relay(int target, SocketFactory sockets) throws IOException {
    this.target = target;
    this.sockets = sockets;
    this.listening = listen(0);
    this.port = listening.getLocalPort();
    accept(listening);
  }

  /// A way for those who speak no TLS to a server that shows `certificate`.
  public static Relay intoTls(int target, Certificates.Pair certificate)
      throws IOException, GeneralSecurityException {
    return new Relay(target, certificate.trusting().getSocketFactory());
  }

  /// Where it begins, on this machine.
  public int port() {
    return port;
  }

  /// Every connection ends, also one that is just being made, and no other is let in.
  public synchronized void cut() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  /// Lets connections in again.
  public synchronized void resume() throws IOException {
    listening = listen(port);
    accept(listening);
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private void accept(ServerSocket listening) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              Socket near = listening.accept();
              join(listening, near, sockets.createSocket(InetAddress.getLoopbackAddress(), target));
            }
          } catch (IOException e) {
            // Cut.
          }
        });
  }

  /// Whoever was let in before the cut and is joined after it stays cut off.
  private synchronized void join(ServerSocket through, Socket near, Socket far) throws IOException {
    if (through.isClosed()) {
      near.close();
      far.close();
      return;
    }
    open.add(near);
    open.add(far);
    pass(near, far);
    pass(far, near);
  }

  private static void pass(Socket from, Socket to) {
    Thread.ofVirtual()
        .start(() -> {
          try (from;
              to) {
            from.getInputStream().transferTo(to.getOutputStream());
          } catch (IOException e) {
            // Cut.
          }
        });
  }

  @Override
  public void close() throws IOException {
    cut();
  }
}
