package io.sallyport.ftp.session;

import io.sallyport.ftp.tls.TlsPeer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.io.CRLFLineReader;
import org.jspecify.annotations.Nullable;

/// commons-net's control connection with a guarded input and with TLS below it, and nothing of its
/// data connections.
final class Wire extends FTP {

  private static final int KEEPALIVE_SECONDS = 60;

  private @Nullable ReplyGuard guard;

  /// Begins TLS before the greeting; absent for none.
  private final @Nullable TlsPeer implicit;

  private final Dialer dialer;
  private final Dialogue dialogue;

  /// @param dialer how TCP connections are made
  /// @param implicit who begins TLS before the greeting; absent for none
  /// @param dialogue told of TCP and TLS as they stand
  Wire(Dialer dialer, @Nullable TlsPeer implicit, Dialogue dialogue) {
    this.dialer = dialer;
    this.dialogue = dialogue;
    this.implicit = implicit;
    // Pathnames are bytes; this encoding carries every byte through commons-net unchanged.
    setControlEncoding("ISO-8859-1");
    setStrictMultilineParsing(false);
    setSocketFactory(new GuardedSockets());
  }

  @Override
  protected void _connectAction_() throws IOException {
    _socket_.setTcpNoDelay(true);
    if (implicit != null) {
      _socket_.setSoTimeout(getConnectTimeout());
      socket().secure(implicit);
    }
    super._connectAction_();
  }

  /// Begins TLS in the middle of the conversation.
  void secure(TlsPeer peer, int timeoutMillis) throws IOException {
    _socket_.setSoTimeout(timeoutMillis);
    socket().secure(peer);
    _input_ = _socket_.getInputStream();
    _output_ = _socket_.getOutputStream();
    _controlInput_ =
        new CRLFLineReader(new InputStreamReader(_input_, StandardCharsets.ISO_8859_1));
    _controlOutput_ =
        new BufferedWriter(new OutputStreamWriter(_output_, StandardCharsets.ISO_8859_1));
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

  /// Sends two commands in one packet and reads nothing.
  void sendBoth(String first, String second, String argument) throws IOException {
    _controlOutput_.write(first + " " + argument + "\r\n" + second + " " + argument + "\r\n");
    _controlOutput_.flush();
  }

  /// Reads one reply more.
  int nextReply() throws IOException {
    guard().replyBegins();
    return getReply();
  }

  /// Whether bytes that nobody asked for are there.
  boolean replyWaiting() throws IOException {
    return _controlInput_.ready() || decrypted();
  }

  /// Whether what waits below TLS are words: a server also sends tickets there (TLS 1.3).
  private boolean decrypted() throws IOException {
    if (!socket().encryptedWaiting()) {
      return false;
    }
    int usual = _socket_.getSoTimeout();
    _socket_.setSoTimeout(1);
    try {
      return guard().begins();
    } finally {
      _socket_.setSoTimeout(usual);
    }
  }

  void replyTimeout(int millis) throws IOException {
    _socket_.setSoTimeout(millis);
  }

  /// Probes the connection once a minute while nothing is said on it: firewalls forget idle
  /// connections after some minutes, and the system's own two hours are too long. During a transfer
  /// [Pulse] does more, since some firewalls do not count empty packets; but not every server bears
  /// its NOOPs.
  void keepAlive() throws IOException {
    _socket_.setKeepAlive(true);
    if (_socket_.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
      _socket_.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEPALIVE_SECONDS);
      _socket_.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEPALIVE_SECONDS);
    }
  }

  InetAddress localAddress() {
    return _socket_.getLocalAddress();
  }

  InetAddress remoteAddress() {
    return _socket_.getInetAddress();
  }

  private GuardedSocket socket() {
    return (GuardedSocket) _socket_;
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

  /// What commons-net reads from and writes to: TCP, or TLS over this TCP.
  private final class GuardedSocket extends Socket {

    private @Nullable SSLSocket secured;
    private boolean closing;
    private @Nullable InetSocketAddress target;

    /// TLS takes this socket's own streams before it gives others for them.
    private boolean bare;

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
      InetSocketAddress server = (InetSocketAddress) endpoint;
      long start = System.nanoTime();
      super.connect(dialer.firstHop(server), timeoutMillis);
      target = server;
      setSoTimeout(timeoutMillis);
      dialer.pass(super.getInputStream(), super.getOutputStream(), server);
      dialogue.connected(server.getAddress(), since(start));
    }

    /// The server, also where a proxy is what this is connected to.
    @Override
    public @Nullable InetAddress getInetAddress() {
      return target == null ? super.getInetAddress() : target.getAddress();
    }

    void secure(TlsPeer peer) throws IOException {
      bare = true;
      long start = System.nanoTime();
      try {
        secured = peer.secure(this);
      } finally {
        bare = false;
      }
      dialogue.secured(secured.getSession(), since(start));
    }

    private static Duration since(long start) {
      return Duration.ofNanos(System.nanoTime() - start);
    }

    /// Whether bytes wait below TLS.
    boolean encryptedWaiting() throws IOException {
      return secured != null && super.getInputStream().available() > 0;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      if (bare) {
        return super.getInputStream();
      }
      ReplyGuard made =
          new ReplyGuard(secured == null ? super.getInputStream() : secured.getInputStream());
      guard = made;
      return made;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return bare || secured == null ? super.getOutputStream() : secured.getOutputStream();
    }

    @Override
    public synchronized void close() throws IOException {
      if (secured != null && !closing) {
        // Says goodbye on this socket and then closes it.
        closing = true;
        secured.close();
      } else {
        super.close();
      }
    }
  }
}
