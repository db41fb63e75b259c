package io.sallyport.ftp.session;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.ProxySettings;
import io.sallyport.files.Login;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How TCP connections to one server are made: straight, or through a SOCKS5 proxy (RFC 1928), for
/// control and data alike. Thread-safe.
public final class Dialer {

  private static final int VERSION = 5;
  private static final int NO_LOGIN = 0;
  private static final int USER_AND_PASSWORD = 2;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  private final @Nullable ProxySettings socks;
  private final List<InetAddress> pinned;

  private Dialer(@Nullable ProxySettings socks, List<InetAddress> pinned) {
    this.socks = socks;
    this.pinned = pinned;
  }

  /// The way that `settings` name.
  public static Dialer of(FtpSettings settings) {
    ProxySettings proxy = settings.proxy();
    boolean socks = proxy != null && proxy.kind() == ProxySettings.Kind.SOCKS5;
    return new Dialer(socks ? proxy : null, settings.pinned());
  }

  /// Whether the server can connect back, as active mode wants: SOCKS5 carries connections one way.
  public boolean reachesBack() {
    return socks == null;
  }

  /// The addresses of `host`: those pinned, without a lookup, else what the lookup says. A name
  /// that only the proxy's network knows becomes an address that stands for nothing but the name.
  InetAddress[] addresses(String host) throws UnknownHostException {
    if (!pinned.isEmpty()) {
      return pinned.toArray(InetAddress[]::new);
    }
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      if (socks == null) {
        throw e;
      }
      return new InetAddress[] {InetAddress.getByAddress(host, new byte[4])};
    }
  }

  /// Connects `socket` to `target`. Blocks, for at most `timeoutMillis` at each step.
  ///
  /// @throws ConnectException if the proxy or the server refuses
  /// @throws java.net.SocketTimeoutException if nothing answers in time
  public void dial(Socket socket, InetSocketAddress target, int timeoutMillis) throws IOException {
    socket.connect(firstHop(target), timeoutMillis);
    if (socks != null) {
      socket.setSoTimeout(timeoutMillis);
      pass(socket.getInputStream(), socket.getOutputStream(), target);
      socket.setSoTimeout(0);
    }
  }

  /// Where the TCP connection goes first.
  InetSocketAddress firstHop(InetSocketAddress target) throws UnknownHostException {
    if (socks == null) {
      return target;
    }
    return new InetSocketAddress(InetAddress.getByName(socks.host()), socks.port());
  }

  /// Asks the proxy to go on to `target`; nothing to do where there is none.
  void pass(InputStream in, OutputStream out, InetSocketAddress target) throws IOException {
    if (socks == null) {
      return;
    }
    Login login = socks.login();
    out.write(
        login == null
            ? new byte[] {VERSION, 1, NO_LOGIN}
            : new byte[] {VERSION, 2, NO_LOGIN, USER_AND_PASSWORD});
    byte[] chosen = in.readNBytes(2);
    if (chosen.length < 2 || chosen[0] != VERSION) {
      throw new ConnectException("the proxy does not speak SOCKS5");
    }
    if (chosen[1] == USER_AND_PASSWORD && login != null) {
      logIn(in, out, login);
    } else if (chosen[1] != NO_LOGIN) {
      throw new ConnectException("the SOCKS5 proxy wants another login");
    }
    request(in, out, target);
  }

  /// RFC 1929.
  private static void logIn(InputStream in, OutputStream out, Login login) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(1);
    string(message, login.user());
    string(message, login.password());
    out.write(message.toByteArray());
    byte[] answer = in.readNBytes(2);
    if (answer.length < 2 || answer[1] != 0) {
      throw new ConnectException("the SOCKS5 proxy refuses its login");
    }
  }

  private static void request(InputStream in, OutputStream out, InetSocketAddress target)
      throws IOException {
    InetAddress address = target.getAddress();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(new byte[] {VERSION, CONNECT, 0});
    if (address.isAnyLocalAddress()) {
      message.write(NAME);
      string(message, address.getHostName());
    } else {
      byte[] bytes = address.getAddress();
      message.write(bytes.length == 4 ? IPV4 : IPV6);
      message.writeBytes(bytes);
    }
    message.write(target.getPort() >> 8);
    message.write(target.getPort() & 0xFF);
    out.write(message.toByteArray());

    byte[] answer = in.readNBytes(4);
    if (answer.length < 4) {
      throw new EOFException("the SOCKS5 proxy hung up");
    }
    switch (answer[1]) {
      case 0 -> {
        // Connected.
      }
      case 3, 4 -> throw new NoRouteToHostException("the SOCKS5 proxy has no route to the server");
      case 2 -> throw new ConnectException("the SOCKS5 proxy does not allow the connection");
      default -> throw new ConnectException("the SOCKS5 proxy could not connect to the server");
    }
    int rest =
        switch (answer[3]) {
          case IPV4 -> 4;
          case IPV6 -> 16;
          default -> in.read();
        };
    if (in.readNBytes(rest + 2).length < rest + 2) {
      throw new EOFException("the SOCKS5 proxy hung up");
    }
  }

  private static void string(ByteArrayOutputStream message, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 255) {
      throw new ConnectException("a name or password is too long for SOCKS5");
    }
    message.write(bytes.length);
    message.writeBytes(bytes);
  }
}
