package io.sallyport.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Certificates;
import io.sallyport.ground.Command;
import io.sallyport.ground.FtpServerSetup;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.Namespace;
import io.sallyport.ground.Netns;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.Provisioned;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The first listing that a user sees over HTTP, with every kind of firewall between the packaged
/// gateway and a real vsftpd: each in a network namespace of its own, and curl beside the gateway.
/// The deadlines allow for a busy machine; what it took is printed.
@Timeout(120)
final class MatrixIT {

  /// One backend a case, because the gateway remembers what works: its port is 2101 and so on.
  private static final List<String> CASES =
      List.of(
          "open",
          "passive-dropped",
          "passive-reset",
          "passive-icmp",
          "active-dropped",
          "active-rejected",
          "both-dropped",
          "passive-dropped-active-rejected",
          "wrong-address",
          "no-epsv",
          "no-epsv-no-pasv",
          "no-passive",
          "no-active",
          "ipv6",
          "ipv6-passive-dropped",
          "one-login",
          "one-login-both-dropped",
          "upload",
          "tls-passive-dropped",
          "tls-both-dropped",
          "tls-no-passive",
          "tls-no-active");

  private static final String PASSIVE_PORTS = "40000-40100";

  /// For what takes milliseconds to two seconds.
  private static final Duration SOON = Duration.ofSeconds(6);

  /// For what waits for a connect in vain once or twice.
  private static final Duration IN_TURN = Duration.ofSeconds(15);

  @TempDir static Path shared;

  private static Netns net;
  private static PackagedGateway gateway;
  private static Certificates.Pair certificate;

  @TempDir Path folder;

  private record Answer(int status, String body, Duration took) {}

  @BeforeAll
  static void start() throws IOException {
    Provisioned.requireAll("vsftpd", "curl");
    net = Netns.create();
    certificate = new Certificates(shared).selfSigned("IP:" + net.server().ipv4());
    Files.writeString(shared.resolve("sallyport.yaml"), configuration());
    Files.createDirectory(shared.resolve("files"));
    gateway = gateway();
    // The JVM reads its classes at the first listings, which is not what is measured.
    for (int i = 0; i < 5; i++) {
      assertEquals(200, get(gateway, "files").status());
    }
  }

  private static PackagedGateway gateway() {
    return PackagedGateway.in(
        net.client(),
        "--config",
        shared.resolve("sallyport.yaml").toString(),
        "--state",
        shared.resolve("state").toString(),
        "--folder",
        shared.resolve("files").toString());
  }

  @AfterAll
  static void end() {
    try (Netns removed = net;
        PackagedGateway ended = gateway) {
      assertTrue(removed != null || ended == null);
    }
  }

  @AfterEach
  void open() {
    net.client().open();
    net.server().open();
  }

  private static String configuration() {
    return CASES.stream()
        .map(name -> {
          Namespace server = net.server();
          String host = name.startsWith("ipv6") ? "[" + server.ipv6() + "]" : server.ipv4();
          boolean secured = name.startsWith("tls-");
          return "  %s: {url: \"%s://%s:%d/\"%s}\n"
              .formatted(
                  name,
                  secured ? "ftpes" : "ftp",
                  host,
                  port(name),
                  secured ? ", tls: {trust: " + certificate.certificate() + "}" : "");
        })
        .collect(Collectors.joining("", "backends:\n", ""));
  }

  private static int port(String name) {
    assertTrue(CASES.contains(name), name);
    return 2101 + CASES.indexOf(name);
  }

  private FtpServerSetup vsftpd(String name) throws IOException {
    Files.writeString(folder.resolve("a.txt"), "hello");
    String address = name.startsWith("ipv6") ? net.server().ipv6() : net.server().ipv4();
    FtpServerSetup setup =
        FtpSoftware.VSFTPD
            .over(folder)
            .in(net.server())
            .address(address)
            .port(port(name))
            .passivePorts(40000, 40100);
    return name.startsWith("tls-")
        ? setup.tls(certificate.required()).extra("ssl_ciphers=HIGH").extra("require_ssl_reuse=YES")
        : setup;
  }

  /// How often a command came in, by vsftpd's log.
  private static long times(String verb, RealFtpServer server) {
    return server
        .log()
        .lines()
        .filter(line -> line.contains("FTP command: ") && line.contains("\"" + verb))
        .count();
  }

  private static Answer get(PackagedGateway asked, String name, String... more) {
    Command curl = net.client().command("curl", "-s", "-m", "60", "-H", "Accept: application/json");
    Command timed = curl.and("-w", "\n%{http_code} %{time_total}", asked.url() + name + "/");
    String out = timed.and(more).run().out();
    int end = out.lastIndexOf('\n');
    String[] numbers = out.substring(end + 1).split(" ", 2);
    return new Answer(
        Integer.parseInt(numbers[0]),
        out.substring(0, end),
        Duration.ofMillis(Math.round(1000 * Double.parseDouble(numbers[1]))));
  }

  private static Answer get(PackagedGateway asked, String name, RealFtpServer server) {
    return get(asked, name, "-u", server.user() + ":" + server.password());
  }

  private static void assertListed(String name, RealFtpServer server, Duration deadline) {
    Answer first = get(gateway, name, server);
    Answer second = get(gateway, name, server);
    System.out.printf(
        "matrix %s: first %d ms, second %d ms%n",
        name, first.took().toMillis(), second.took().toMillis());
    for (Answer answer : List.of(first, second)) {
      assertEquals(200, answer.status(), answer.body() + gateway.log() + server.log());
      assertTrue(answer.body().contains("\"name\":\"a.txt\""), answer.body());
    }
    assertTrue(first.took().compareTo(deadline) < 0, first.took().toString());
    assertTrue(second.took().compareTo(SOON) < 0, second.took().toString());
  }

  /// @param attempts modes and outcomes, in order
  private static void assertVerdict(
      String name, RealFtpServer server, int status, String... attempts) {
    Answer answer = get(gateway, name, server);
    System.out.printf("matrix %s: verdict %d ms%n", name, answer.took().toMillis());
    assertEquals(status, answer.status(), answer.body() + server.log());
    assertTrue(answer.body().contains("\"code\":\"no-data-connection\""), answer.body());
    int from = 0;
    for (String attempt : attempts) {
      String[] words = attempt.split(" ", 2);
      int mode = answer.body().indexOf("\"mode\":\"" + words[0] + "\"", from);
      int outcome = answer.body().indexOf("\"outcome\":\"" + words[1] + "\"", mode);
      assertTrue(mode >= from && outcome > mode, attempt + " is missing in " + answer.body());
      from = outcome;
    }
    assertEquals(attempts.length, answer.body().split("\"mode\"", -1).length - 1, answer.body());
    assertTrue(answer.took().compareTo(IN_TURN) < 0, answer.took().toString());
  }

  @Test
  void nothingInTheWay() throws IOException {
    try (RealFtpServer server = vsftpd("open").start()) {
      assertListed("open", server, SOON);
    }
  }

  @Test
  void passivePortsDropped_activeWinsTheRace_andARestartForgetsNothing() throws IOException {
    net.server().dropIncoming(PASSIVE_PORTS);
    try (RealFtpServer server = vsftpd("passive-dropped").start()) {
      assertListed("passive-dropped", server, SOON);
      assertEquals(1, times("EPSV", server), server.log());
      gateway.close();
      gateway = gateway();
      Answer first = get(gateway, "passive-dropped", server);
      assertEquals(200, first.status(), first.body() + gateway.log());
      assertEquals(1, times("EPSV", server), server.log());
    }
  }

  @Test
  void passivePortsRejectedWithReset_activeStepsIn() throws IOException {
    net.server().rejectIncoming(PASSIVE_PORTS);
    try (RealFtpServer server = vsftpd("passive-reset").start()) {
      assertListed("passive-reset", server, SOON);
    }
  }

  @Test
  void passivePortsRejectedWithIcmp_activeStepsIn() throws IOException {
    net.server()
        .rule("input", Namespace.newTo(PASSIVE_PORTS) + "reject with icmpx type admin-prohibited");
    try (RealFtpServer server = vsftpd("passive-icmp").start()) {
      assertListed("passive-icmp", server, SOON);
    }
  }

  @Test
  void activeDropped_passiveWorks() throws IOException {
    net.client().dropNewIncoming();
    try (RealFtpServer server = vsftpd("active-dropped").start()) {
      assertListed("active-dropped", server, SOON);
    }
  }

  @Test
  void activeRejected_passiveWorks() throws IOException {
    rejectActive();
    try (RealFtpServer server = vsftpd("active-rejected").start()) {
      assertListed("active-rejected", server, SOON);
    }
  }

  @Test
  void bothDropped_isAVerdictWithAllAttempts() throws IOException {
    net.server().dropIncoming(PASSIVE_PORTS);
    net.client().dropNewIncoming();
    try (RealFtpServer server = vsftpd("both-dropped").start()) {
      assertVerdict("both-dropped", server, 504, "EPSV timed-out", "EPRT timed-out");
    }
  }

  @Test
  void passiveDroppedAndActiveRejected_isAVerdictWithAllAttempts() throws IOException {
    net.server().dropIncoming(PASSIVE_PORTS);
    rejectActive();
    String name = "passive-dropped-active-rejected";
    try (RealFtpServer server = vsftpd(name).start()) {
      assertVerdict(name, server, 502, "EPSV timed-out", "EPRT rejected");
    }
  }

  @Test
  void anAddressThatLeadsNowhere_isNotUsed() throws IOException {
    try (RealFtpServer server =
        vsftpd("wrong-address").passiveAddress("10.255.255.1").extra("cmds_denied=EPSV").start()) {
      assertListed("wrong-address", server, SOON);
      assertTrue(server.log().contains("PASV"), server.log());
    }
  }

  @Test
  void epsvRefused_pasvWorks() throws IOException {
    try (RealFtpServer server = vsftpd("no-epsv").extra("cmds_denied=EPSV").start()) {
      assertListed("no-epsv", server, SOON);
    }
  }

  @Test
  void epsvAndPasvRefused_activeWorks() throws IOException {
    try (RealFtpServer server = vsftpd("no-epsv-no-pasv").extra("cmds_denied=EPSV,PASV").start()) {
      assertListed("no-epsv-no-pasv", server, SOON);
    }
  }

  @Test
  void passiveDisabled_activeWorks() throws IOException {
    try (RealFtpServer server = vsftpd("no-passive").passiveEnabled(false).start()) {
      assertListed("no-passive", server, SOON);
    }
  }

  @Test
  void activeDisabled_passiveWorks() throws IOException {
    try (RealFtpServer server = vsftpd("no-active").portEnabled(false).start()) {
      assertListed("no-active", server, SOON);
    }
  }

  @Test
  void ipv6() throws IOException {
    try (RealFtpServer server = vsftpd("ipv6").start()) {
      assertListed("ipv6", server, SOON);
    }
  }

  @Test
  void ipv6_passivePortsDropped_activeWinsTheRace() throws IOException {
    net.server().dropIncoming(PASSIVE_PORTS);
    try (RealFtpServer server = vsftpd("ipv6-passive-dropped").start()) {
      assertListed("ipv6-passive-dropped", server, SOON);
    }
  }

  @Test
  void oneLoginAllowed_passivePortsDropped_theModesTakeTurns() throws IOException {
    net.server().dropIncoming(PASSIVE_PORTS);
    try (RealFtpServer server = vsftpd("one-login").extra("max_per_ip=1").start()) {
      assertListed("one-login", server, IN_TURN);
    }
  }

  @Test
  void oneLoginAllowed_bothDropped_isAVerdictWithAllAttempts() throws IOException {
    net.server().dropIncoming(PASSIVE_PORTS);
    net.client().dropNewIncoming();
    try (RealFtpServer server = vsftpd("one-login-both-dropped").extra("max_per_ip=1").start()) {
      assertVerdict("one-login-both-dropped", server, 504, "EPSV timed-out", "EPRT timed-out");
    }
  }

  @Test
  void firstRequestIsAnUpload_itArrivesOnce() throws IOException {
    net.server().dropIncoming(PASSIVE_PORTS);
    try (RealFtpServer server = vsftpd("upload").start()) {
      Command put =
          net.client()
              .command("curl", "-s", "-m", "60", "-u", server.user() + ":" + server.password())
              .and("-w", "%{http_code} %{time_total}", "-X", "PUT", "-d", "words")
              .and("-o", "/dev/null", gateway.url() + "upload/new.txt");
      String[] numbers = put.run().out().split(" ", 2);
      System.out.printf("matrix upload: first %s s%n", numbers[1]);
      assertEquals("201", numbers[0], gateway.log() + server.log());
      assertEquals("words", Files.readString(folder.resolve("new.txt")));
      assertEquals(1, times("STOR", server), server.log());
      try (var names = Files.list(folder)) {
        assertEquals(2, names.count());
      }
    }
  }

  @Test
  void tlsRequired_passivePortsDropped_activeWinsTheRace() throws IOException {
    net.server().dropIncoming(PASSIVE_PORTS);
    try (RealFtpServer server = vsftpd("tls-passive-dropped").start()) {
      assertListed("tls-passive-dropped", server, SOON);
    }
  }

  @Test
  void tlsRequired_bothDropped_isAVerdictWithAllAttempts() throws IOException {
    net.server().dropIncoming(PASSIVE_PORTS);
    net.client().dropNewIncoming();
    try (RealFtpServer server = vsftpd("tls-both-dropped").start()) {
      assertVerdict("tls-both-dropped", server, 504, "EPSV timed-out", "EPRT timed-out");
    }
  }

  @Test
  void tlsRequired_passiveDisabled_activeWorks() throws IOException {
    try (RealFtpServer server = vsftpd("tls-no-passive").passiveEnabled(false).start()) {
      assertListed("tls-no-passive", server, SOON);
    }
  }

  @Test
  void tlsRequired_activeDisabled_passiveWorks() throws IOException {
    net.client().dropNewIncoming();
    try (RealFtpServer server = vsftpd("tls-no-active").portEnabled(false).start()) {
      assertListed("tls-no-active", server, SOON);
    }
  }

  private static void rejectActive() {
    net.client()
        .rule(
            "input",
            "iif "
                + net.client().device()
                + " tcp flags & (syn | ack) == syn reject with tcp reset");
  }
}
