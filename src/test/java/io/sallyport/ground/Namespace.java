package io.sallyport.ground;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// One side of a [Netns]: a network namespace with a loopback, a cable to the other side, and a
/// firewall of its own.
///
/// @param name as `ip netns` lists it
/// @param device the end of the cable
/// @param ipv4 its address on the cable, from TEST-NET-1
/// @param ipv6 its address on the cable, a unique local one
public record Namespace(String name, String device, String ipv4, String ipv6) {

  /// A command to be run in here.
  public Command command(String... words) {
    return Command.of(Stream.concat(entering().stream(), Stream.of(words)).toList());
  }

  /// Java to be run in here: `java("-jar", "target/sallyport.jar", "serve")`.
  public Command java(String... arguments) {
    String java = ProcessHandle.current().info().command().orElse("java");
    return command(Stream.concat(Stream.of(java), Stream.of(arguments)).toArray(String[]::new));
  }

  /// What a rule about new connections to these TCP ports begins with: `21`, `40000-40100`,
  /// `0-65535`. Answers to a connection that was made from one of them pass: any port may be the
  /// near end of an active data connection.
  public static String newTo(String ports) {
    return "tcp dport " + ports + " tcp flags & (syn | ack) == syn ";
  }

  /// Drops incoming connections to these TCP ports.
  public Namespace dropIncoming(String ports) {
    return rule("input", newTo(ports) + "drop");
  }

  /// Drops outgoing connections to these TCP ports.
  public Namespace dropOutgoing(String ports) {
    return rule("output", newTo(ports) + "drop");
  }

  /// Rejects incoming connections to these TCP ports with a reset.
  public Namespace rejectIncoming(String ports) {
    return rule("input", newTo(ports) + "reject with tcp reset");
  }

  /// Rejects outgoing connections to these TCP ports with a reset.
  public Namespace rejectOutgoing(String ports) {
    return rule("output", newTo(ports) + "reject with tcp reset");
  }

  /// Drops new connections from outside, and lets answers in: what a client's firewall does.
  public Namespace dropNewIncoming() {
    return rule("input", "iif " + device + " tcp flags & (syn | ack) == syn drop");
  }

  /// Loses a share of the incoming packets, 1 to 99.
  public Namespace loseIncoming(int percent) {
    return rule("input", "iif " + device + " numgen random mod 100 < " + percent + " drop");
  }

  /// Adds a rule to the chain `input` or `output`.
  public Namespace rule(String chain, String rule) {
    nft("add rule inet ground " + chain + " " + rule);
    return this;
  }

  /// Lets everything through again.
  public Namespace open() {
    nft("flush table inet ground");
    return this;
  }

  /// Limits what is sent over the cable: `1mbit`.
  public Namespace slow(String rate) {
    command(
            "tc", "qdisc", "replace", "dev", device, "root", "tbf", "rate", rate, "burst", "32kbit",
            "latency", "400ms")
        .run();
    return this;
  }

  List<String> entering() {
    return List.of("ip", "netns", "exec", name);
  }

  void setUp() {
    command("ip", "link", "set", "lo", "up").run();
    command("ip", "address", "add", ipv4 + "/24", "dev", device).run();
    // nodad: an address under duplicate detection cannot be used for a second or two.
    command("ip", "address", "add", ipv6 + "/64", "dev", device, "nodad").run();
    command("ip", "link", "set", device, "up").run();
    nft("add table inet ground");
    for (String chain : List.of("input", "output")) {
      nft("add chain inet ground %s { type filter hook %s priority 0; }".formatted(chain, chain));
    }
  }

  private void nft(String line) {
    var words = new ArrayList<>(entering());
    words.add("nft");
    words.add(line);
    Command.of(words).run();
  }
}
