package io.sallyport.ftp.session;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Objects;
import javax.net.SocketFactory;
import org.apache.commons.net.ftp.FTP;
import org.jspecify.annotations.Nullable;

/// commons-net's control connection with a guarded input, and nothing of its data connections.
final class Wire extends FTP {

  private @Nullable ReplyGuard guard;

  Wire() {
    // Pathnames are bytes; this encoding carries every byte through commons-net unchanged.
    setControlEncoding("ISO-8859-1");
    setStrictMultilineParsing(false);
    setSocketFactory(new GuardedSockets());
  }

  /// Sends and reads one reply.
  int command(String verb, @Nullable String argument) throws IOException {
    guard().replyBegins();
    return sendCommand(verb, argument);
  }

  /// Sends and reads nothing.
  void sendOnly(String verb, @Nullable String argument) throws IOException {
    _controlOutput_.write(argument == null ? verb + "\r\n" : verb + " " + argument + "\r\n");
    _controlOutput_.flush();
  }

  /// Reads one reply more.
  int nextReply() throws IOException {
    guard().replyBegins();
    return getReply();
  }

  /// Whether bytes that nobody asked for are there.
  boolean replyWaiting() throws IOException {
    return _controlInput_.ready() || guard().available() > 0;
  }

  void replyTimeout(int millis) throws IOException {
    _socket_.setSoTimeout(millis);
  }

  InetAddress localAddress() {
    return _socket_.getLocalAddress();
  }

  InetAddress remoteAddress() {
    return _socket_.getInetAddress();
  }

  private ReplyGuard guard() {
    return Objects.requireNonNull(guard, "not connected");
  }

  private final class GuardedSockets extends SocketFactory {
    @Override
    public Socket createSocket() {
      return new GuardedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }

  private final class GuardedSocket extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      ReplyGuard made = new ReplyGuard(super.getInputStream());
      guard = made;
      return made;
    }
  }
}
