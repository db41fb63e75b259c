package io.sallyport.ground;

import static io.sallyport.ground.Answer.activeDropped;
import static io.sallyport.ground.Answer.after;
import static io.sallyport.ground.Answer.bareLineFeed;
import static io.sallyport.ground.Answer.byteByByte;
import static io.sallyport.ground.Answer.endlessly;
import static io.sallyport.ground.Answer.hangUp;
import static io.sallyport.ground.Answer.listing;
import static io.sallyport.ground.Answer.passive;
import static io.sallyport.ground.Answer.passiveDropped;
import static io.sallyport.ground.Answer.passiveRefused;
import static io.sallyport.ground.Answer.raw;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.resetControl;
import static io.sallyport.ground.Answer.silence;
import static io.sallyport.ground.Answer.transfer;
import static io.sallyport.ground.Answer.usual;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The scripted server against commons-net and plain sockets.
final class ScriptedFtpServerTest {
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  private final ScriptedFtpServer server = ScriptedFtpServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void usual_passive_storesListsRetrievesRenamesAndDeletes() throws IOException {
    roundTrip(client(server), server);
    assertTrue(server.verbs().contains("PASV"));
  }

  @Test
  void usual_active_storesListsRetrievesRenamesAndDeletes() throws IOException {
    FTPClient client = client(server);
    client.enterLocalActiveMode();
    roundTrip(client, server);
    assertTrue(server.verbs().contains("PORT"));
  }

  @Test
  void usual_ipv6_passiveAndActive() throws IOException {
    try (var ipv6 = ScriptedFtpServer.startOnIpv6()) {
      FTPClient client = client(ipv6);
      roundTrip(client, ipv6);
      client.enterLocalActiveMode();
      roundTrip(client, ipv6);
      assertTrue(ipv6.verbs().containsAll(List.of("EPSV", "EPRT")));
    }
  }

  private static void roundTrip(FTPClient client, ScriptedFtpServer server) throws IOException {
    assertTrue(client.makeDirectory("d"));
    assertTrue(client.storeFile("d/a b", bytes("hello")), client.getReplyString());
    assertTrue(client.appendFile("d/a b", bytes(" world")));
    assertEquals("hello world", server.tree().text("d/a b").orElseThrow());
    assertEquals("a b", client.listFiles("d")[0].getName());
    assertEquals(11, client.listFiles("d")[0].getSize());
    assertEquals(
        List.of(".", "..", "a b"),
        Arrays.stream(client.mlistDir("d")).map(entry -> entry.getName()).toList());
    assertArrayEquals(new String[] {"a b"}, client.listNames("d"));
    assertEquals("11", client.getSize("d/a b"));
    assertTrue(client.setModificationTime("d/a b", "20260101000000"));
    assertEquals(NEW_YEAR, client.mdtmInstant("d/a b"));
    client.setRestartOffset(6);
    var out = new ByteArrayOutputStream();
    assertTrue(client.retrieveFile("d/a b", out));
    assertEquals("world", out.toString(ISO_8859_1));
    assertTrue(client.rename("d/a b", "c"));
    assertEquals(List.of("c", "d/"), server.tree().paths());
    assertTrue(client.removeDirectory("d"));
    assertTrue(client.deleteFile("c"));
    assertEquals(List.of(), server.tree().paths());
  }

  @Test
  void names_areBytes() throws IOException {
    byte[] gbk = {(byte) 0xd6, (byte) 0xd0};
    server.tree().file(gbk, new byte[] {1});
    FTPClient client = client(server);
    assertArrayEquals(new String[] {new String(gbk, ISO_8859_1)}, client.listNames());
    server.tree().file("中", "utf-8");
    assertEquals(2, client.listFiles().length);
  }

  @Test
  void commands_areRecordedPerConnection() throws IOException {
    FTPClient first = client(server);
    FTPClient second = client(server);
    first.sendNoOp();
    second.doCommand("SITE", "CHMOD 600 a");
    assertEquals(List.of("USER", "PASS", "TYPE", "NOOP"), verbs(server.commands(1)));
    assertEquals("SITE CHMOD 600 a", server.commands(2).getLast().line());
    assertEquals(2, server.mostConnections());
    first.disconnect();
    server.awaitOpenConnections(1);
  }

  private static List<String> verbs(List<Received> commands) {
    return commands.stream().map(Received::verb).toList();
  }

  @Test
  void on_staysAndOnceIsUsedUpInOrder() throws IOException {
    server.on("NOOP", reply("500 what?"));
    server.once("NOOP", reply("201 one")).once("NOOP", reply("202 two"));
    FTPClient client = client(server);
    assertEquals(
        List.of(201, 202, 500, 500),
        List.of(client.noop(), client.noop(), client.noop(), client.noop()));
    server.forget("NOOP");
    assertEquals(200, client.noop());
  }

  @Test
  void without_answers500AndLeavesOutOfFeat() throws IOException {
    server.without("MLSD", "EPSV");
    FTPClient client = client(server);
    assertEquals(500, client.sendCommand("EPSV"));
    assertEquals(500, client.sendCommand("MLST", "/"));
    client.features();
    assertFalse(client.getReplyString().contains("EPSV"));
    assertFalse(client.getReplyString().contains("MLS"));
    assertTrue(client.getReplyString().contains("EPRT"));
  }

  @Test
  void greeting_canBeAnything() throws IOException {
    server.once(ScriptedFtpServer.CONNECT, bareLineFeed("220 unix at heart"));
    server.once(ScriptedFtpServer.CONNECT, byteByByte("220-one\r\n220 two"));
    server.once(ScriptedFtpServer.CONNECT, reply("421 Full.").then(hangUp()));
    server.once(ScriptedFtpServer.CONNECT, silence());
    server.once(ScriptedFtpServer.CONNECT, endlessly("120 wait"));
    server.once(ScriptedFtpServer.CONNECT, raw("no reply at all"));
    assertEquals("220 unix at heart\n", read(18));
    assertEquals("220-one\r\n220 two\r\n", read(18));
    assertEquals("421 Full.\r\n", read(1000));
    assertThrows(SocketTimeoutException.class, () -> read(1));
    assertTrue(read(500_000).startsWith("120 wait\r\n120 wait"));
    assertEquals("no reply", read(8));
  }

  private String read(int count) throws IOException {
    try (var socket = new Socket(server.host(), server.port())) {
      socket.setSoTimeout(300);
      return new String(socket.getInputStream().readNBytes(count), ISO_8859_1);
    }
  }

  @Test
  void resetControl_isSeenAsReset() throws IOException {
    server.on("NOOP", resetControl());
    FTPClient client = client(server);
    assertThrows(SocketException.class, client::noop);
  }

  @Test
  void admittingAndConnectionLimit_refuse() throws IOException {
    server.admitting("me", "secret").connectionLimit(1);
    FTPClient client = new FTPClient();
    client.connect(server.host(), server.port());
    assertFalse(client.login("me", "wrong"));
    assertEquals(530, client.getReplyCode());
    assertEquals(530, client.pwd());
    assertEquals("421 Too many connections.\r\n", read(100));
    assertTrue(client.login("me", "secret"));
  }

  @Test
  void retrieve_resetAfterSomeBytes() throws IOException {
    server.tree().file("a", "0123456789");
    server.once("RETR", transfer().upTo(4).resetting().closing("426 Gone."));
    FTPClient client = client(server);
    try (InputStream in = client.retrieveFileStream("a")) {
      assertThrows(SocketException.class, in::readAllBytes);
    }
    assertFalse(client.completePendingCommand());
    assertEquals(426, client.getReplyCode());
  }

  @Test
  void retrieve_stalls_andAbortEndsIt() throws IOException {
    server.tree().file("a", "0123456789");
    server.once("RETR", transfer().upTo(4).stalling());
    FTPClient client = client(server);
    client.setDataTimeout(Duration.ofMillis(200));
    InputStream in = client.retrieveFileStream("a");
    assertEquals(4, in.readNBytes(4).length);
    assertThrows(SocketTimeoutException.class, in::read);
    assertEquals(426, client.abor());
    assertEquals(226, client.getReply());
  }

  @Test
  void retrieve_150then451() throws IOException {
    server.tree().file("a", "0123456789");
    server.once("RETR", transfer().upTo(0).closing("451 Local error."));
    FTPClient client = client(server);
    assertFalse(client.retrieveFile("a", new ByteArrayOutputStream()));
    assertEquals(451, client.getReplyCode());
    assertEquals(550, client.sendCommand("RETR", "missing"));
  }

  @Test
  void store_diskFullLeavesTheStart() throws IOException {
    server.once("STOR", transfer().upTo(4).closing("452 Disk full."));
    FTPClient client = client(server);
    client.storeFile("a", bytes("0123456789"));
    assertEquals("0123", server.tree().text("a").orElseThrow());
  }

  @Test
  void store_finalReplyDropped_controlStaysOpen() throws IOException {
    server.once("STOR", transfer().withoutFinalReply());
    FTPClient client = client(server);
    client.setSoTimeout(200);
    assertThrows(SocketTimeoutException.class, () -> client.storeFile("a", bytes("0123")));
    assertEquals("0123", server.tree().text("a").orElseThrow());
    assertEquals(200, client.noop());
  }

  @Test
  void listing_ofAnyBytes() throws IOException {
    server.once("NLST", listing("a\r\n\u00ff\u00fe\r\n"));
    FTPClient client = client(server);
    assertArrayEquals(new String[] {"a", "\u00ff\u00fe"}, client.listNames());
  }

  @Test
  void passive_namesAnyAddress() throws IOException {
    server.once("PASV", passive("227 Here (10,255,255,1,{p1},{p2})"));
    server.once("PASV", passive("229 Here (|||{port}|)"));
    FTPClient client = client(server);
    assertTrue(
        client.sendCommand("PASV") == 227 && client.getReplyString().contains("(10,255,255,1,"));
    assertEquals(229, client.sendCommand("PASV"));
  }

  @Test
  void passiveRefusedAndDropped_behaveLikeFirewalls() throws IOException {
    server.once("EPSV", passiveRefused("229 Here (|||{port}|)"));
    server.once("EPSV", passiveDropped("229 Here (|||{port}|)"));
    FTPClient client = client(server);
    client.sendCommand("EPSV");
    int refused = extendedPort(client);
    assertThrows(ConnectException.class, () -> connect(refused));
    client.sendCommand("EPSV");
    int dropped = extendedPort(client);
    assertThrows(SocketTimeoutException.class, () -> connect(dropped));
  }

  private static int extendedPort(FTPClient client) {
    return Integer.parseInt(client.getReplyString().split("\\|", -1)[3]);
  }

  private void connect(int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.host(), port), 300);
    }
  }

  @Test
  void activeDropped_hangsUntilTheClientMoves() throws IOException {
    server.on("PORT", activeDropped());
    FTPClient client = client(server);
    assertEquals(200, client.sendCommand("PORT", "127,0,0,1,4,0"));
    client.setSoTimeout(200);
    assertThrows(SocketTimeoutException.class, () -> client.sendCommand("LIST"));
    assertEquals(200, client.noop());
  }

  @Test
  void outOfStepReply_comesBeforeTheRightOne() throws IOException {
    server.once("SIZE", reply("226 Late.").then(usual()));
    server.tree().file("a", "12");
    FTPClient client = client(server);
    assertEquals(226, client.sendCommand("SIZE", "a"));
    assertEquals(213, client.getReply());
  }

  @Test
  void after_waitsForTheGate() throws IOException, InterruptedException {
    var gate = new CountDownLatch(1);
    server.once("NOOP", after(gate).then(usual()));
    FTPClient client = client(server);
    Thread opener =
        Thread.startVirtualThread(() -> {
          server.awaitCommand("NOOP");
          gate.countDown();
        });
    assertEquals(200, client.noop());
    opener.join();
  }

  @Test
  void disconnectAll_leavesAStaleConnection() throws IOException {
    FTPClient client = client(server);
    server.disconnectAll();
    server.awaitOpenConnections(0);
    assertThrows(IOException.class, client::noop);
    assertTrue(client(server).sendNoOp());
  }

  @Test
  void close_tellsOfAMistakeInAScript() throws IOException {
    var broken = ScriptedFtpServer.start();
    broken.on(
        "NOOP",
        _ -> {
          throw new IllegalStateException("mistake");
        });
    FTPClient client = client(broken);
    assertThrows(IOException.class, client::noop);
    broken.awaitOpenConnections(0);
    assertThrows(AssertionError.class, broken::close);
  }

  @Test
  void malformedArguments_are501() throws IOException {
    FTPClient client = client(server);
    assertEquals(501, client.sendCommand("REST", "x"));
    assertEquals(501, client.sendCommand("PORT", "1,2"));
    assertEquals(501, client.sendCommand("EPRT", ""));
    assertEquals(502, client.sendCommand("SMNT"));
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }

  private static FTPClient client(ScriptedFtpServer server) throws IOException {
    var client = new FTPClient();
    client.setControlEncoding("ISO-8859-1");
    client.connect(server.host(), server.port());
    assertTrue(client.login("anyone", "anything"));
    client.enterLocalPassiveMode();
    assertTrue(client.setFileType(FTP.BINARY_FILE_TYPE));
    return client;
  }
}
