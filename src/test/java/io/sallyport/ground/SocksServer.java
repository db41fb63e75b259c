package io.sallyport.ground;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A SOCKS5 proxy (RFC 1928, RFC 1929) in the test's own JVM, on a free port of 127.0.0.1, that
/// records where it was asked to connect. It reaches every name that ends in `.inside` on
/// 127.0.0.1, as a proxy in another network would.
public final class SocksServer implements AutoCloseable {

  private final ServerSocket listener;
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private final Optional<String> credentials;

  private SocksServer(ServerSocket listener, Optional<String> credentials) {
    this.listener = listener;
    this.credentials = credentials;
  }

  /// Serves everybody.
  public static SocksServer start() {
    return start(Optional.empty());
  }

  /// Serves whoever knows `user:password`.
  public static SocksServer admitting(String user, String password) {
    return start(Optional.of(user + ":" + password));
  }

  private static SocksServer start(Optional<String> credentials) {
    try {
      SocksServer server =
          new SocksServer(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), credentials);
      Thread.ofVirtual().name("socks").start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The port it listens on.
  public int port() {
    return listener.getLocalPort();
  }

  /// Where it was asked to connect so far, as `host:port`.
  public List<String> targets() {
    return List.copyOf(targets);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().name("socks-client").start(() -> serve(client));
      } catch (IOException e) {
        // The listener was closed: the test is over.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      if (!greet(in, out)) {
        return;
      }
      in.readFully(new byte[3]);
      String host =
          switch (in.readUnsignedByte()) {
            case 1 -> InetAddress.getByAddress(read(in, 4)).getHostAddress();
            case 3 -> new String(read(in, in.readUnsignedByte()), StandardCharsets.US_ASCII);
            default -> InetAddress.getByAddress(read(in, 16)).getHostAddress();
          };
      int port = in.readUnsignedShort();
      targets.add(host + ":" + port);
      try (Socket server = new Socket()) {
        String reachable = host.endsWith(".inside") ? "127.0.0.1" : host;
        try {
          server.connect(new InetSocketAddress(reachable, port), 2_000);
        } catch (IOException e) {
          out.write(new byte[] {5, 5, 0, 1, 0, 0, 0, 0, 0, 0});
          return;
        }
        out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        Thread back = Thread.ofVirtual().start(() -> pump(server, client));
        pump(client, server);
        back.join();
      }
    } catch (IOException e) {
      // One of the two has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean greet(DataInputStream in, OutputStream out) throws IOException {
    in.readUnsignedByte();
    byte[] methods = read(in, in.readUnsignedByte());
    if (credentials.isEmpty()) {
      out.write(new byte[] {5, 0});
      return true;
    }
    boolean offered = new String(methods, StandardCharsets.ISO_8859_1).indexOf(2) >= 0;
    out.write(new byte[] {5, (byte) (offered ? 2 : 0xFF)});
    if (!offered) {
      return false;
    }
    in.readUnsignedByte();
    String user = new String(read(in, in.readUnsignedByte()), StandardCharsets.UTF_8);
    String password = new String(read(in, in.readUnsignedByte()), StandardCharsets.UTF_8);
    boolean known = credentials.get().equals(user + ":" + password);
    out.write(new byte[] {1, (byte) (known ? 0 : 1)});
    return known;
  }

  private static byte[] read(DataInputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      try {
        to.close();
      } catch (IOException again) {
        e.addSuppressed(again);
      }
    }
  }
}
