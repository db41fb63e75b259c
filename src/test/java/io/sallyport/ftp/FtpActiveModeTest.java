package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.text;
import static io.sallyport.ground.Answer.activeDropped;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.usual;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.AddressRange;
import io.sallyport.config.FtpSettings;
import io.sallyport.config.PortRange;
import io.sallyport.files.Attempt;
import io.sallyport.files.ByteRange;
import io.sallyport.files.DataMode;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.ground.Answer;
import io.sallyport.ground.Exchange;
import io.sallyport.ground.ScriptedFtpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who may use a data connection, on which ports, and what the server is told of them.
@Timeout(60)
final class FtpActiveModeTest {

  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress STRANGER = InetAddress.ofLiteral("127.0.0.9");
  private static final List<DataMode> ACTIVE = List.of(DataMode.EPRT, DataMode.PORT);

  private final ScriptedBackend scripted = new ScriptedBackend();
  private final ScriptedFtpServer server = scripted.server();

  @AfterEach
  void close() {
    scripted.close();
  }

  private String read(
      List<DataMode> modes,
      @Nullable PortRange ports,
      @Nullable String address,
      String... trusted) {
    FtpSettings settings =
        ScriptedBackend.settings(server)
            .withData(
                new FtpSettings.DataSettings(
                    modes,
                    ports,
                    address,
                    List.of(trusted).stream().map(AddressRange::parse).toList()));
    try (FtpBackend backend = new FtpBackend("data", settings)) {
      return text(backend.files(Login.ANONYMOUS), FILE, ByteRange.ALL);
    }
  }

  /// A range of three ports of which the first two are in use.
  private interface WithRange {
    void run(PortRange range) throws IOException;
  }

  private static void withTwoOfThreePortsInUse(WithRange test) throws IOException {
    for (int tries = 0; tries < 50; tries++) {
      try (ServerSocket first = new ServerSocket(0, 1, HERE);
          ServerSocket second = new ServerSocket(first.getLocalPort() + 1, 1, HERE)) {
        int last = second.getLocalPort() + 1;
        try (ServerSocket third = new ServerSocket(last, 1, HERE)) {
          assertEquals(last, third.getLocalPort());
        }
        test.run(new PortRange(first.getLocalPort(), last));
        return;
      } catch (BindException e) {
        // Somebody has one of the three: the next ones may be free.
      }
    }
    throw new AssertionError("no three ports in a row are free");
  }

  @Test
  void everyPortOfTheRangeIsTried() throws IOException {
    withTwoOfThreePortsInUse(range -> {
      for (int i = 0; i < 5; i++) {
        assertEquals("hello", read(ACTIVE, range, null));
      }
      assertTrue(server.lines().contains("EPRT |1|127.0.0.1|" + range.last() + "|"));
    });
  }

  @Test
  void rangeUsedUp_isBusyAndSaysWhich() throws IOException {
    withTwoOfThreePortsInUse(range -> {
      PortRange used = new PortRange(range.first(), range.last() - 1);
      Failure.Busy busy = assertThrows(Failure.Busy.class, () -> read(ACTIVE, used, null));
      assertTrue(busy.toString().contains(used.toString()), busy.toString());
      assertEquals(0, server.count("EPRT"));
    });
  }

  @Test
  void advertisedAddress_isTold() {
    server.on("EPRT", reply("500 what?")).on("PORT", reply("500 Illegal PORT command."));
    Failure.NoDataConnection failure =
        assertThrows(Failure.NoDataConnection.class, () -> read(ACTIVE, null, "203.0.113.7"));
    assertTrue(
        server.lines().stream().anyMatch(line -> line.startsWith("EPRT |1|203.0.113.7|")),
        server.lines().toString());
    assertTrue(server.lines().stream().anyMatch(line -> line.startsWith("PORT 203,0,113,7,")));
    assertEquals(
        List.of(Attempt.Outcome.REFUSED_BY_SERVER, Attempt.Outcome.REFUSED_BY_SERVER),
        failure.attempts().stream().map(Attempt::outcome).toList());
  }

  @Test
  void advertisedAddress_mayBeAName() {
    assertEquals("hello", read(ACTIVE, null, "localhost"));
    assertTrue(
        server.lines().stream().anyMatch(line -> line.startsWith("EPRT |1|127.0.0.1|")),
        server.lines().toString());
  }

  @Test
  void advertisedAddressOfTheOtherFamily_isNamedInTheFailure() {
    Failure.NoDataConnection failure =
        assertThrows(Failure.NoDataConnection.class, () -> read(ACTIVE, null, "2001:db8::1"));
    assertTrue(failure.toString().contains("2001:db8::1"), failure.toString());
    assertEquals(0, server.count("EPRT"));
  }

  /// Connects from another address to the port that EPRT names.
  private static Socket stranger(Exchange exchange) throws IOException {
    String[] fields = exchange.command().argument().split("\\|", -1);
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(STRANGER, 0));
    socket.connect(new InetSocketAddress(fields[2], Integer.parseInt(fields[3])));
    return socket;
  }

  @Test
  void strangerOnThePort_isTurnedAway_andTheServerStillGetsIn() {
    AtomicInteger read = new AtomicInteger();
    server.on(
        "EPRT",
        exchange -> {
          Socket stranger = stranger(exchange);
          Thread.startVirtualThread(() -> {
            try (stranger) {
              stranger.getOutputStream().write("evil".getBytes(UTF_8));
              read.set(stranger.getInputStream().read());
            } catch (IOException e) {
              read.set(-1);
            }
          });
          usual().to(exchange);
        });
    assertEquals("hello", read(ACTIVE, null, null));
    assertEquals(1, server.count("EPRT"));
    assertTrue(read.get() <= 0);
  }

  @Test
  void onlyAStrangerCame_isWrongPeer() {
    server.on(
        "EPRT",
        exchange -> {
          stranger(exchange).close();
          activeDropped().to(exchange);
        });
    Failure.NoDataConnection failure =
        assertThrows(Failure.NoDataConnection.class, () -> read(ACTIVE, null, null));
    assertEquals(
        List.of(Attempt.Outcome.WRONG_PEER),
        failure.attempts().stream().map(Attempt::outcome).toList());
    assertTrue(failure.toString().contains("somebody else"), failure.toString());
  }

  /// A server that sends from another of its addresses.
  private static Answer fromAnotherAddress(Exchange told) {
    return exchange -> {
      try (Socket data = stranger(told)) {
        exchange.reply("150 Here it comes.");
        data.getOutputStream().write("other".getBytes(UTF_8));
      }
      exchange.reply("226 Done.");
    };
  }

  @Test
  void serverWithATrustedSecondAddress_isLetIn() {
    server.on(
        "EPRT",
        exchange -> {
          server.on("RETR", fromAnotherAddress(exchange));
          exchange.reply("200 Fine.");
        });
    assertEquals("other", read(ACTIVE, null, null, "127.0.0.8/30"));
    assertThrows(Failure.class, () -> read(ACTIVE, null, null, "127.0.0.12/30"));
  }

  /// PASV names a port of 127.0.0.9, where another word waits than at the server itself.
  private void pasvPointsElsewhere() {
    server.on(
        "PASV",
        exchange -> {
          ServerSocket elsewhere = new ServerSocket(0, 1, STRANGER);
          int port = elsewhere.getLocalPort();
          server.on(
              "RETR",
              transfer -> {
                try (elsewhere;
                    Socket data = elsewhere.accept()) {
                  transfer.reply("150 Here it comes.");
                  data.getOutputStream().write("other".getBytes(UTF_8));
                }
                transfer.reply("226 Done.");
              });
          exchange.reply("227 Here (127,0,0,9," + (port >> 8) + "," + (port & 255) + ")");
        });
  }

  @Test
  void pasvNamingATrustedAddress_isFollowed() {
    pasvPointsElsewhere();
    assertEquals("other", read(List.of(DataMode.PASV), null, null, "127.0.0.9"));
  }

  @Test
  void pasvNamingAForeignAddress_isNotFollowed() {
    pasvPointsElsewhere();
    Failure.NoDataConnection failure =
        assertThrows(
            Failure.NoDataConnection.class, () -> read(List.of(DataMode.PASV), null, null));
    assertEquals(Attempt.Outcome.REJECTED, failure.attempts().getFirst().outcome());
    String address = String.valueOf(failure.attempts().getFirst().address());
    assertTrue(address.startsWith("127.0.0.1:"), address);
  }

  @Test
  void anAnswerOf425After150_isRejected_andTheNextModeGetsAFreshLogin() {
    server.once(
        "RETR",
        exchange -> {
          exchange.reply("150 Wait.");
          exchange.reply("425 Can't open data connection.");
        });
    assertEquals("hello", read(List.of(DataMode.PORT, DataMode.EPSV), null, null));
    assertEquals(2, server.connections());
  }

  @Test
  void epsvAll_isNeverSaid() {
    assertEquals("hello", read(List.of(DataMode.values()), null, null));
    assertTrue(server.lines().contains("EPSV"));
    assertEquals(0, server.lines().stream().filter(line -> line.startsWith("EPSV ")).count());
  }
}
