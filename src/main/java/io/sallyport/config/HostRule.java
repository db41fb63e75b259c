package io.sallyport.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One line of an allow or deny list: some hosts, and on them some ports or all that are usual.
/// `*`, `ftp.example.org`, `*.example.org` (those below it, not itself), `192.0.2.0/24`,
/// `[2001:db8::/32]`, each with `:2121` or `:2000-2100` behind it or not.
///
/// @param hosts which
/// @param ports the only ports that it is about; absent for no word about ports
public record HostRule(Hosts hosts, @Nullable PortRange ports) {

  /// Some hosts.
  public sealed interface Hosts {

    /// Every host there is.
    record All() implements Hosts {}

    /// The host of that name, or a literal address.
    record Named(String name) implements Hosts {}

    /// Every host whose name ends with a dot and `parent`.
    record Below(String parent) implements Hosts {}

    /// Every host with an address of the range.
    record Network(AddressRange range) implements Hosts {}
  }

  /// Reads one of the forms above.
  ///
  /// @throws IllegalArgumentException with what is wrong
  public static HostRule parse(String text) {
    String trimmed = text.strip();
    String host = trimmed;
    String ports = "";
    int close = trimmed.indexOf(']');
    int colon = trimmed.indexOf(':');
    if (trimmed.startsWith("[") && close > 0) {
      host = trimmed.substring(1, close);
      ports = trimmed.substring(close + 1);
      if (!ports.isEmpty() && !ports.startsWith(":")) {
        throw wrong(text);
      }
      ports = ports.isEmpty() ? "" : ports.substring(1);
    } else if (colon >= 0 && colon == trimmed.lastIndexOf(':')) {
      host = trimmed.substring(0, colon);
      ports = trimmed.substring(colon + 1);
    }
    return new HostRule(hosts(host, text), ports.isEmpty() ? null : PortRange.parse(ports));
  }

  /// Whether it speaks of this port: by name, or as one of the `usual`.
  boolean coversPort(int port, List<PortRange> usual) {
    return ports == null
        ? usual.stream().anyMatch(range -> range.contains(port))
        : ports.contains(port);
  }

  /// Whether it speaks of this port, or of none in particular.
  boolean mayMeanPort(int port) {
    return ports == null || ports.contains(port);
  }

  /// Whether it means the host of that name.
  ///
  /// @param name in ASCII form, lower case, without a dot at the end
  boolean covers(String name) {
    return switch (hosts) {
      case Hosts.All _ -> true;
      case Hosts.Named named -> named.name().equals(name);
      case Hosts.Below below -> name.endsWith("." + below.parent());
      case Hosts.Network _ -> false;
    };
  }

  /// Whether it means this address.
  boolean covers(InetAddress address) {
    return hosts instanceof Hosts.Network network && network.range().contains(address);
  }

  /// Whether it means this address and nothing of another kind beside it: `127.0.0.1` does mean the
  /// loopback address, `0.0.0.0/0` was written without thinking of it.
  boolean meansExpressly(InetAddress address) {
    return hosts instanceof Hosts.Network network
        && network.range().contains(address)
        && AddressKind.of(network.range().first()) == AddressKind.of(address);
  }

  @Override
  public String toString() {
    String host =
        switch (hosts) {
          case Hosts.All _ -> "*";
          case Hosts.Named named -> named.name();
          case Hosts.Below below -> "*." + below.parent();
          case Hosts.Network network -> network.range().toString();
        };
    return ports == null
        ? host
        : (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
            + ":"
            + (ports.first() == ports.last() ? Integer.toString(ports.first()) : ports);
  }

  private static Hosts hosts(String host, String text) {
    if (host.equals("*")) {
      return new Hosts.All();
    }
    if (host.matches("[0-9.]+(/[0-9]+)?") || host.indexOf(':') >= 0) {
      return new Hosts.Network(AddressRange.parse(host));
    }
    boolean below = host.startsWith("*.");
    String name = below ? host.substring(2) : host;
    if (name.indexOf('*') >= 0) {
      throw wrong(text);
    }
    String ascii = FtpUrl.asciiHost(name).toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    return below ? new Hosts.Below(ascii) : new Hosts.Named(ascii);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "it is a host such as ftp.example.org, *.example.org, 192.0.2.0/24 or *, with :PORT behind"
            + " it or not, not \""
            + text
            + "\"");
  }
}
