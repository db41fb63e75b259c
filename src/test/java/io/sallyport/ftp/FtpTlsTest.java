package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.text;
import static io.sallyport.ground.Answer.hangUp;
import static io.sallyport.ground.Answer.raw;
import static io.sallyport.ground.Answer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.TlsSettings;
import io.sallyport.config.TlsSettings.Mode;
import io.sallyport.files.ByteRange;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers, or somebody in between, that will not have TLS.
@Timeout(60)
final class FtpTlsTest {

  private static ScriptedBackend backend(Mode mode) {
    return new ScriptedBackend(
        server -> ScriptedBackend.settings(server).withTls(TlsSettings.of(mode)));
  }

  private static String refusal(ScriptedBackend scripted) {
    Failure.Unreachable refusal =
        assertThrows(Failure.Unreachable.class, () -> text(scripted.files(), FILE, ByteRange.ALL));
    assertEquals(0, scripted.server().count("USER"), "the user was named");
    assertEquals(0, scripted.server().count("PASS"));
    return String.valueOf(refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"500 what?", "502 no", "504 no such mechanism", "534 policy", "331 go on"})
  void strippedAuthTls_isRefusedBeforeTheUserIsNamed(String answer) {
    try (ScriptedBackend scripted = backend(Mode.REQUIRED)) {
      scripted.server().on("AUTH", reply(answer));
      String said = refusal(scripted);
      assertTrue(said.contains("offers no TLS (it answers AUTH TLS with " + answer), said);
    }
  }

  @Test
  void hangingUpAtAuthTls_isNoTls() {
    for (Mode mode : new Mode[] {Mode.REQUIRED, Mode.OPPORTUNISTIC}) {
      try (ScriptedBackend scripted = backend(mode)) {
        scripted.server().on("AUTH", hangUp());
        assertTrue(refusal(scripted).contains("falls silent or hangs up at AUTH TLS"));
      }
    }
  }

  @Test
  void opportunistic_goesOnInTheClearWhereTlsIsRefused() {
    try (ScriptedBackend scripted = backend(Mode.OPPORTUNISTIC)) {
      assertEquals("hello", text(scripted.files(), FILE, ByteRange.ALL));
      assertEquals(1, scripted.server().count("AUTH"));
      assertEquals(0, scripted.server().count("PROT"));
    }
  }

  @Test
  void withoutTls_nobodyAsksForIt() {
    try (ScriptedBackend scripted = backend(Mode.NONE)) {
      assertEquals("hello", text(scripted.files(), FILE, ByteRange.ALL));
      assertEquals(0, scripted.server().count("AUTH"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"REQUIRED", "OPPORTUNISTIC"})
  void wordsInTheClearAfterYes_areNotTakenForWordsUnderTls(Mode mode) {
    try (ScriptedBackend scripted = backend(mode)) {
      scripted.server().on("AUTH", raw("234 go on\r\n230 you are in\r\n"));
      String said = refusal(scripted);
      assertTrue(said.contains("speaks on where TLS has to begin"), said);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"REQUIRED", "OPPORTUNISTIC", "IMPLICIT"})
  void serverThatSpeaksNoTlsAfterAll_isRefused(Mode mode) {
    try (ScriptedBackend scripted = backend(mode)) {
      scripted.server().on("AUTH", reply("234 go on"));
      String said = refusal(scripted);
      assertTrue(said.contains("does not speak TLS where TLS has to begin"), said);
    }
  }

  @Test
  void silenceInTheHandshake_isATimeout() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ScriptedBackend patience = backend(Mode.NONE);
        FtpBackend backend =
            new FtpBackend(
                "mute",
                FtpSettings.of("127.0.0.1", mute.getLocalPort())
                    .withTimeouts(ScriptedBackend.settings(patience.server()).timeouts())
                    .withTls(TlsSettings.of(Mode.IMPLICIT)))) {
      Failure.Unreachable refusal =
          assertThrows(
              Failure.Unreachable.class,
              () -> text(backend.files(Login.ANONYMOUS), FILE, ByteRange.ALL));
      assertTrue(refusal.timedOut());
      assertTrue(
          String.valueOf(refusal.getMessage()).contains("falls silent in the TLS handshake"));
    }
  }
}
