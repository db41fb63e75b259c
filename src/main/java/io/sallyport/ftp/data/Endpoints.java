package io.sallyport.ftp.data;

import io.sallyport.files.Reply;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Addresses and ports as the four modes write them (RFC 959 §4.1.2, RFC 2428 §2 and §3).
public final class Endpoints {

  private static final Pattern EXTENDED = Pattern.compile("\\((.)\\1\\1(\\d{1,5})\\1\\)");
  private static final Pattern SIX_NUMBERS =
      Pattern.compile("(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3})");

  private Endpoints() {}

  /// The port in an answer to EPSV or PASV, told apart by its code, because some servers answer one
  /// with the other's. Empty when there is no usable port.
  static OptionalInt passivePort(Reply reply) {
    if (reply.code() == 229) {
      Matcher found = EXTENDED.matcher(reply.text());
      return found.find() ? usable(Integer.parseInt(found.group(2))) : OptionalInt.empty();
    }
    if (reply.code() == 227) {
      Matcher found = SIX_NUMBERS.matcher(reply.text());
      if (found.find()) {
        int high = Integer.parseInt(found.group(5));
        int low = Integer.parseInt(found.group(6));
        return high < 256 && low < 256 ? usable(high << 8 | low) : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  /// The address that a 227 names; empty when it names none.
  public static Optional<InetAddress> passiveHost(Reply reply) {
    Matcher found = SIX_NUMBERS.matcher(reply.text());
    if (reply.code() != 227 || !found.find()) {
      return Optional.empty();
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      int number = Integer.parseInt(found.group(i + 1));
      if (number > 255) {
        return Optional.empty();
      }
      bytes[i] = (byte) number;
    }
    try {
      return Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /// The argument of EPRT. IPv6 addresses are written short: pyftpdlib 1.5.7 compares them as text.
  static String extended(InetAddress address, int port) {
    int family = address instanceof Inet6Address ? 2 : 1;
    return "|" + family + "|" + literal(address) + "|" + port + "|";
  }

  /// The address as RFC 5952 writes it, without a zone.
  public static String literal(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    int longestStart = -1;
    int longest = 1;
    for (int start = 0; start < 8; start++) {
      int length = 0;
      while (start + length < 8 && group(bytes, start + length) == 0) {
        length++;
      }
      if (length > longest) {
        longestStart = start;
        longest = length;
      }
    }
    StringBuilder text = new StringBuilder(40);
    for (int i = 0; i < 8; i++) {
      if (i == longestStart) {
        text.append("::");
        i += longest - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(group(bytes, i)));
      }
    }
    return text.toString();
  }

  private static int group(byte[] bytes, int i) {
    return (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
  }

  /// The argument of PORT.
  static String sixNumbers(Inet4Address address, int port) {
    return address.getHostAddress().replace('.', ',') + "," + (port >> 8) + "," + (port & 255);
  }

  /// `host:port` for people.
  static String text(InetAddress address, int port) {
    return text(new InetSocketAddress(address, port));
  }

  /// `host:port` for people.
  static String text(InetSocketAddress address) {
    String host = literal(address.getAddress());
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static OptionalInt usable(int port) {
    return port >= 1 && port <= 65535 ? OptionalInt.of(port) : OptionalInt.empty();
  }
}
