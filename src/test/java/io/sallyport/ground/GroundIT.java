package io.sallyport.ground;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The real servers, namespaces and tools that other suites rely on do what those suites think they
/// do.
final class GroundIT {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void realServer_passiveAndActive_storesListsRetrieves(FtpSoftware software) throws IOException {
    try (RealFtpServer server = software.over(folder).start()) {
      Files.writeString(folder.resolve("made by the test"), "hello");
      FTPClient client = client(server);
      for (Runnable mode : modes(client)) {
        mode.run();
        store(client, "d.txt", "stored");
        assertEquals("stored", Files.readString(folder.resolve("d.txt")));
        assertTrue(client.storeFile("made by the test", bytes("over")), client.getReplyString());
        assertEquals("over", retrieve(client, "made by the test"));
        assertEquals(2, client.listFiles().length, server.log());
        assertTrue(client.deleteFile("d.txt"), client.getReplyString());
      }
      assertFalse(client.retrieveFile("missing", new ByteArrayOutputStream()));
    }
    assertTrue(Files.exists(folder.resolve("made by the test")));
  }

  @ParameterizedTest
  @EnumSource
  void realServer_ipv6_passiveAndActive(FtpSoftware software) throws IOException {
    Files.writeString(folder.resolve("a"), "hello");
    try (RealFtpServer server = software.over(folder).address("::1").start()) {
      FTPClient client = client(server);
      for (Runnable mode : modes(client)) {
        mode.run();
        assertEquals("hello", retrieve(client, "a"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void passiveDisabled_refusesPasvAndEpsv(FtpSoftware software) throws IOException {
    Files.writeString(folder.resolve("a"), "hello");
    try (RealFtpServer server = software.over(folder).passiveEnabled(false).start()) {
      FTPClient client = client(server);
      assertTrue(client.pasv() >= 500, client.getReplyString());
      assertTrue(client.epsv() >= 500, client.getReplyString());
      client.enterLocalActiveMode();
      assertEquals("hello", retrieve(client, "a"));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PUREFTPD")
  void portDisabled_refusesPortAndEprt(FtpSoftware software) throws IOException {
    Files.writeString(folder.resolve("a"), "hello");
    try (RealFtpServer server = software.over(folder).portEnabled(false).start()) {
      FTPClient client = client(server);
      assertTrue(client.sendCommand("PORT", "127,0,0,1,200,10") >= 500, client.getReplyString());
      assertTrue(client.sendCommand("EPRT", "|1|127.0.0.1|51210|") >= 500, client.getReplyString());
      client.enterLocalPassiveMode();
      assertEquals("hello", retrieve(client, "a"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void passivePortsAndAddress_areAdvertised(FtpSoftware software) throws IOException {
    var setup = software.over(folder).passivePorts(42100, 42149).passiveAddress("192.0.2.77");
    try (RealFtpServer server = setup.start()) {
      FTPClient client = client(server);
      assertEquals(227, client.pasv());
      String reply = client.getReplyString();
      assertTrue(reply.matches("(?s).*192,0,2,77,164,(11[6-9]|1[2-5]\\d|16[0-5])\\b.*"), reply);
    }
  }

  @ParameterizedTest
  @EnumSource
  void maxClients_refusesTheNext(FtpSoftware software) throws IOException {
    try (RealFtpServer server = software.over(folder).maxClients(1).start()) {
      FTPClient first = client(server);
      var refusal = assertThrows(IOException.class, () -> refused(server));
      assertTrue(refusal.toString().matches("(?s).*(421|530) .*"), refusal.toString());
      assertTrue(first.sendNoOp());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anonymous_reads(FtpSoftware software) throws IOException {
    Files.writeString(folder.resolve("a"), "hello");
    Command.of("chmod", "755", folder.toString()).run();
    try (RealFtpServer server = software.over(folder).anonymous().start()) {
      var client = new FTPClient();
      client.connect(server.host(), server.port());
      assertTrue(client.login("anonymous", "me@example.org"), client.getReplyString());
      client.enterLocalPassiveMode();
      assertEquals("hello", retrieve(client, "a"));
      assertFalse(client.storeFile("b", bytes("x")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void unprivileged_permissionsCount(FtpSoftware software) throws IOException {
    try (RealFtpServer server = software.over(folder).unprivileged().start()) {
      Files.writeString(folder.resolve("secret"), "root's");
      Command.of("chmod", "600", folder.resolve("secret").toString()).run();
      FTPClient client = client(server);
      client.enterLocalPassiveMode();
      assertFalse(client.retrieveFile("secret", new ByteArrayOutputStream()));
      store(client, "mine", "stored");
      assertEquals("stored", retrieve(client, "mine"));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PYFTPDLIB")
  void tls_isOffered(FtpSoftware software, @TempDir Path workspace) throws IOException {
    Provisioned.require("curl");
    Path certificate = workspace.resolve("certificate.pem");
    Path key = workspace.resolve("key.pem");
    Command.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            key.toString(),
            "-out",
            certificate.toString())
        .run();
    Files.writeString(folder.resolve("a"), "hello");
    var offer = new FtpServerSetup.Tls(certificate, key, true);
    try (RealFtpServer server = software.over(folder).tls(offer).start()) {
      Command curl =
          Command.of(
              "curl",
              "-sS",
              "--ssl-reqd",
              "--cacert",
              certificate.toString(),
              "--user",
              server.user() + ":" + server.password(),
              server.url() + "a");
      assertEquals("hello", curl.run().out());
    }
  }

  @ParameterizedTest
  @EnumSource
  void oddNames_areHeldListedAndGivenBack(FtpSoftware software) throws IOException {
    try (RealFtpServer server = software.over(folder).start()) {
      FTPClient client = client(server);
      client.enterLocalPassiveMode();
      var lost = new ArrayList<String>();
      var expected = new TreeSet<String>();
      for (String name : OddNames.heldBy(software)) {
        boolean stored = client.storeFile("./" + latin1(name), bytes(name));
        if (stored && Files.exists(folder.resolve(name))) {
          expected.add(latin1(name));
          if (!retrieve(client, "./" + latin1(name)).equals(name)) {
            lost.add(name + ": comes back changed");
          }
        } else {
          lost.add(name + ": " + client.getReplyString());
        }
      }
      assertEquals(List.of(), lost);
      assertTrue(expected.size() > 30);
      assertEquals(expected, listed(client, software));
    }
  }

  @Test
  void killSessions_breaksTheSessionAndNotTheServer() throws IOException {
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(folder).start()) {
      FTPClient client = client(server);
      server.killSessions();
      assertThrows(IOException.class, client::sendNoOp);
      assertTrue(client(server).sendNoOp());
    }
  }

  @Test
  void netns_dropsAndRejects() throws IOException {
    Provisioned.require("curl");
    Files.writeString(folder.resolve("a"), "hello");
    try (Netns net = Netns.create();
        RealFtpServer server =
            FtpSoftware.VSFTPD.over(folder).passivePorts(40000, 40010).in(net.server()).start()) {
      String credentials = server.user() + ":" + server.password();
      Command curl =
          net.client()
              .command("curl", "-sS", "--connect-timeout", "1", "-u", credentials)
              .within(Duration.ofSeconds(20));
      Command passive = curl.and(server.url() + "a");
      Command active = curl.and("-P", "-", server.url() + "a");
      assertEquals("hello", passive.run().out());
      assertEquals("hello", active.run().out());

      net.server().dropIncoming("40000-40010");
      assertEquals(28, passive.and("-m", "2").runToAnyExit().exit());
      assertEquals("hello", active.run().out());

      net.server().open().rejectIncoming("40000-40010");
      assertEquals(7, passive.runToAnyExit().exit());

      net.server().open();
      net.client().dropNewIncoming();
      assertEquals("hello", passive.run().out());
      assertEquals(28, active.and("-m", "2").runToAnyExit().exit());
    }
  }

  @Test
  void netns_losesPacketsAndSlowsDown() throws IOException {
    Provisioned.require("curl");
    Files.write(folder.resolve("a"), new byte[500_000]);
    try (Netns net = Netns.create();
        RealFtpServer server = FtpSoftware.VSFTPD.over(folder).in(net.server()).start()) {
      Command curl =
          net.client()
              .command("curl", "-sS", "-o", "/dev/null", "-w", "%{size_download} %{time_total}")
              .and("-u", server.user() + ":" + server.password(), server.url() + "a");
      net.server().slow("4mbit");
      String[] slow = curl.run().out().split(" ", 2);
      assertEquals("500000", slow[0]);
      assertTrue(Double.parseDouble(slow[1]) > 0.7, slow[1]);
      net.client().loseIncoming(1);
      assertTrue(curl.run().out().startsWith("500000 "));
      net.client().open().loseIncoming(99);
      assertEquals(28, curl.and("-m", "1").runToAnyExit().exit());
    }
  }

  @Test
  void netns_runsJavaAndSpeaksIpv6() {
    try (Netns net = Netns.create()) {
      assertTrue(net.client().java("--version").run().out().contains("25"));
      net.client().command("ip", "-6", "route", "get", net.server().ipv6()).run();
    }
  }

  @Test
  void command_tellsEverythingOnFailure() {
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () -> Command.of("sh", "-c", "echo out; echo err >&2; exit 3").run());
    assertTrue(String.valueOf(error.getMessage()).contains("exit 3\nout\nerr"), error.toString());
    assertThrows(
        AssertionError.class, () -> Command.of("sleep", "60").within(Duration.ofMillis(50)).run());
    assertEquals("中文", Command.of("cat").reading("中文").run().out());
  }

  private static void refused(RealFtpServer server) throws IOException {
    var client = new FTPClient();
    client.connect(server.host(), server.port());
    if (!client.login(server.user(), server.password())) {
      throw new IOException(client.getReplyString());
    }
  }

  private static Set<String> listed(FTPClient client, FtpSoftware software) throws IOException {
    Stream<String> names =
        software == FtpSoftware.VSFTPD
            ? Arrays.stream(client.listNames("-a"))
            : Arrays.stream(client.mlistDir()).map(FTPFile::getName);
    return names
        .filter(name -> !name.equals(".") && !name.equals(".."))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Runnable> modes(FTPClient client) {
    return List.of(client::enterLocalPassiveMode, client::enterLocalActiveMode);
  }

  private static FTPClient client(RealFtpServer server) throws IOException {
    var client = new FTPClient();
    client.setControlEncoding("ISO-8859-1");
    client.connect(server.host(), server.port());
    assertTrue(client.login(server.user(), server.password()), server.log());
    assertTrue(client.setFileType(FTP.BINARY_FILE_TYPE));
    return client;
  }

  private static void store(FTPClient client, String name, String text) throws IOException {
    assertTrue(client.storeFile(name, bytes(text)), client.getReplyString());
  }

  private static String retrieve(FTPClient client, String name) throws IOException {
    var out = new ByteArrayOutputStream();
    assertTrue(client.retrieveFile(name, out), client.getReplyString());
    return out.toString(UTF_8);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static String latin1(String name) {
    return new String(name.getBytes(UTF_8), ISO_8859_1);
  }
}
