package io.sallyport.ground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// An FTP server in the test's own JVM that behaves well until a script says otherwise, and records
/// every command.
///
/// ```java
/// try (var server = ScriptedFtpServer.start()) {
///   server.tree().file("docs/a.txt", "hello");
///   server.on("EPSV", reply("500 what?"));                    // always
///   server.once("RETR", transfer().upTo(2).resetting());      // the next one only
///   ... // talk to 127.0.0.1:server.port()
///   assertEquals(List.of("EPSV", "PASV"), server.verbs().subList(4, 6));
/// }
/// ```
///
/// Any user and password are admitted unless [#admitting] names one pair. Thread-safe; closing ends
/// every connection and fails if an answer threw something that is not an [IOException].
public final class ScriptedFtpServer implements AutoCloseable {

  /// The verb under which the greeting is scripted: `server.on(CONNECT, reply("421 Come
  /// later.").then(hangUp()))`.
  public static final String CONNECT = "<CONNECT>";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Map<String, String> FEATURES =
      Map.of(
          "EPRT", "EPRT",
          "EPSV", "EPSV",
          "MDTM", "MDTM",
          "MFMT", "MFMT",
          "MLSD", "MLST type*;size*;modify*;perm*;",
          "REST", "REST STREAM",
          "SIZE", "SIZE",
          "UTF8", "UTF8");

  private final ServerSocket listener;
  private final FileTree tree = new FileTree();
  private final Script script = new Script();
  private final Set<String> lacking = ConcurrentHashMap.newKeySet();
  private final List<Received> commands = new ArrayList<>();
  private final Set<ScriptedConnection> open = new LinkedHashSet<>();
  private final List<Throwable> mistakes = new ArrayList<>();
  private int accepted;
  private int mostOpen;
  private volatile int connectionLimit = Integer.MAX_VALUE;
  private volatile Optional<Credentials> credentials = Optional.empty();
  private volatile @Nullable SSLContext tls;
  private volatile @Nullable SSLContext dataTls;
  private volatile boolean implicit;
  private volatile String[] versions = {"TLSv1.2", "TLSv1.3"};
  private final List<String> spoken = new ArrayList<>();
  private int brokenOff;

  private record Credentials(String user, String password) {}

  private ScriptedFtpServer(ServerSocket listener) {
    this.listener = listener;
  }

  /// Listens on a free port of 127.0.0.1.
  public static ScriptedFtpServer start() {
    return start("127.0.0.1");
  }

  /// Listens on a free port of ::1.
  public static ScriptedFtpServer startOnIpv6() {
    return start("::1");
  }

  private static ScriptedFtpServer start(String address) {
    try {
      var server = new ScriptedFtpServer(new ServerSocket(0, 50, InetAddress.ofLiteral(address)));
      Thread.ofVirtual().name("scripted-ftp").start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // What a test says before.

  /// The files.
  public FileTree tree() {
    return tree;
  }

  /// Answers a command like this from now on.
  public ScriptedFtpServer on(String verb, Answer answer) {
    script.always(verb, answer);
    return this;
  }

  /// Answers the next such command like this, on whatever connection it comes; several are used up
  /// in order.
  public ScriptedFtpServer once(String verb, Answer answer) {
    script.once(verb, answer);
    return this;
  }

  /// Back to the usual answer.
  public ScriptedFtpServer forget(String verb) {
    script.forget(verb);
    return this;
  }

  /// Answers 500 to these verbs and leaves them out of FEAT; `MLSD` takes MLST with it.
  public ScriptedFtpServer without(String... verbs) {
    lacking.addAll(List.of(verbs));
    if (lacking.contains("MLSD")) {
      lacking.add("MLST");
    }
    return this;
  }

  /// Admits only this pair; any other password is answered 530.
  public ScriptedFtpServer admitting(String user, String password) {
    credentials = Optional.of(new Credentials(user, password));
    return this;
  }

  /// Greets with 421 and hangs up while so many connections are open.
  public ScriptedFtpServer connectionLimit(int connections) {
    connectionLimit = connections;
    return this;
  }

  /// Offers TLS: AUTH, PBSZ, PROT.
  public ScriptedFtpServer offeringTls(SSLContext context) {
    tls = context;
    return this;
  }

  /// Begins TLS before the greeting, and protects data without being asked.
  public ScriptedFtpServer implicitTls(SSLContext context) {
    implicit = true;
    return offeringTls(context);
  }

  /// Shows another certificate on data connections.
  public ScriptedFtpServer dataTls(SSLContext context) {
    dataTls = context;
    return this;
  }

  /// Takes these versions of TLS and no others from now on, as JSSE names them.
  public ScriptedFtpServer tlsVersions(String... names) {
    versions = names.clone();
    return this;
  }

  // Where it is.

  /// The control port.
  public int port() {
    return listener.getLocalPort();
  }

  /// The address without brackets, `127.0.0.1` or `::1`.
  public String host() {
    return listener.getInetAddress() instanceof Inet4Address ? "127.0.0.1" : "::1";
  }

  /// `ftp://127.0.0.1:PORT/`
  public String url() {
    String host = host();
    return "ftp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/";
  }

  // What a test asks afterwards.

  /// Every command so far in the order of arrival.
  public synchronized List<Received> commands() {
    return List.copyOf(commands);
  }

  /// The commands of one control connection, counted from 1.
  public List<Received> commands(int connection) {
    return commands().stream().filter(command -> command.connection() == connection).toList();
  }

  /// Every command line so far: `RETR a.txt`.
  public List<String> lines() {
    return commands().stream().map(Received::line).toList();
  }

  /// The verbs so far.
  public List<String> verbs() {
    return commands().stream().map(Received::verb).toList();
  }

  /// How often a verb came in.
  public long count(String verb) {
    return commands().stream().filter(command -> command.verb().equals(verb)).count();
  }

  /// The version of TLS of each control connection that has it, in their order.
  public synchronized List<String> tlsVersions() {
    return List.copyOf(spoken);
  }

  /// How many transfers the client has ended with a reset, or under TLS without a goodbye.
  public synchronized int transfersBrokenOff() {
    return brokenOff;
  }

  /// How many control connections were accepted.
  public synchronized int connections() {
    return accepted;
  }

  /// How many control connections are open now.
  public synchronized int openConnections() {
    return open.size();
  }

  /// How many control connections were open at once at most.
  public synchronized int mostConnections() {
    return mostOpen;
  }

  /// Blocks until a verb has come in so often; fails after ten seconds.
  public ScriptedFtpServer awaitCommand(String verb, int times) {
    return await(verb + " x " + times, server -> server.count(verb) >= times);
  }

  /// Blocks until a verb has come in.
  public ScriptedFtpServer awaitCommand(String verb) {
    return awaitCommand(verb, 1);
  }

  /// Blocks until so many transfers were broken off; fails after ten seconds.
  public ScriptedFtpServer awaitBrokenOff(int transfers) {
    return await(transfers + " broken off", server -> server.transfersBrokenOff() >= transfers);
  }

  /// Blocks until exactly so many control connections are open; fails after ten seconds.
  public ScriptedFtpServer awaitOpenConnections(int connections) {
    return await(connections + " connections", server -> server.openConnections() == connections);
  }

  private synchronized ScriptedFtpServer await(String what, Predicate<ScriptedFtpServer> state) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!state.test(this)) {
        long leftMillis = (end - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0) {
          throw new AssertionError(
              "no " + what + "; came in: " + lines() + ", open: " + open.size());
        }
        wait(leftMillis);
      }
      return this;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }

  // What a test does meanwhile.

  /// Ends every control connection with FIN, as an idle timeout would; new ones are still accepted.
  public void disconnectAll() {
    opened().forEach(ScriptedConnection::close);
  }

  /// Ends every control connection with RST.
  public void resetAll() {
    for (ScriptedConnection connection : opened()) {
      try {
        connection.reset();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    disconnectAll();
    synchronized (this) {
      if (!mistakes.isEmpty()) {
        var error = new AssertionError("the server's script went wrong", mistakes.getFirst());
        mistakes.stream().skip(1).forEach(error::addSuppressed);
        throw error;
      }
    }
  }

  private synchronized List<ScriptedConnection> opened() {
    return List.copyOf(open);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        ScriptedConnection connection = admit(socket);
        Thread.ofVirtual()
            .name("scripted-ftp-" + connection.number())
            .start(() -> serve(connection));
      } catch (IOException e) {
        // The listener was closed: the test is over.
      }
    }
  }

  private void serve(ScriptedConnection connection) {
    try {
      connection.serve();
    } catch (InterruptedException | RuntimeException | Error e) {
      mistake(e);
    } finally {
      leave(connection);
    }
  }

  private synchronized ScriptedConnection admit(Socket socket) {
    var connection = new ScriptedConnection(this, socket, ++accepted);
    open.add(connection);
    mostOpen = Math.max(mostOpen, open.size());
    notifyAll();
    return connection;
  }

  private synchronized void leave(ScriptedConnection connection) {
    open.remove(connection);
    notifyAll();
  }

  private synchronized void mistake(Throwable mistake) {
    mistakes.add(mistake);
  }

  synchronized void record(Received command) {
    commands.add(command);
    notifyAll();
  }

  // What connections ask.

  boolean offersTls() {
    return tls != null;
  }

  boolean isImplicit() {
    return implicit;
  }

  /// The server's end of TLS over `plain`; the handshake is still to come.
  SSLSocket secure(Socket plain, boolean forData) throws IOException {
    SSLContext context = forData && dataTls != null ? dataTls : tls;
    if (context == null) {
      throw new IOException("no TLS here");
    }
    SSLSocket over =
        (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
    over.setUseClientMode(false);
    over.setEnabledProtocols(versions);
    return over;
  }

  synchronized void recordProtocol(String version) {
    spoken.add(version);
  }

  synchronized void transferBrokenOff() {
    brokenOff++;
    notifyAll();
  }

  void answer(Exchange exchange) throws IOException, InterruptedException {
    script.next(exchange.command().verb()).to(exchange);
  }

  boolean lacks(String verb) {
    return lacking.contains(verb);
  }

  boolean admits(String user, String password) {
    return credentials.map(new Credentials(user, password)::equals).orElse(true);
  }

  synchronized boolean isCrowded() {
    return open.size() > connectionLimit;
  }

  String features() {
    var lines = new StringBuilder("211-Features:");
    FEATURES.entrySet().stream()
        .filter(feature -> !lacks(feature.getKey()))
        .map(Map.Entry::getValue)
        .sorted()
        .forEach(feature -> lines.append("\n ").append(feature));
    return lines.append("\n211 End").toString();
  }
}
