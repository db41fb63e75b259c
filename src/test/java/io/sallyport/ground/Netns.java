package io.sallyport.ground;

import java.util.concurrent.atomic.AtomicInteger;

/// Two network namespaces joined by a cable, for tests about firewalls. Nothing in them reaches the
/// machine's own network.
///
/// ```java
/// try (var net = Netns.create();
///     var server = FtpSoftware.VSFTPD.over(folder).passivePorts(40000, 40010).in(net.server()).start()) {
///   net.server().dropIncoming("40000-40010");
///   net.client().java("-jar", "target/sallyport.jar", "serve", server.url()).start();
/// }
/// ```
public final class Netns implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String PREFIX = "sallyport-";

  private final Namespace client;
  private final Namespace server;
  private final Thread atExit = new Thread(this::remove);

  private Netns(Namespace client, Namespace server) {
    this.client = client;
    this.server = server;
  }

  /// Makes a pair. Skips the test where namespaces or nft are not to be had.
  public static Netns create() {
    Provisioned.requireAll("netns", "ip", "nft");
    removeLeftovers();
    long pid = ProcessHandle.current().pid();
    int number = COUNT.incrementAndGet();
    String name = PREFIX + pid + "-" + number;
    // The name of a device has at most 15 characters.
    String device = "sp" + Long.toString(pid, 36) + "n" + number;
    var net =
        new Netns(
            new Namespace(name + "-client", device + "c", "192.0.2.1", "fd00:5a11:1::1"),
            new Namespace(name + "-server", device + "s", "192.0.2.2", "fd00:5a11:1::2"));
    Runtime.getRuntime().addShutdownHook(net.atExit);
    try {
      net.setUp();
    } catch (RuntimeException | Error e) {
      net.close();
      throw e;
    }
    return net;
  }

  /// Where the gateway or an FTP client goes.
  public Namespace client() {
    return client;
  }

  /// Where the FTP server goes.
  public Namespace server() {
    return server;
  }

  /// Removes both; processes that still run in them are the caller's to end first.
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    remove();
  }

  private void setUp() {
    Command.of("ip", "netns", "add", client.name()).run();
    Command.of("ip", "netns", "add", server.name()).run();
    Command.of(
            "ip",
            "-n",
            client.name(),
            "link",
            "add",
            client.device(),
            "type",
            "veth",
            "peer",
            "name",
            server.device(),
            "netns",
            server.name())
        .run();
    client.setUp();
    server.setUp();
  }

  private void remove() {
    Command.of("ip", "netns", "delete", client.name()).runToAnyExit();
    Command.of("ip", "netns", "delete", server.name()).runToAnyExit();
  }

  // A test JVM that was killed could not remove its own.
  private static void removeLeftovers() {
    for (String line : Command.of("ip", "netns", "list").run().lines()) {
      String name = line.split(" ", 2)[0];
      if (name.matches(PREFIX + "\\d+-\\d+-(client|server)")) {
        long pid = Long.parseLong(name.split("-", -1)[1]);
        if (ProcessHandle.of(pid).isEmpty()) {
          Command.of("ip", "netns", "delete", name).runToAnyExit();
        }
      }
    }
  }
}
