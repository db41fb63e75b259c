package io.sallyport.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CliTest {

  @TempDir Path temp;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpAndVersion_arePrinted() {
    assertEquals(0, run("--version"));
    assertTrue(out.toString().startsWith("Sallyport "), out.toString());
    assertEquals(0, run("serve", "--help"));
    assertTrue(out.toString().contains("--listen=HOST:PORT"), out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void unknownOption_isOneSentenceAndExit2() {
    assertEquals(2, run("serve", "--lisen", "x"));
    assertTrue(err.toString().startsWith("sallyport: Unknown option"), err.toString());
    assertTrue(err.toString().contains("Try \"sallyport serve --help\"."), err.toString());
  }

  @Test
  void wrongOptions_areAllNamedAndExit2() {
    assertEquals(2, run("serve", "--listen", "nowhere", "sftp://h/", "ftp://u:s3c/ret@h/"));
    String said = err.toString();
    assertTrue(said.contains("sallyport: --listen: it is HOST:PORT"), said);
    assertTrue(said.contains("SFTP is not FTP but SSH"), said);
    assertTrue(said.contains("the port in the URL is not a number"), said);
    assertFalse(said.contains("s3c"), said);
    assertFalse(said.contains("\tat "), said);
  }

  @Test
  void checkConfig_saysRightOrNamesEveryMistake() throws Exception {
    Path right = Files.writeString(temp.resolve("a.yaml"), "backends: {a: {url: 'ftp://h'}}");
    assertEquals(0, run("check-config", right.toString()));
    assertEquals(right + " is right: 1 backend.", out.toString().strip());

    Path wrong = Files.writeString(temp.resolve("b.yaml"), "lisen: x\nbackends: {a: {url: h}}\n");
    assertEquals(2, run("check-config", wrong.toString()));
    assertEquals(
        wrong
            + ": line 1, column 1: unknown key \"lisen\"; did you mean \"listen\"?\n"
            + wrong
            + ": line 2, column 21: \"url\": an FTP URL starts with ftp://, ftpes:// or ftps://",
        err.toString().strip());
  }

  @Test
  void missingOrBrokenFile_isExit2() throws Exception {
    assertEquals(2, run("serve", "--config", temp.resolve("none").toString()));
    Path broken = Files.writeString(temp.resolve("c.yaml"), "a: [\n");
    assertEquals(2, run("serve", "--config", broken.toString()));
    assertFalse(err.toString().contains("\tat "), err.toString());
  }

  @Test
  void portInUse_isOneSentenceAndExit1() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      assertEquals(1, run("serve", "--listen", address, "--folder", temp.toString()));
      assertEquals(
          "sallyport: Cannot listen on " + address + ": Address already in use.",
          err.toString().strip());
    }
  }

  @Test
  void folderThatCannotBeUsedAndUnknownHost_areOneSentenceAndExit1() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertEquals(1, run("serve", "--listen", "127.0.0.1:0", "--folder", file.toString()));
    assertEquals("sallyport: The folder " + file + " is not a folder.", err.toString().strip());
    err.getBuffer().setLength(0);
    assertEquals(
        1, run("serve", "--listen", "no.such.host.invalid:0", "--folder", file.toString()));
    assertEquals(
        "sallyport: Cannot listen on no.such.host.invalid: the host is unknown.",
        err.toString().strip());
  }

  private int run(String... args) {
    CommandLine line = Cli.line(Map.of("SALLYPORT_STATE", temp.resolve("state").toString()), args);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(args);
  }
}
