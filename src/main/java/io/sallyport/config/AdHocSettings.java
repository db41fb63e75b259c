package io.sallyport.config;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which FTP servers may be reached though nobody configured them, and how. What denies comes
/// before what allows; what nothing allows is refused.
///
/// @param allow whom; empty for nobody at all
/// @param deny whom not, whatever is allowed
/// @param privateNetworks whether names may stand for private addresses; other addresses that are
///   no public ones have to be allowed one by one
/// @param ports the control ports that a rule without a port means
/// @param plain who may log in where the server has no TLS
/// @param trust the only issuers that are trusted; empty for those that the system trusts
/// @param connections how many control connections to one server
/// @param servers how many servers at the same time
/// @param idle a server that nobody used for so long is forgotten
public record AdHocSettings(
    List<HostRule> allow,
    List<HostRule> deny,
    boolean privateNetworks,
    List<PortRange> ports,
    Plain plain,
    List<X509Certificate> trust,
    int connections,
    int servers,
    Duration idle) {

  /// No server at all.
  public static final AdHocSettings OFF =
      new AdHocSettings(
          List.of(),
          List.of(),
          false,
          List.of(new PortRange(21, 21), new PortRange(990, 990)),
          Plain.ANONYMOUS,
          List.of(),
          4,
          100,
          Duration.ofMinutes(5));

  public AdHocSettings {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    ports = List.copyOf(ports);
    trust = List.copyOf(trust);
  }

  /// Who may log in where everybody on the way can read the password.
  public enum Plain {
    /// Nobody: no TLS, no login.
    NEVER,
    /// Anonymous, who has no password to lose.
    ANONYMOUS,
    /// Everybody.
    ALWAYS
  }

  /// Whether some rule allows every host.
  public boolean isOpenToAll() {
    return allow.stream().anyMatch(rule -> rule.hosts() instanceof HostRule.Hosts.All);
  }

  /// What the rules hold against a server before anybody has looked up its name; empty if it
  /// depends on its addresses, or on nothing more.
  ///
  /// @return one sentence that names the rule
  public Optional<String> objection(AdHocName server) {
    if (allow.isEmpty()) {
      return Optional.of(
          "This gateway opens no servers but its own (the list \"ad-hoc: allow\" is empty).");
    }
    String host = server.host();
    int port = server.port();
    for (HostRule rule : deny) {
      if (rule.covers(host) && rule.mayMeanPort(port)) {
        return Optional.of(denied(server, rule));
      }
    }
    List<HostRule> hosts = allow.stream().filter(rule -> mayAllow(rule, host)).toList();
    if (hosts.isEmpty()) {
      return Optional.of(notAllowed(server));
    }
    return hosts.stream().anyMatch(rule -> rule.coversPort(port, ports))
        ? Optional.empty()
        : Optional.of(
            "This gateway does not open port "
                + port
                + " of "
                + host
                + " (it is none of \"ad-hoc: ports\": "
                + ports.stream().map(AdHocSettings::text).collect(Collectors.joining(", "))
                + ").");
  }

  /// What the rules say of the addresses of a server without [#objection].
  public Verdict judge(AdHocName server, List<InetAddress> addresses) {
    List<InetAddress> allowed = new ArrayList<>();
    String why = notAllowed(server);
    for (InetAddress address : addresses) {
      Optional<String> against = objection(server, address);
      if (against.isEmpty()) {
        allowed.add(address);
      } else {
        why = against.get();
      }
    }
    return allowed.isEmpty() ? new Verdict.Refused(why) : new Verdict.Allowed(allowed);
  }

  /// Whether a server may be reached.
  public sealed interface Verdict {

    /// At these addresses and no others.
    record Allowed(List<InetAddress> addresses) implements Verdict {
      public Allowed {
        addresses = List.copyOf(addresses);
      }
    }

    /// Not at all.
    ///
    /// @param reason one sentence that names the rule
    record Refused(String reason) implements Verdict {}
  }

  private Optional<String> objection(AdHocName server, InetAddress address) {
    Optional<InetAddress> carried = AddressKind.embedded(address);
    for (HostRule rule : deny) {
      if (rule.mayMeanPort(server.port())
          && (rule.covers(address) || carried.filter(rule::covers).isPresent())) {
        return Optional.of(denied(server, rule));
      }
    }
    boolean allowed =
        allow.stream()
            .anyMatch(rule ->
                rule.coversPort(server.port(), ports)
                    && (rule.covers(server.host()) || rule.covers(address)));
    if (!allowed) {
      return Optional.of(notAllowed(server));
    }
    AddressKind kind = AddressKind.of(address);
    boolean open =
        switch (kind) {
          case PUBLIC -> true;
          case PRIVATE -> privateNetworks || isExpresslyAllowed(server, address);
          case RESERVED, LINK_LOCAL, LOOPBACK, METADATA -> isExpresslyAllowed(server, address);
          case NOBODY -> false;
        };
    // The address itself is nobody's business: it would tell strangers what names stand for inside.
    return open
        ? Optional.empty()
        : Optional.of(
            "This gateway does not open "
                + server.host()
                + ": it stands for "
                + kind.words()
                + (kind == AddressKind.PRIVATE
                    ? " (\"ad-hoc: private-networks\" is false)."
                    : " (only a network in \"ad-hoc: allow\" opens such)."));
  }

  private boolean isExpresslyAllowed(AdHocName server, InetAddress address) {
    return allow.stream()
        .anyMatch(rule -> rule.coversPort(server.port(), ports) && rule.meansExpressly(address));
  }

  /// A network may hold any host.
  private static boolean mayAllow(HostRule rule, String host) {
    return rule.covers(host) || rule.hosts() instanceof HostRule.Hosts.Network;
  }

  private static String denied(AdHocName server, HostRule rule) {
    return "This gateway does not open "
        + server.host()
        + " (\"ad-hoc: deny\" holds \""
        + rule
        + "\").";
  }

  private static String notAllowed(AdHocName server) {
    return "This gateway does not open "
        + server.host()
        + " (nothing in \"ad-hoc: allow\" allows it).";
  }

  private static String text(PortRange range) {
    return range.first() == range.last() ? Integer.toString(range.first()) : range.toString();
  }
}
