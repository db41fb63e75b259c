package io.sallyport.doctor;

import io.sallyport.config.FtpSettings;
import io.sallyport.ftp.data.Endpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;

/// Between whom the connections go.
///
/// @param gateway the gateway's address as it leaves for the server; empty if that is not known
/// @param server the server's address; the name where there is none
/// @param software what the server runs
/// @param settings how the gateway reaches it
record Surroundings(String gateway, String server, Software software, FtpSettings settings) {

  /// The address that this machine leaves from towards `server`; sends nothing. Empty if it has
  /// none.
  static String egress(InetAddress server) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server, 9);
      return Endpoints.literal(socket.getLocalAddress());
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  /// `address` where the other side sees it as it is; empty where translation stands between, so
  /// that nobody writes it into a firewall in vain.
  String seen(String address) {
    return isPrivate(gateway) == isPrivate(server) ? address : "";
  }

  private static boolean isPrivate(String address) {
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      boolean uniqueLocal = (parsed.getAddress()[0] & 0xFE) == 0xFC && address.contains(":");
      return parsed.isSiteLocalAddress() || parsed.isLoopbackAddress() || uniqueLocal;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
