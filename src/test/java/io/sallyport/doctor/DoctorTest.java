package io.sallyport.doctor;

import static io.sallyport.ground.Answer.activeDropped;
import static io.sallyport.ground.Answer.activeRefused;
import static io.sallyport.ground.Answer.hangUp;
import static io.sallyport.ground.Answer.passive;
import static io.sallyport.ground.Answer.passiveDropped;
import static io.sallyport.ground.Answer.passiveRefused;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.silence;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.TlsSettings;
import io.sallyport.files.DataMode;
import io.sallyport.files.Login;
import io.sallyport.files.Verdict;
import io.sallyport.files.Verdict.Code;
import io.sallyport.files.Verdict.Weight;
import io.sallyport.files.Wording;
import io.sallyport.ground.ScriptedFtpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Every odd server has its verdict, and none of them makes the doctor wait long.
@Timeout(60)
final class DoctorTest {

  private static final String CANARY = "canary-5ecret";

  private final ScriptedFtpServer server = ScriptedFtpServer.start();
  private final List<String> before;
  private final List<Step> streamed = new ArrayList<>();

  DoctorTest() {
    server.tree().file("docs/a.txt", "hello").file("b.txt", "0123456789");
    before = server.tree().paths();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void nothingInTheWay_everyStepIsTold() throws InterruptedException {
    Report report = examine(false);
    assertEquals(Code.WORKS, first(report).code());
    assertTrue(report.isUsable());
    assertEquals(DataMode.EPSV, report.mode());
    for (DataMode mode : DataMode.values()) {
      assertEquals("works", report.modes().get(mode), report.toString());
    }
    for (Step.Id id : Step.Id.values()) {
      boolean expected = id != Step.Id.WRITE && id != Step.Id.CERTIFICATE;
      assertEquals(expected, has(report, id), id.toString());
    }
    assertEquals(2, step(report, Step.Id.MLSD).facts().get("entries"));
    assertEquals(2, step(report, Step.Id.LIST).facts().get("entries"));
    assertEquals(report.steps().size(), streamed.size());
    assertEquals(Step.Id.RESOLVE, streamed.getFirst().id());
    assertTrue(has(report, Code.NO_TLS));
  }

  @Test
  void passwordsAreNowhere() throws InterruptedException {
    server.on("SYST", reply("215 UNIX"));
    Report report = examine(true);
    String everything =
        report + streamed.toString() + new TextReport(Wording.CHINESE).conclusion(report);
    assertFalse(everything.contains(CANARY), everything);
    assertTrue(everything.contains("PASS ***"), everything);
    assertTrue(server.lines().contains("PASS " + CANARY));
  }

  @Test
  void writeProbe_uploadsMeasuresRenamesDeletesAndLeavesNothing() throws InterruptedException {
    Report report = examine(true);
    assertTrue(has(report, Code.WRITE_WORKS), report.toString());
    assertEquals(
        List.of("upload", "size", "rename", "delete"),
        step(report, Step.Id.WRITE).facts().get("done"));
    assertEquals(before, server.tree().paths());
  }

  @Test
  void renameRefused_isToldAndNothingIsLeft() throws InterruptedException {
    server.on("RNTO", reply("553 No renaming here."));
    Report report = examine(true);
    assertEquals("553 No renaming here.", finding(report, Code.RENAME_REFUSED).get("reply"));
    assertEquals(before, server.tree().paths());
    assertTrue(report.isUsable());
  }

  @Test
  void withoutWrite_nothingIsChanged() throws InterruptedException {
    examine(false);
    for (String verb : List.of("STOR", "DELE", "RNFR", "MKD")) {
      assertEquals(0, server.count(verb), verb);
    }
  }

  @Test
  void closed_itLeavesTheServer() throws InterruptedException {
    server.on("SYST", silence());
    try (Examination examination = Doctor.examine(settings(), new Login("u", CANARY), false)) {
      assertTrue(examination.next().isPresent());
      server.awaitCommand("SYST");
    }
    server.awaitOpenConnections(0);
  }

  @Test
  void greetsAndHangs() throws InterruptedException {
    server.on("USER", silence());
    assertBlocked(Code.CONTROL_LOST, "command", "USER");
  }

  @Test
  void neverGreets() throws InterruptedException {
    server.on(ScriptedFtpServer.CONNECT, silence());
    assertBlocked(Code.NO_GREETING, "server", "127.0.0.1");
  }

  @Test
  void closesAtOnce() throws InterruptedException {
    server.on(ScriptedFtpServer.CONNECT, hangUp());
    assertBlocked(Code.HANGS_UP, "server", "127.0.0.1");
  }

  @Test
  void speaksSomethingElse() throws InterruptedException {
    server.on(ScriptedFtpServer.CONNECT, reply("SSH-2.0-OpenSSH_9.2"));
    assertBlocked(Code.NOT_FTP, "server", "127.0.0.1");
  }

  @Test
  void says421AtOnce() throws InterruptedException {
    server.on(ScriptedFtpServer.CONNECT, reply("421 Too many of you.").then(hangUp()));
    assertBlocked(Code.BUSY, "reply", "421 Too many of you.");
  }

  @Test
  void refusesTheLogin() throws InterruptedException {
    server.admitting("u", "another");
    assertBlocked(Code.LOGIN_REFUSED, "reply", "530 Login incorrect.");
  }

  @Test
  void refusesAuthTls_andNothingIsSentToIt() throws InterruptedException {
    server.on("AUTH", reply("502 No TLS here."));
    Report report = examine(settings().withTls(TlsSettings.of(TlsSettings.Mode.REQUIRED)), false);
    assertEquals(Code.TLS_NOT_OFFERED, first(report).code());
    assertEquals("502 No TLS here.", first(report).parameters().get("reply"));
    assertEquals(0, server.count("USER"));
  }

  @Test
  void nobodyListens() throws IOException, InterruptedException {
    int free;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = closed.getLocalPort();
    }
    Report report = examine(patient(FtpSettings.of("127.0.0.1", free)), false);
    assertEquals(Code.CONNECT_REFUSED, first(report).code());
    assertEquals(Integer.toString(free), first(report).parameters().get("port"));
    assertEquals(Step.State.FAILED, step(report, Step.Id.TCP).state());
  }

  @Test
  void hostUnknown() throws InterruptedException {
    Report report = examine(patient(FtpSettings.of("no.such.host.invalid", 21)), false);
    assertEquals(Code.HOST_UNKNOWN, first(report).code());
    assertEquals(Step.State.FAILED, step(report, Step.Id.RESOLVE).state());
  }

  @Test
  void epsvAnsweredWithGarbage_pasvIsUsed() throws InterruptedException {
    server.on("EPSV", reply("229 Entering something (nonsense)"));
    Report report = examine(false);
    assertEquals(DataMode.PASV, report.mode());
    assertEquals("garbled", report.modes().get(DataMode.EPSV));
    assertTrue(has(report, Code.EPSV_GARBLED));
  }

  @Test
  void epsvUnknown_thereIsNothingToDo() throws InterruptedException {
    server.without("EPSV");
    Report report = examine(false);
    assertEquals(DataMode.PASV, report.mode());
    assertEquals("500 Unknown command.", finding(report, Code.EPSV_UNSUPPORTED).get("reply"));
    assertEquals(Code.WORKS, first(report).code());
  }

  @Test
  void pasvNamesAnotherAddress_itIsIgnored() throws InterruptedException {
    server.without("EPSV").on("PASV", passive("227 Here (10,0,0,1,{p1},{p2})"));
    server.on(ScriptedFtpServer.CONNECT, reply("220 (vsFTPd 3.0.3)"));
    Report report = examine(false);
    assertEquals("works", report.modes().get(DataMode.PASV));
    assertEquals("10.0.0.1", finding(report, Code.UNROUTABLE_ADDRESS).get("advertised"));
    assertEquals(
        List.of("pasv_address=127.0.0.1"),
        remedies(report, Code.UNROUTABLE_ADDRESS).getFirst().lines());
  }

  @Test
  void bothDirectionsDropped_eitherHelps() throws InterruptedException {
    server.on("EPSV", passiveDropped("229 Here (|||{port}|)"));
    server.on("PASV", passiveDropped("227 Here (127,0,0,1,{p1},{p2})"));
    server.on("EPRT", activeDropped());
    server.on("PORT", activeDropped());
    Report report = examine(false);
    assertEquals(Code.BOTH_BLOCKED, first(report).code());
    assertEquals(Weight.BLOCKED, first(report).weight());
    assertFalse(report.isUsable());
    List<Remedy> remedies = report.findings().getFirst().remedies();
    assertTrue(remedies.stream().anyMatch(each -> each.option().equals("a")), remedies.toString());
    assertTrue(remedies.stream().anyMatch(each -> each.option().equals("b")), remedies.toString());
    assertEquals(
        List.of(Picture.State.OK, Picture.State.OK, Picture.State.DROPPED, Picture.State.DROPPED),
        report.picture().links().stream().map(Picture.Link::state).toList());
  }

  @Test
  void passiveRejected_activeWorksMeanwhile() throws InterruptedException {
    server.on("EPSV", passiveRefused("229 Here (|||{port}|)"));
    server.on("PASV", passiveRefused("227 Here (127,0,0,1,{p1},{p2})"));
    Report report = examine(false);
    assertEquals(Code.PASSIVE_REJECTED, first(report).code());
    assertEquals(Weight.WARNING, first(report).weight());
    assertEquals("EPRT", first(report).parameters().get(Wording.MEANWHILE));
    assertEquals(DataMode.EPRT, report.mode());
  }

  @Test
  void activeRefusedAtOnce_isANoteWherePassiveWorks() throws InterruptedException {
    server.on("EPRT", activeRefused());
    server.on("PORT", activeRefused());
    Report report = examine(false);
    assertTrue(report.isUsable());
    assertEquals(Code.WORKS, first(report).code());
    assertTrue(has(report, Code.ACTIVE_REJECTED), report.toString());
  }

  @Test
  void oneLoginAllowed_theModesTakeTurns() throws InterruptedException {
    server.connectionLimit(1);
    Report report = examine(false);
    assertTrue(report.isUsable(), report.toString());
    assertEquals("works", report.modes().get(DataMode.PORT), report.toString());
  }

  @Test
  void folderThatIsNotThere_isToldAndNotUsable() throws InterruptedException {
    Report report = examine(settings().withRoot("nowhere"), false);
    assertEquals(Code.FOLDER_REFUSED, first(report).code());
    assertFalse(report.isUsable());
  }

  @Test
  void onlyAForbiddenModeWorks_isToldAsSuch() throws InterruptedException {
    FtpSettings.DataSettings auto = FtpSettings.DataSettings.AUTO;
    Report report =
        examine(
            settings()
                .withData(
                    new FtpSettings.DataSettings(
                        List.of(DataMode.PORT), null, null, auto.trustedAddresses())),
            false);
    assertEquals(DataMode.PORT, report.mode());
    server.on("PORT", reply("500 What?")).on("EPRT", reply("500 What?"));
    report =
        examine(
            settings()
                .withData(
                    new FtpSettings.DataSettings(
                        List.of(DataMode.PORT), null, null, auto.trustedAddresses())),
            false);
    assertEquals(Code.MODE_NOT_ALLOWED, first(report).code());
    assertFalse(report.isUsable());
  }

  @Test
  void hostileWords_moveNoCursor() throws InterruptedException {
    server.on(ScriptedFtpServer.CONNECT, reply("220 \u001b[2J\u009b31mhello\u0007"));
    server.on("EPSV", reply("500 \u001b]0;owned\u0007"));
    Report report = examine(false);
    TextReport text = new TextReport(Wording.ENGLISH);
    StringBuilder shown = new StringBuilder(text.conclusion(report));
    streamed.forEach(step -> shown.append(text.step(step)));
    assertTrue(
        shown
            .chars()
            .allMatch(c -> c == '\n' || (c >= 0x20 && c != 0x7F && (c < 0x80 || c > 0x9F))),
        shown.toString());
  }

  private void assertBlocked(Code code, String parameter, String value)
      throws InterruptedException {
    Report report = examine(false);
    assertEquals(code, first(report).code(), report.toString());
    assertEquals(value, first(report).parameters().get(parameter));
    assertEquals(Weight.BLOCKED, first(report).weight());
    assertFalse(report.isUsable());
    assertTrue(
        report.steps().stream().anyMatch(step -> step.state() != Step.State.OK),
        report.steps().toString());
  }

  private FtpSettings settings() {
    return patient(FtpSettings.of(server.host(), server.port()));
  }

  private static FtpSettings patient(FtpSettings settings) {
    return settings.withTimeouts(
        new FtpSettings.Timeouts(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60)));
  }

  private Report examine(boolean write) throws InterruptedException {
    return examine(settings(), write);
  }

  private Report examine(FtpSettings settings, boolean write) throws InterruptedException {
    streamed.clear();
    try (Examination examination = Doctor.examine(settings, new Login("u", CANARY), write)) {
      for (Optional<Step> step = examination.next(); step.isPresent(); step = examination.next()) {
        streamed.add(step.get());
      }
      return examination.report();
    }
  }

  private static Verdict first(Report report) {
    return report.findings().getFirst().verdict();
  }

  private static boolean has(Report report, Code code) {
    return report.findings().stream().anyMatch(each -> each.verdict().code() == code);
  }

  private static boolean has(Report report, Step.Id id) {
    return report.steps().stream().anyMatch(step -> step.id() == id);
  }

  private static java.util.Map<String, String> finding(Report report, Code code) {
    return report.findings().stream()
        .filter(each -> each.verdict().code() == code)
        .findFirst()
        .orElseThrow(() -> new AssertionError(code + " is missing in " + report))
        .verdict()
        .parameters();
  }

  private static List<Remedy> remedies(Report report, Code code) {
    return report.findings().stream()
        .filter(each -> each.verdict().code() == code)
        .findFirst()
        .orElseThrow()
        .remedies();
  }

  private static Step step(Report report, Step.Id id) {
    return report.steps().stream().filter(step -> step.id() == id).findFirst().orElseThrow();
  }
}
