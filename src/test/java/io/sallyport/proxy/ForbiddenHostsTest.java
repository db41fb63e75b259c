package io.sallyport.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.RemotePath;
import io.sallyport.ground.RunningGateway;
import io.sallyport.http.Wire;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whoever may name any host of the world names the house's own, in every spelling and through
/// every door: refused, and nothing is sent to where it would lead.
@Timeout(120)
final class ForbiddenHostsTest {

  private static final List<String> HOSTS =
      List.of(
          "127.0.0.1",
          "127.0.0.2",
          "127.255.255.254",
          "127.1",
          "127.0.1",
          "2130706433",
          "0x7f000001",
          "0x7f.0.0.1",
          "0177.0.0.1",
          "017700000001",
          "127.0.0.1.",
          "127.0.0.01",
          "0",
          "0.0.0.0",
          "localhost",
          "LOCALHOST",
          "localhost.",
          "%6c%6f%63%61%6c%68%6f%73%74",
          "%E2%91%A0%E2%91%A1%E2%91%A6.%E2%93%AA.%E2%93%AA.%E2%91%A0",
          "127%E3%80%820%E3%80%820%E3%80%821",
          "[::1]",
          "[0:0:0:0:0:0:0:1]",
          "[::]",
          "[::ffff:127.0.0.1]",
          "[::ffff:7f00:1]",
          "[::127.0.0.1]",
          "[::ffff:0:127.0.0.1]",
          "[64:ff9b::127.0.0.1]",
          "[64:ff9b:1::7f00:1]",
          "[2002:7f00:1::]",
          "[fe80::1]",
          "[fe80::1%25lo]",
          "[fd00::1]",
          "[ff02::1]",
          "10.0.0.1",
          "172.16.0.1",
          "192.168.0.1",
          "100.64.0.1",
          "169.254.169.254",
          "[::ffff:169.254.169.254]",
          "[fd00:ec2::254]",
          "100.100.100.200",
          "168.63.129.16",
          "224.0.0.1",
          "255.255.255.255",
          "240.0.0.1",
          "user@127.0.0.1",
          "user:pw@127.0.0.1",
          "ftp.example.org@127.0.0.1");

  private static List<String> requests(String host, int port) {
    String target = "ftp://" + host + ":" + port + "/";
    String segment = "/~" + host + ":" + port + "/";
    String tail = " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n";
    return List.of(
        "GET " + target + tail,
        "PUT " + target + "x" + tail + "Content-Length: 1\r\n\r\nx",
        "GET " + segment + tail + "Accept: application/json\r\n",
        "GET " + segment + tail,
        "PROPFIND " + segment + tail + "Depth: 0\r\n",
        "GET /-/open?url=" + URLEncoder.encode(target, StandardCharsets.UTF_8) + tail);
  }

  private static String ask(RunningGateway gateway, String request) throws IOException {
    String whole = request.contains("\r\n\r\n") ? request : request + "\r\n";
    try (Wire wire = new Wire(gateway.port())) {
      String answer = wire.send(whole.getBytes(StandardCharsets.ISO_8859_1)).restText();
      int moved = answer.indexOf("\r\nLocation: ");
      if (!answer.startsWith("HTTP/1.1 308") || moved < 0) {
        return answer;
      }
      // Another spelling of a name: on to the right one.
      String path = answer.substring(moved + 12, answer.indexOf("\r\n", moved + 12));
      String[] words = whole.split(" ", 3);
      return ask(gateway, words[0] + " " + path + " " + words[2]);
    }
  }

  private static int waiting(List<ServerSocket> traps) throws IOException {
    int count = 0;
    for (ServerSocket trap : traps) {
      trap.setSoTimeout(1);
      try {
        while (true) {
          trap.accept().close();
          count++;
        }
      } catch (SocketTimeoutException e) {
        // Nobody is left in the queue.
      }
    }
    return count;
  }

  @Test
  void everySpellingOfTheHousesOwnAddressesIsRefused(@TempDir Path temp) throws IOException {
    List<ServerSocket> traps = new ArrayList<>();
    // On all addresses of this machine, IPv4 and IPv6.
    traps.add(new ServerSocket(0, 50));
    int port = traps.getFirst().getLocalPort();
    try (RunningGateway gateway =
        RunningGateway.of(
            temp,
            """
            ad-hoc: {allow: ["*"], ports: ["1-65535"], private-networks: false, plain: always}
            proxy: {enabled: true}
            """)) {
      for (String host : HOSTS) {
        for (String request : requests(host, port)) {
          String answer = ask(gateway, request);
          assertTrue(answer.matches("(?s)HTTP/1.1 (400|403|404) .*"), request + "\n" + answer);
        }
      }
      assertEquals(0, waiting(traps));
      // The trap does snap.
      new java.net.Socket(java.net.InetAddress.ofLiteral("127.0.0.1"), port).close();
      assertEquals(1, waiting(traps));
      assertTrue(!gateway.hasErrors(), gateway.log());
    } finally {
      for (ServerSocket trap : traps) {
        trap.close();
      }
    }
  }

  @Test
  void portsThatAreNotListedAreRefused_evenOfHostsThatAreAllowed(@TempDir Path temp)
      throws IOException {
    List<ServerSocket> traps = new ArrayList<>();
    try (RunningGateway gateway =
        RunningGateway.of(
            temp, "ad-hoc: {allow: [127.0.0.1], plain: always}\nproxy: {enabled: true}\n")) {
      for (int port : List.of(22, 25, 6379, 80, 3306, 2121)) {
        try {
          traps.add(new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1")));
        } catch (BindException e) {
          System.out.println("no trap on port " + port + ": " + e.getMessage());
        }
        for (String request : requests("127.0.0.1", port)) {
          String answer = ask(gateway, request);
          assertTrue(answer.startsWith("HTTP/1.1 403 "), request + "\n" + answer);
          assertTrue(
              answer.contains("ad-hoc: ports") || answer.contains("&quot;ad-hoc: ports"), answer);
        }
      }
      assertEquals(0, waiting(traps));
    } finally {
      for (ServerSocket trap : traps) {
        trap.close();
      }
    }
  }

  @Test
  void adHocServersAreOffUntilAllowed(@TempDir Path temp) throws IOException {
    try (RunningGateway gateway = RunningGateway.of(temp, "proxy: {enabled: true}\n")) {
      for (String request : requests("ftp.example.org", 21)) {
        String answer = ask(gateway, request);
        assertTrue(answer.startsWith("HTTP/1.1 403 "), request + "\n" + answer);
        assertTrue(answer.contains("is empty"), answer);
      }
    }
  }

  @Test
  void aRefusalIsAPageForAPerson(@TempDir Path temp) throws IOException {
    try (RunningGateway gateway = RunningGateway.of(temp, "ad-hoc: {allow: [ftp.example.org]}\n")) {
      String answer =
          ask(
              gateway,
              "GET /-/open?url="
                  + RemotePath.encodeSegment("ftp://u:s3cret@other.example.org/x")
                  + " HTTP/1.1\r\nHost: g\r\nConnection: close\r\nSec-Fetch-Mode: navigate\r\n"
                  + "Accept: text/html\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
      assertTrue(answer.contains("text/html"), answer);
      assertTrue(answer.contains("nothing in &quot;ad-hoc: allow&quot; allows it"), answer);
      assertTrue(!answer.contains("s3cret") && !gateway.log().contains("s3cret"), answer);
    }
  }
}
