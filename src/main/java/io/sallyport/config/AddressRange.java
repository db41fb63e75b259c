package io.sallyport.config;

import java.net.InetAddress;
import java.util.Arrays;

/// The IP addresses that begin with the same bits: `10.1.0.0/16`, `2001:db8::/32`, or one address.
///
/// @param first an address of the range
/// @param prefixBits how many of its bits all have in common
public record AddressRange(InetAddress first, int prefixBits) {

  public AddressRange {
    int bits = 8 * first.getAddress().length;
    if (prefixBits < 0 || prefixBits > bits) {
      throw new IllegalArgumentException(
          "the number behind the slash is from 0 to " + bits + ", not " + prefixBits);
    }
  }

  /// Reads `192.0.2.7`, `10.1.0.0/16`, `2001:db8::/32`.
  ///
  /// @throws IllegalArgumentException if it is none of these
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress first = literal(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0) {
      return new AddressRange(first, 8 * first.getAddress().length);
    }
    String prefix = text.substring(slash + 1);
    if (!prefix.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException("a range is ADDRESS/BITS, not \"" + text + "\"");
    }
    return new AddressRange(first, Integer.parseInt(prefix));
  }

  /// Whether `address` is in it; never true for an address of the other family.
  public boolean contains(InetAddress address) {
    byte[] mine = first.getAddress();
    byte[] other = address.getAddress();
    int whole = prefixBits / 8;
    int rest = 0xFF00 >> prefixBits % 8 & 0xFF;
    return mine.length == other.length
        && Arrays.equals(mine, 0, whole, other, 0, whole)
        && (rest == 0 || ((mine[whole] ^ other[whole]) & rest) == 0);
  }

  private static InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "it is an IP address or a range such as 10.1.0.0/16, not \"" + text + "\"", e);
    }
  }

  @Override
  public String toString() {
    String address = first.getHostAddress();
    return prefixBits == 8 * first.getAddress().length ? address : address + "/" + prefixBits;
  }
}
