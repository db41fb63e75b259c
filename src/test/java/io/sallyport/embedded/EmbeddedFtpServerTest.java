package io.sallyport.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.EmbeddedSettings;
import io.sallyport.config.HostPort;
import io.sallyport.config.PortRange;
import io.sallyport.files.Login;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPConnectionClosedException;
import org.apache.commons.net.ftp.FTPFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddedFtpServerTest {

  private static final Login LOGIN = new Login("u", "pä ss");

  @TempDir Path temp;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothDataModes_carryListingsAndFiles(boolean passive) throws Exception {
    FTPClient client = client(start(settings()));
    mode(client, passive);

    store(client, "a.txt", "hello");

    assertEquals("hello", load(client, "a.txt"));
    assertEquals(List.of("a.txt"), names(client.mlistDir()));
    assertEquals(List.of("a.txt"), names(client.listFiles()));
    assertEquals("hello", Files.readString(folder().resolve("a.txt")));
  }

  @Test
  void passiveSwitchedOff_isRefusedAndActiveStillWorks() throws Exception {
    FTPClient client = client(start(with(false, true, 200)));

    assertEquals(502, client.sendCommand("EPSV"));
    assertEquals(502, client.sendCommand("PASV"));
    store(client, "a", "x");
    assertFalse(client.featureValue("EPSV") != null || client.hasFeature("EPSV"));
  }

  @Test
  void activeSwitchedOff_isRefusedAndPassiveStillWorks() throws Exception {
    FTPClient client = client(start(with(true, false, 200)));

    assertEquals(502, client.sendCommand("PORT", "127,0,0,1,200,200"));
    assertEquals(502, client.sendCommand("EPRT", "|1|127.0.0.1|50000|"));
    client.enterLocalPassiveMode();
    store(client, "a", "x");
  }

  @Test
  void passivePortsAndAddress_areTheConfiguredOnes() throws Exception {
    int port = freePort();
    EmbeddedSettings settings =
        new EmbeddedSettings(
            folder(),
            new HostPort("127.0.0.1", 0),
            LOGIN,
            false,
            true,
            new PortRange(port, port),
            "203.0.113.7",
            true,
            200,
            Duration.ofMinutes(1));
    FTPClient client = client(start(settings));

    assertEquals(227, client.sendCommand("PASV"));
    assertTrue(
        client.getReplyString().contains("203,0,113,7," + port / 256 + "," + port % 256),
        client.getReplyString());
  }

  @Test
  void oddNames_comeBackAsTheyWere() throws Exception {
    List<String> names =
        List.of(
            "a b",
            " lead",
            "trail ",
            "#?%&;'\"",
            "[x]*",
            "-la",
            ".dot",
            "~",
            "back\\slash",
            "{output.msg}",
            "中文",
            "ü",
            "e\u0301",
            "😀",
            "x".repeat(200));
    FTPClient client = client(start(settings()));
    client.enterLocalPassiveMode();
    for (String name : names) {
      store(client, name, name);
    }

    assertEquals(new TreeSet<>(names), new TreeSet<>(names(client.mlistDir())));
    try (Stream<Path> files = Files.list(folder())) {
      assertEquals(names.size(), files.count());
    }
    for (String name : names) {
      assertEquals(name, load(client, name));
      assertEquals(213, client.sendCommand("SIZE", name), name);
      assertEquals(250, client.sendCommand("MLST", name), name);
      assertTrue(client.getReplyStrings()[1].endsWith("/" + name), client.getReplyString());
      assertTrue(client.rename(name, name + "2"), name + client.getReplyString());
      assertTrue(client.rename(name + "2", name), name);
      assertTrue(client.deleteFile(name), name + client.getReplyString());
    }
    assertEquals(0, client.mlistDir().length);
  }

  @Test
  void bytesThatAreNotUtf8_comeBackAsTheyWere() throws Exception {
    FTPClient client = new FTPClient();
    client.setControlEncoding(StandardCharsets.ISO_8859_1.name());
    login(
        client,
        start(settings()),
        new Login(
            "u",
            new String("pä ss".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)));
    client.enterLocalPassiveMode();
    String gbk =
        new String(new byte[] {(byte) 0xD6, (byte) 0xD0, (byte) 0xFF}, StandardCharsets.ISO_8859_1);

    store(client, gbk, "x");

    assertEquals(List.of(gbk), names(client.mlistDir()));
    assertEquals("x", load(client, gbk));
    assertTrue(client.deleteFile(gbk));
  }

  @Test
  void factsAreWholeAndTimesCanBeSet() throws Exception {
    FTPClient client = client(start(settings()));
    client.enterLocalPassiveMode();
    store(client, "a b", "hello");

    assertTrue(client.setModificationTime("a b", "20200102030405"), client.getReplyString());

    assertEquals("20200102030405", client.getModificationTime("a b").substring(0, 14));
    FTPFile file = client.mlistDir()[0];
    assertEquals(5, file.getSize());
    assertTrue(file.isFile());
    assertEquals(250, client.sendCommand("MLST", "a b"));
    assertTrue(
        client.getReplyStrings()[1].matches(
            " type=file;size=5;modify=20200102030405;UNIX.mode=0\\d{3}; /a b"),
        client.getReplyString());
  }

  @Test
  void restartAndAppend_keepTheBeginning() throws Exception {
    FTPClient client = client(start(settings()));
    client.enterLocalPassiveMode();
    store(client, "a", "0123456789");

    client.setRestartOffset(7);
    assertEquals("789", load(client, "a"));
    client.setRestartOffset(4);
    store(client, "a", "xy");
    assertEquals("0123xy", Files.readString(folder().resolve("a")));
    assertTrue(client.appendFile("a", new ByteArrayInputStream(new byte[] {'!'})));
    assertEquals("0123xy!", Files.readString(folder().resolve("a")));
  }

  @Test
  void renameOverAFile_replacesItAndOverAFolderDoesNot() throws Exception {
    FTPClient client = client(start(settings()));
    client.enterLocalPassiveMode();
    store(client, "new", "new");
    store(client, "old", "old");
    client.makeDirectory("folder");

    assertFalse(client.rename("new", "folder"));
    assertTrue(client.rename("new", "old"));

    assertEquals("new", Files.readString(folder().resolve("old")));
    assertFalse(Files.exists(folder().resolve("new")));
  }

  @Test
  void whatIsMissing_is550() throws Exception {
    FTPClient client = client(start(settings()));
    client.enterLocalPassiveMode();
    client.makeDirectory("full");
    store(client, "full/a", "x");

    for (String command : List.of("MLST", "MDTM", "SIZE", "DELE", "RMD", "RNFR", "CWD")) {
      assertEquals(550, client.sendCommand(command, "missing"), command);
    }
    assertEquals(550, client.sendCommand("RMD", "full"));
    assertEquals(550, client.sendCommand("DELE", "full"));
    assertEquals(550, client.sendCommand("MKD", "full"));
    client.sendCommand("EPSV");
    assertEquals(550, client.sendCommand("MLSD", "missing"));
    client.sendCommand("EPSV");
    assertEquals(550, client.sendCommand("LIST", "missing"));
  }

  @Test
  void nothingOutsideTheFolder_canBeReached() throws Exception {
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "s");
    EmbeddedFtpServer server = start(settings());
    Files.createSymbolicLink(folder().resolve("link"), outside);
    Files.createSymbolicLink(folder().resolve("file"), outside.resolve("secret"));
    Files.createSymbolicLink(folder().resolve("dangling"), outside.resolve("new"));
    Files.writeString(folder().resolve("mine"), "m");
    Files.createSymbolicLink(folder().resolve("inner"), folder().resolve("mine"));
    FTPClient client = client(server);
    client.enterLocalPassiveMode();

    assertEquals(new TreeSet<>(List.of("inner", "mine")), new TreeSet<>(names(client.mlistDir())));
    assertEquals("m", load(client, "inner"));
    for (String path :
        List.of(
            "link/secret",
            "file",
            "../outside/secret",
            "/../outside/secret",
            "..\\outside\\secret")) {
      assertFalse(client.retrieveFile(path, new ByteArrayOutputStream()), path);
      assertEquals(550, client.sendCommand("SIZE", path), path);
    }
    for (String path : List.of("link/new", "file", "dangling")) {
      assertFalse(client.storeFile(path, new ByteArrayInputStream(new byte[1])), path);
    }
    assertEquals(550, client.sendCommand("CWD", "link"));
    assertEquals(250, client.sendCommand("CWD", "../.."));
    assertArrayEquals(new String[] {"secret"}, outside.toFile().list());
    assertEquals("s", Files.readString(outside.resolve("secret")));
  }

  @Test
  void oneLoginTooMany_is421() throws Exception {
    EmbeddedFtpServer server = start(with(true, true, 2));
    client(server);
    client(server);

    FTPClient third = new FTPClient();
    third.connect("127.0.0.1", server.port());
    opened.add(third::disconnect);

    FTPConnectionClosedException refused =
        assertThrows(FTPConnectionClosedException.class, () -> third.sendCommand("USER", "u"));
    assertTrue(String.valueOf(refused.getMessage()).contains("421"), refused.toString());
  }

  @Test
  void wrongPasswordAndAnonymous_are530() throws Exception {
    EmbeddedFtpServer server = start(settings());
    for (Login login : List.of(new Login("u", "wrong"), Login.ANONYMOUS, new Login("", ""))) {
      FTPClient client = new FTPClient();
      client.connect("127.0.0.1", server.port());
      opened.add(client::disconnect);
      assertFalse(client.login(login.user(), login.password()), login.toString());
    }
  }

  @Test
  void anonymousWhereAllowed_readsAndCannotWrite() throws Exception {
    EmbeddedSettings open =
        new EmbeddedSettings(
            folder(),
            new HostPort("127.0.0.1", 0),
            LOGIN,
            true,
            true,
            null,
            null,
            true,
            10,
            Duration.ofMinutes(1));
    EmbeddedFtpServer server = start(open);
    Files.writeString(folder().resolve("a"), "x");
    FTPClient client = new FTPClient();
    login(client, server, Login.ANONYMOUS);
    client.enterLocalPassiveMode();

    assertEquals("x", load(client, "a"));
    assertFalse(client.storeFile("b", new ByteArrayInputStream(new byte[1])));
    assertFalse(client.storeFile("a", new ByteArrayInputStream(new byte[1])));
    assertFalse(client.deleteFile("a"));
    assertFalse(client.makeDirectory("d"));
    assertFalse(client.rename("a", "c"));
    assertFalse(client.setModificationTime("a", "20200102030405"));
    assertEquals("x", Files.readString(folder().resolve("a")));
  }

  @Test
  void portInUse_isOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      EmbeddedSettings settings =
          new EmbeddedSettings(
              folder(),
              new HostPort("127.0.0.1", taken.getLocalPort()),
              LOGIN,
              false,
              true,
              null,
              null,
              true,
              10,
              Duration.ofMinutes(1));
      IOException failure =
          assertThrows(IOException.class, () -> EmbeddedFtpServer.start(settings));
      assertEquals(
          "The FTP server cannot listen on 127.0.0.1:"
              + taken.getLocalPort()
              + ": Address already in use.",
          failure.getMessage());
    }
  }

  @Test
  void folderThatIsAFile_isOneSentence() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "x");
    IOException failure =
        assertThrows(
            IOException.class, () -> EmbeddedFtpServer.start(EmbeddedSettings.of(file, LOGIN)));
    assertEquals("The folder " + file + " is not a folder.", failure.getMessage());
  }

  private Path folder() {
    return temp.resolve("served");
  }

  private EmbeddedSettings settings() {
    return EmbeddedSettings.of(folder(), LOGIN);
  }

  private EmbeddedSettings with(boolean passive, boolean active, int maxLogins) {
    return new EmbeddedSettings(
        folder(),
        new HostPort("127.0.0.1", 0),
        LOGIN,
        false,
        passive,
        null,
        null,
        active,
        maxLogins,
        Duration.ofMinutes(1));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private EmbeddedFtpServer start(EmbeddedSettings settings) throws IOException {
    EmbeddedFtpServer server = EmbeddedFtpServer.start(settings);
    opened.add(server);
    return server;
  }

  private FTPClient client(EmbeddedFtpServer server) throws IOException {
    FTPClient client = new FTPClient();
    client.setControlEncoding(StandardCharsets.UTF_8.name());
    login(client, server, LOGIN);
    return client;
  }

  private void login(FTPClient client, EmbeddedFtpServer server, Login login) throws IOException {
    client.connect("127.0.0.1", server.port());
    opened.add(client::disconnect);
    assertTrue(client.login(login.user(), login.password()), client.getReplyString());
    client.setFileType(FTP.BINARY_FILE_TYPE);
  }

  private static void mode(FTPClient client, boolean passive) {
    if (passive) {
      client.enterLocalPassiveMode();
    } else {
      client.enterLocalActiveMode();
    }
  }

  private static void store(FTPClient client, String name, String content) throws IOException {
    assertTrue(
        client.storeFile(name, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))),
        () -> name + ": " + client.getReplyString());
  }

  private static String load(FTPClient client, String name) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    assertTrue(client.retrieveFile(name, content), () -> name + ": " + client.getReplyString());
    return content.toString(StandardCharsets.UTF_8);
  }

  private static List<String> names(FTPFile[] files) {
    return Stream.of(files).map(FTPFile::getName).toList();
  }
}
