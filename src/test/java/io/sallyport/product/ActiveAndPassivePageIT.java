package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Wording;
import io.sallyport.ground.FtpServerSetup;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.Netns;
import io.sallyport.ground.Provisioned;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The manual's page about active and passive mode shows what the doctor really says: every picture
/// and every verdict on it comes out of the command line over a real vsftpd.
@Timeout(120)
final class ActiveAndPassivePageIT {

  private static final Path PAGE = Path.of("src/site/markdown/active-and-passive.md");

  private static Netns net;
  private static DoctorLoop loop;

  @TempDir Path folder;
  @TempDir Path secrets;

  @BeforeAll
  static void start() throws IOException {
    Provisioned.requireAll("vsftpd");
    net = Netns.create();
    loop = DoctorLoop.in(net.client());
  }

  @AfterAll
  static void end() {
    try (Netns removed = net;
        DoctorLoop ended = loop) {
      assertTrue(removed != null || ended == null);
    }
  }

  @AfterEach
  void open() {
    net.client().open();
    net.server().open();
  }

  @Test
  void nothingInTheWay() throws IOException {
    assertShown(0, vsftpd());
  }

  @Test
  void passivePortsDropped() throws IOException {
    net.server().dropIncoming("40000");
    assertShown(0, vsftpd());
  }

  @Test
  void activeDropped() throws IOException {
    net.client().dropNewIncoming();
    assertShown(0, vsftpd());
  }

  @Test
  void bothDropped() throws IOException {
    net.server().dropIncoming("40000");
    net.client().dropNewIncoming();
    assertShown(1, vsftpd());
  }

  @Test
  void passiveSwitchedOff() throws IOException {
    assertShown(0, vsftpd().passiveEnabled(false));
  }

  @Test
  void everyVerdictAboutModes_isExplained() throws IOException {
    String page = Files.readString(PAGE);
    for (String code :
        List.of(
            "passive-timed-out",
            "passive-rejected",
            "passive-refused",
            "active-nobody-came",
            "active-rejected",
            "active-illegal-address",
            "active-refused",
            "both-blocked",
            "unroutable-address",
            "epsv-unsupported")) {
      assertTrue(page.contains("`" + code + "`"), code + " is not on the page");
      assertTrue(!Wording.ENGLISH.say(code).isEmpty(), code);
    }
  }

  private FtpServerSetup vsftpd() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "hello");
    return FtpSoftware.VSFTPD.over(folder).in(net.server()).port(21).passivePorts(40000, 40000);
  }

  /// The page holds the picture and the first verdict of this run, as they are.
  private void assertShown(int exit, FtpServerSetup setup) throws IOException {
    try (RealFtpServer server = setup.start()) {
      Path password = Files.writeString(secrets.resolve("password"), server.password());
      DoctorLoop.Result result =
          loop.doctor(
              "--lang",
              "en",
              "--data-timeout",
              "1s",
              "--active-ports",
              "50000-50000",
              "--user",
              server.user(),
              "--password-file",
              password.toString(),
              server.url());
      assertEquals(exit, result.exit(), result.out());
      String shown =
          result
              .out()
              .lines()
              .dropWhile(line -> !line.startsWith("  browser"))
              .takeWhile(line -> !line.startsWith("- ") && !line.matches("(Usable|Not usable).*"))
              .collect(Collectors.joining("\n"))
              .strip();
      assertTrue(Files.readString(PAGE).contains(shown), "this is not in " + PAGE + ":\n" + shown);
    }
  }
}
