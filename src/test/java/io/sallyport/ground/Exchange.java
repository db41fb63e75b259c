package io.sallyport.ground;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;

/// One command and the connection that it came on: what an [Answer] works with.
///
/// @param connection the control connection
/// @param command what came in; for the greeting its verb is [ScriptedFtpServer#CONNECT]
public record Exchange(ScriptedConnection connection, Received command) {

  /// Sends one reply of one or more lines, separated by `\n`.
  public void reply(String text) throws IOException {
    send((text.replace("\n", "\r\n") + "\r\n").getBytes(ISO_8859_1));
  }

  /// Sends bytes in one packet as far as TCP allows.
  public void send(byte[] bytes) throws IOException {
    connection.send(bytes);
  }

  /// Ends the control connection with FIN.
  public void hangUp() throws IOException {
    connection.close();
  }

  /// Ends the control connection with RST.
  public void resetControl() throws IOException {
    connection.reset();
  }

  /// The address that the client reached.
  InetAddress localAddress() {
    return connection.localAddress();
  }

  /// The data connection of the next transfer.
  void use(DataChannel channel) {
    connection.use(channel);
  }

  void offer(DataChannel channel, String text) throws IOException {
    use(channel);
    int port = channel.port();
    reply(
        text.replace("{port}", Integer.toString(port))
            .replace("{p1}", Integer.toString(port >> 8))
            .replace("{p2}", Integer.toString(port & 0xff)));
  }
}
