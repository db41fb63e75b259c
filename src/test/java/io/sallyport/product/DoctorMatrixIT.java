package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.FtpServerSetup;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.Namespace;
import io.sallyport.ground.Netns;
import io.sallyport.ground.Provisioned;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every kind of firewall between `sallyport doctor` and a real vsftpd, each in a network namespace
/// of its own: the verdict is the right one, and whoever does exactly what it says, taken from its
/// own data, gets through the next time.
@Timeout(180)
final class DoctorMatrixIT {

  private static final String PASSIVE_PORTS = "40000-40100";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static Netns net;
  private static DoctorLoop loop;

  @TempDir Path folder;
  @TempDir Path secrets;

  /// What the advice adds to the next call of the doctor.
  private final List<String> options = new ArrayList<>();

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

  /// The table and the chain that the verdicts' commands name.
  @BeforeEach
  void firewalls() {
    for (Namespace side : List.of(net.client(), net.server())) {
      side.command("nft", "add table inet filter").run();
      side.command("nft", "add chain inet filter input { type filter hook input priority 0 ; }")
          .run();
    }
  }

  @AfterEach
  void open() {
    for (Namespace side : List.of(net.client(), net.server())) {
      side.command("nft", "delete table inet filter").run();
    }
  }

  @Test
  void nothingInTheWay() throws IOException {
    try (RealFtpServer server = vsftpd().start()) {
      JsonNode report = doctor(server, 0);
      assertEquals("works", report.at("/verdict/code").asString());
      assertEquals("EPSV", report.at("/mode").asString());
      assertEquals("vsftpd", report.at("/software").asString());
    }
  }

  @Test
  void passiveDropped() throws IOException {
    block(net.server(), Namespace.newTo(PASSIVE_PORTS) + "drop");
    followed("passive-timed-out", "warning", "EPSV", vsftpd());
  }

  @Test
  void passiveDroppedOverIpv6() throws IOException {
    block(net.server(), Namespace.newTo(PASSIVE_PORTS) + "drop");
    followed("passive-timed-out", "warning", "EPSV", vsftpd().address(net.server().ipv6()));
  }

  @Test
  void passiveRejectedWithReset() throws IOException {
    block(net.server(), Namespace.newTo(PASSIVE_PORTS) + "reject with tcp reset");
    followed("passive-rejected", "warning", "PASV", vsftpd());
  }

  @Test
  void passiveRejectedWithIcmp() throws IOException {
    block(net.server(), Namespace.newTo(PASSIVE_PORTS) + "reject with icmpx type admin-prohibited");
    followed("passive-rejected", "warning", "EPSV", vsftpd());
  }

  @Test
  void activeDropped() throws IOException {
    block(net.client(), newIncoming() + "drop");
    followed("active-nobody-came", "note", "EPRT", vsftpd());
  }

  @Test
  void activeRejected() throws IOException {
    block(net.client(), newIncoming() + "reject with tcp reset");
    followed("active-rejected", "note", "PORT", vsftpd());
  }

  @Test
  void bothDropped_theSimplerOptionHelps() throws IOException {
    block(net.server(), Namespace.newTo(PASSIVE_PORTS) + "drop");
    block(net.client(), newIncoming() + "drop");
    followed("both-blocked", "blocked", "EPSV", vsftpd(), "a");
  }

  @Test
  void bothDropped_theOtherOptionHelpsToo() throws IOException {
    block(net.server(), Namespace.newTo(PASSIVE_PORTS) + "drop");
    block(net.client(), newIncoming() + "reject with tcp reset");
    followed("both-blocked", "blocked", "EPRT", vsftpd(), "b");
  }

  @Test
  void bothDroppedAndOneLoginAllowed() throws IOException {
    block(net.server(), Namespace.newTo(PASSIVE_PORTS) + "drop");
    block(net.client(), newIncoming() + "drop");
    try (RealFtpServer server = vsftpd().extra("max_per_ip=1").start()) {
      // The usual patience with each data connection, not the short one of the other tests.
      options.addAll(List.of("--data-timeout", "3500ms"));
      JsonNode report = doctor(server, 1);
      assertEquals("both-blocked", report.at("/verdict/code").asString(), report.toString());
      assertTrue(report.at("/millis").asLong() < 20_000, report.at("/millis").toString());
    }
  }

  @Test
  void unroutablePassiveAddress() throws IOException {
    FtpServerSetup setup = vsftpd().passiveAddress("10.255.255.1");
    JsonNode after = followed("unroutable-address", "warning", "PASV", setup);
    assertTrue(verdict(after, "unroutable-address").isEmpty(), after.toString());
  }

  @Test
  void epsvRefused_thereIsNothingToDo() throws IOException {
    try (RealFtpServer server = vsftpd().extra("cmds_denied=EPSV").start()) {
      JsonNode report = doctor(server, 0);
      JsonNode verdict = verdict(report, "epsv-unsupported").orElseThrow();
      assertEquals("nobody", verdict.at("/side").asString());
      assertEquals(0, verdict.at("/remedies").size());
      assertEquals("PASV", report.at("/mode").asString());
    }
  }

  @Test
  void passiveSwitchedOff() throws IOException {
    followed("passive-refused", "warning", "EPSV", vsftpd().passiveEnabled(false));
  }

  @Test
  void activeSwitchedOff() throws IOException {
    followed("active-refused", "note", "EPRT", vsftpd().portEnabled(false));
  }

  @Test
  void advertisedAddressIsAnotherThanTheServerSees() throws IOException {
    options.addAll(List.of("--active-address", "198.51.100.9"));
    followed("active-illegal-address", "note", "PORT", vsftpd());
  }

  @Test
  void controlPortDropped() throws IOException {
    block(net.server(), "tcp dport 21 drop");
    followed("connect-timed-out", "blocked", "EPSV", vsftpd());
  }

  @Test
  void controlPortRejected() throws IOException {
    block(net.server(), "tcp dport 21 reject with tcp reset");
    followed("connect-refused", "blocked", "EPSV", vsftpd());
  }

  private FtpServerSetup vsftpd() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "hello");
    return FtpSoftware.VSFTPD.over(folder).in(net.server()).port(21).passivePorts(40000, 40100);
  }

  private static String newIncoming() {
    return "iif " + net.client().device() + " tcp flags & (syn | ack) == syn ";
  }

  private static void block(Namespace side, String rule) {
    side.command("nft", "add rule inet filter input " + rule).run();
  }

  /// The verdict is there; what it says is done; then `mode` works.
  ///
  /// @param option which remedies, of several to choose from
  private JsonNode followed(
      String code, String weight, String mode, FtpServerSetup setup, String... option)
      throws IOException {
    JsonNode verdict;
    try (RealFtpServer server = setup.start()) {
      JsonNode report = doctor(server, weight.equals("blocked") ? 1 : 0);
      verdict = verdict(report, code).orElseThrow(() -> new AssertionError(report.toString()));
      assertEquals(weight, verdict.at("/weight").asString());
      assertFalse(report.at("/modes/" + mode).asString().equals("works") && !isNote(code));
    }
    assertTrue(verdict.at("/remedies").size() > 0, verdict.toString());
    for (JsonNode remedy : verdict.at("/remedies")) {
      if (remedy.at("/option").asString().equals(String.join("", option))) {
        apply(remedy, setup);
      }
    }
    try (RealFtpServer server = setup.start()) {
      JsonNode after = doctor(server, 0);
      assertEquals("works", after.at("/modes/" + mode).asString(), verdict + "\n" + after);
      return after;
    }
  }

  /// PASV works all the same where only its address is wrong.
  private static boolean isNote(String code) {
    return code.equals("unroutable-address");
  }

  private void apply(JsonNode remedy, FtpServerSetup setup) {
    Namespace side = remedy.at("/side").asString().equals("server") ? net.server() : net.client();
    for (JsonNode line : remedy.at("/lines")) {
      String text = line.asString();
      switch (remedy.at("/kind").asString()) {
        case "nft" -> side.command(text.split(" ", -1)).run();
        case "setting" -> setup.extra(text);
        case "gateway-setting" -> gatewaySetting(text);
        // One of nft and iptables is enough.
        default -> assertEquals("iptables", remedy.at("/kind").asString());
      }
    }
  }

  private void gatewaySetting(String line) {
    String[] words = line.replaceFirst("data: \\{(.*)\\}", "$1").split(": ", 2);
    int before = options.indexOf("--" + words[0]);
    if (before >= 0) {
      options.subList(before, before + 2).clear();
    }
    options.addAll(List.of("--" + words[0], words[1]));
  }

  private static Optional<JsonNode> verdict(JsonNode report, String code) {
    for (JsonNode each : report.at("/verdicts")) {
      if (each.at("/code").asString().equals(code)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private JsonNode doctor(RealFtpServer server, int exit) throws IOException {
    Path password = Files.writeString(secrets.resolve("password"), server.password() + "\n");
    List<String> words = new ArrayList<>(options);
    if (!words.contains("--data-timeout")) {
      words.addAll(List.of("--data-timeout", "700ms"));
    }
    words.addAll(List.of("--json", "--user", server.user()));
    words.addAll(List.of("--password-file", password.toString(), server.url()));
    DoctorLoop.Result result = loop.doctor(words.toArray(String[]::new));
    assertEquals(exit, result.exit(), result.out() + server.log());
    assertFalse(result.out().contains(server.password()), "the password is in the output");
    JsonNode report = JSON.readTree(result.out());
    System.out.printf(
        "doctor %s: %s in %d ms%n",
        server.url(), report.at("/verdict/code").asString(), report.at("/millis").asLong());
    return report;
  }
}
