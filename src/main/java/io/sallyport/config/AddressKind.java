package io.sallyport.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What an IP address is for (RFC 6890), from harmless to never: who lets strangers choose the host
/// must know whether it is one of the world's or one of the house's. An IPv6 address that carries
/// an IPv4 address (mapped, NAT64, 6to4, ISATAP) is at least as bad as that.
public enum AddressKind {
  /// Of the internet.
  PUBLIC("a public address"),
  /// Of somebody's own network (RFC 1918, RFC 4193, RFC 6598).
  PRIVATE("a private address"),
  /// For documentation, tests, tunnels, or nothing yet.
  RESERVED("a reserved address"),
  /// Of one cable (RFC 3927, RFC 4291 §2.5.6).
  LINK_LOCAL("a link-local address"),
  /// This machine.
  LOOPBACK("a loopback address"),
  /// Where clouds tell their machines secrets.
  METADATA("a cloud's metadata address"),
  /// No address of a server at all: unspecified, multicast, broadcast.
  NOBODY("no server's address");

  private static final List<AddressRange> METADATA_SERVERS =
      ranges(
          "169.254.169.254",
          "169.254.170.2",
          "100.100.100.200",
          "168.63.129.16",
          "192.0.0.192",
          "fd00:ec2::254",
          "fd20:ce::254");

  private static final List<AddressRange> PRIVATE_NETWORKS =
      ranges(
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "100.64.0.0/10",
          "198.18.0.0/15",
          "fc00::/7",
          "fec0::/10",
          "64:ff9b:1::/48");

  private static final List<AddressRange> RESERVED_NETWORKS =
      ranges(
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "240.0.0.0/4",
          "2001::/23",
          "2001:db8::/32",
          "3fff::/20");

  private static final AddressRange LOOPBACK_4 = AddressRange.parse("127.0.0.0/8");
  private static final AddressRange THIS_NETWORK_4 = AddressRange.parse("0.0.0.0/8");
  private static final AddressRange BROADCAST_4 = AddressRange.parse("255.255.255.255");
  private static final AddressRange GLOBAL_6 = AddressRange.parse("2000::/3");
  private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");
  private static final AddressRange NAT64_LOCAL = AddressRange.parse("64:ff9b:1::/48");
  private static final AddressRange COMPATIBLE = AddressRange.parse("::/96");
  private static final AddressRange TRANSLATED = AddressRange.parse("::ffff:0:0:0/96");
  private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");

  private final String words;

  AddressKind(String words) {
    this.words = words;
  }

  /// For a sentence: `a private address`.
  public String words() {
    return words;
  }

  /// The kind of `address`.
  public static AddressKind of(InetAddress address) {
    AddressKind own = own(address);
    AddressKind carried = embedded(address).map(AddressKind::own).orElse(PUBLIC);
    return carried.compareTo(own) > 0 ? carried : own;
  }

  /// The IPv4 address that an IPv6 address carries and that packets to it end up at.
  static Optional<InetAddress> embedded(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return Optional.empty();
    }
    if (SIX_TO_FOUR.contains(address)) {
      return Optional.of(v4(bytes, 2));
    }
    boolean mapped = bytes[10] == -1 && bytes[11] == -1;
    for (int i = 0; i < 10; i++) {
      mapped &= bytes[i] == 0;
    }
    boolean isatap = (bytes[8] & ~2) == 0 && bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == -2;
    boolean last =
        mapped
            || NAT64.contains(address)
            || NAT64_LOCAL.contains(address)
            || TRANSLATED.contains(address)
            || (COMPATIBLE.contains(address) && !address.isLoopbackAddress())
            || isatap;
    return last ? Optional.of(v4(bytes, 12)) : Optional.empty();
  }

  private static AddressKind own(InetAddress address) {
    if (address.isMulticastAddress()
        || address.isAnyLocalAddress()
        || THIS_NETWORK_4.contains(address)
        || BROADCAST_4.contains(address)) {
      return NOBODY;
    }
    if (isIn(METADATA_SERVERS, address)) {
      return METADATA;
    }
    if (LOOPBACK_4.contains(address) || address.isLoopbackAddress()) {
      return LOOPBACK;
    }
    if (address.isLinkLocalAddress()) {
      return LINK_LOCAL;
    }
    if (isIn(PRIVATE_NETWORKS, address)) {
      return PRIVATE;
    }
    boolean global =
        address instanceof Inet4Address || GLOBAL_6.contains(address) || NAT64.contains(address);
    return isIn(RESERVED_NETWORKS, address) || !global ? RESERVED : PUBLIC;
  }

  private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static List<AddressRange> ranges(String... texts) {
    return Arrays.stream(texts).map(AddressRange::parse).toList();
  }

  private static InetAddress v4(byte[] bytes, int offset) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
