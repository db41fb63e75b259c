package io.sallyport.ground;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One control connection of a [ScriptedFtpServer] and the session on it.
///
/// One thread reads commands, so that everything a client sends is recorded at once and an ABOR
/// interrupts a transfer; another answers them in order.
public final class ScriptedConnection {
  private final ScriptedFtpServer server;
  private final Socket socket;
  private final int number;
  private final Inbox inbox = new Inbox();

  private String user = "";
  private boolean loggedIn;
  private boolean ascii = true;
  private String folder = "/";
  private String renameFrom = "";
  private long restartBytes;
  private volatile DataChannel channel = new DataChannel.Refused();
  private volatile @Nullable Socket data;
  private volatile Socket talk;
  private final Semaphore answeredAuth = new Semaphore(0);
  private boolean secured;
  private boolean protectedData;

  ScriptedConnection(ScriptedFtpServer server, Socket socket, int number) {
    this.server = server;
    this.socket = socket;
    this.talk = socket;
    this.number = number;
  }

  /// Counted from 1 in the order of acceptance.
  public int number() {
    return number;
  }

  /// The server that accepted this connection.
  public ScriptedFtpServer server() {
    return server;
  }

  /// Answers commands until either side ends the connection. Blocks.
  void serve() throws InterruptedException {
    try {
      if (server.isImplicit()) {
        secure();
        protectedData = true;
      }
      Thread.ofVirtual().name("scripted-ftp-reader-" + number).start(this::read);
      server.answer(new Exchange(this, new Received(number, ScriptedFtpServer.CONNECT, "")));
      for (Optional<Received> next = inbox.take(); next.isPresent(); next = inbox.take()) {
        server.answer(new Exchange(this, next.get()));
        if (next.get().verb().equals("AUTH")) {
          answeredAuth.release();
        }
      }
    } catch (IOException e) {
      // One side ended the connection: nothing is left to answer.
    } finally {
      close();
    }
  }

  private void read() {
    try {
      InputStream in = new BufferedInputStream(talk.getInputStream());
      for (Optional<String> line = line(in); line.isPresent(); line = line(in)) {
        Received command = Received.parse(number, line.get());
        server.record(command);
        inbox.put(command);
        if (command.verb().equals("ABOR")) {
          closeData();
        }
        if (command.verb().equals("AUTH")) {
          // What comes next may be TLS.
          answeredAuth.acquire();
          in = new BufferedInputStream(talk.getInputStream());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The client has gone, or the server was closed.
    } finally {
      inbox.close();
      closeData();
    }
  }

  private static Optional<String> line(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        String line = bytes.toString(ISO_8859_1);
        return Optional.of(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
      }
      bytes.write(b);
    }
    return Optional.empty();
  }

  void send(byte[] bytes) throws IOException {
    talk.getOutputStream().write(bytes);
  }

  /// Begins TLS on the control connection. Blocks for the handshake.
  void secure() throws IOException {
    SSLSocket over = server.secure(socket, false);
    over.startHandshake();
    server.recordProtocol(over.getSession().getProtocol());
    talk = over;
    secured = true;
  }

  boolean isSecured() {
    return secured;
  }

  /// Whether data connections are under TLS from now on (PROT).
  void protectData(boolean yes) {
    protectedData = yes;
  }

  void close() {
    closeQuietly(socket);
    closeData();
  }

  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    close();
  }

  InetAddress localAddress() {
    return socket.getLocalAddress();
  }

  // The data connection.

  void use(DataChannel next) {
    dropData();
    channel = next;
  }

  /// Establishes the data connection that was agreed. Blocks.
  Socket openData() throws IOException {
    Socket opened = channel.connect();
    data = opened;
    return opened;
  }

  /// Puts TLS over the data connection if the client asked for it. Blocks for the handshake.
  Socket protect(Socket plain) throws IOException {
    if (!protectedData) {
      return plain;
    }
    SSLSocket over = server.secure(plain, true);
    over.startHandshake();
    return over;
  }

  /// Connects to the client before it has sent the command that moves data.
  void connectAtOnce() throws IOException {
    Socket early = channel.connect();
    channel = new DataChannel.Standing(early);
  }

  /// Forgets the data connection and what was agreed about it.
  void dropData() {
    closeData();
    channel = new DataChannel.Refused();
  }

  private void closeData() {
    closeQuietly(channel);
    Socket open = data;
    if (open != null) {
      closeQuietly(open);
      data = null;
    }
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new AssertionError("closing " + resource, e);
    }
  }

  /// Blocks until the client sends another command or goes.
  void awaitNextCommand() throws InterruptedException {
    inbox.awaitArrival();
  }

  /// True between the arrival of ABOR and its answer.
  boolean isAborting() {
    return inbox.holds("ABOR");
  }

  // The session.

  void user(String name) {
    user = name;
    loggedIn = false;
  }

  boolean login(String password) {
    loggedIn = server.admits(user, password);
    return loggedIn;
  }

  boolean isLoggedIn() {
    return loggedIn;
  }

  boolean isAscii() {
    return ascii;
  }

  void ascii(boolean yes) {
    ascii = yes;
  }

  String folder() {
    return folder;
  }

  void folder(String path) {
    folder = path;
  }

  String resolve(String argument) {
    return FileTree.resolve(folder, argument);
  }

  void renameFrom(String path) {
    renameFrom = path;
  }

  String renameFrom() {
    return renameFrom;
  }

  void restartAt(long bytes) {
    restartBytes = bytes;
  }

  /// The offset of the last REST, once.
  long takeRestart() {
    long bytes = restartBytes;
    restartBytes = 0;
    return bytes;
  }
}
