package io.sallyport.ftp.data;

import io.sallyport.config.PortRange;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A port on which the gateway waits for the server's data connection in active mode: on one
/// address, for the server alone.
final class ActiveListener implements AutoCloseable {

  private final ServerSocketChannel channel;
  private final Predicate<InetAddress> isServer;
  private boolean sawForeigner;

  private ActiveListener(ServerSocketChannel channel, Predicate<InetAddress> isServer) {
    this.channel = channel;
    this.isServer = isServer;
  }

  /// Listens on `local`, on any free port of `ports`: all are tried, from a random one on.
  ///
  /// @param isServer whether a connection from an address is the server's
  /// @throws BindException if none is free
  static ActiveListener open(
      InetAddress local, @Nullable PortRange ports, Predicate<InetAddress> isServer)
      throws IOException {
    if (ports == null) {
      return new ActiveListener(listen(local, 0), isServer);
    }
    int count = ports.last() - ports.first() + 1;
    int start = ThreadLocalRandom.current().nextInt(count);
    for (int i = 0; i < count; i++) {
      try {
        return new ActiveListener(listen(local, ports.first() + (start + i) % count), isServer);
      } catch (BindException e) {
        // In use: the next one may be free.
      }
    }
    throw new BindException("no port of " + ports + " is free");
  }

  private static ServerSocketChannel listen(InetAddress local, int port) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(new InetSocketAddress(local, port), 4);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  /// Whether somebody else than the server came, and was turned away.
  boolean sawForeigner() {
    return sawForeigner;
  }

  /// The server's connection, if it comes within `patience`.
  @Nullable SocketChannel accept(Duration patience) throws IOException {
    channel.socket().setSoTimeout((int) Math.max(1, patience.toMillis()));
    try {
      SocketChannel accepted = channel.socket().accept().getChannel();
      InetSocketAddress from = (InetSocketAddress) accepted.getRemoteAddress();
      if (isServer.test(from.getAddress())) {
        return accepted;
      }
      sawForeigner = true;
      accepted.close();
      return null;
    } catch (SocketTimeoutException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
