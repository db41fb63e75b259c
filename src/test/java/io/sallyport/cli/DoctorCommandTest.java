package io.sallyport.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.ScriptedFtpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whatever way the password comes in, it goes to the server and nowhere else; the exit code says
/// what came of it.
@Timeout(60)
final class DoctorCommandTest {

  private static final String CANARY = "canary-5ecret";

  private final ScriptedFtpServer server = ScriptedFtpServer.start().admitting("u", CANARY);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path temp;

  @AfterEach
  void close() {
    server.close();
    assertFalse((out.toString() + err).contains(CANARY), out.toString() + err);
  }

  @Test
  void passwordInTheUrl_isUsedAndNeverShown() {
    assertEquals(0, run(Map.of(), "doctor", url("u:" + CANARY + "@")));
    assertTrue(out.toString().contains("Usable: EPSV"), out.toString());
    assertTrue(out.toString().contains("  ok       greeting"), out.toString());
  }

  @Test
  void passwordInAFileOrTheEnvironment_isUsed() throws IOException {
    Path file = Files.writeString(temp.resolve("password"), CANARY + "\nnot this\n");
    assertEquals(
        0, run(Map.of(), "doctor", "--user", "u", "--password-file", file.toString(), url("")));
    assertEquals(0, run(Map.of("SALLYPORT_PASSWORD", CANARY), "doctor", url("u@")));
    assertTrue(server.count("PASS") >= 2);
    assertTrue(
        server.lines().stream()
            .filter(line -> line.startsWith("PASS"))
            .allMatch(("PASS " + CANARY)::equals),
        "another password was sent");
  }

  @Test
  void wrongPassword_isNotUsable() {
    assertEquals(1, run(Map.of("SALLYPORT_PASSWORD", "wrong"), "doctor", url("u@")));
    assertTrue(out.toString().contains("The server refuses user u"), out.toString());
    assertTrue(out.toString().contains("Not usable"), out.toString());
  }

  @Test
  void json_isTheReportAndNothingElse() {
    assertEquals(0, run(Map.of(), "doctor", "--json", url("u:" + CANARY + "@")));
    JsonNode report = JsonMapper.builder().build().readTree(out.toString());
    assertEquals(1, report.at("/schema").asInt());
    assertTrue(report.at("/usable").asBoolean());
    assertEquals("works", report.at("/verdict/code").asString());
    assertEquals(server.url(), report.at("/url").asString());
    assertEquals("", err.toString());
  }

  @Test
  void language_isThatOfTheOptionOrTheEnvironment() {
    run(Map.of("LANG", "zh_CN.UTF-8"), "doctor", url("u:" + CANARY + "@"));
    assertTrue(out.toString().contains("可用: EPSV"), out.toString());
    out.getBuffer().setLength(0);
    run(Map.of("LANG", "zh_CN.UTF-8"), "doctor", "--lang", "en", url("u:" + CANARY + "@"));
    assertTrue(out.toString().contains("Usable: EPSV"), out.toString());
  }

  @Test
  void misuse_isExit2AndOneSentence() {
    for (List<String> words :
        List.of(
            List.of("doctor"),
            List.of("doctor", "sftp://h/"),
            List.of("doctor", "ftp://u:" + CANARY + "/x@h/"),
            List.of("doctor", "--active-ports", "many", "ftp://h/"),
            List.of("doctor", "--data-timeout", "soon", "ftp://h/"),
            List.of("doctor", "--pin", "AB", "ftpes://h/"),
            List.of("doctor", "--password-file", temp.resolve("none").toString(), "ftp://u@h/"),
            List.of("doctor", "--write", "yes", "ftp://h/"))) {
      err.getBuffer().setLength(0);
      assertEquals(2, run(Map.of(), words.toArray(String[]::new)), words.toString());
      assertTrue(err.toString().startsWith("sallyport: "), err.toString());
      assertFalse(err.toString().contains("\tat "), err.toString());
    }
    assertEquals(0, server.connections());
  }

  private String url(String userInfo) {
    return server.url().replace("ftp://", "ftp://" + userInfo);
  }

  private int run(Map<String, String> environment, String... words) {
    CommandLine line = Cli.line(environment);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(words);
  }
}
