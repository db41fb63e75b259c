package io.sallyport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `tls:` of a backend.
final class TlsReaderTest {

  private static final String PIN =
      "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99"
          + ":AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "ftp://h,none,NONE",
    "ftp://h,opportunistic,OPPORTUNISTIC",
    "ftp://h,{mode: opportunistic},OPPORTUNISTIC",
    "ftp://h,required,REQUIRED",
    "ftp://h,implicit,IMPLICIT",
    "ftpes://h,required,REQUIRED",
    "ftpes://h,{version: 1.3},REQUIRED",
    "ftps://h,{version: auto},IMPLICIT",
    "ftp://h,{version: 1.2},REQUIRED",
  })
  void mode_isWhatSchemeAndKeySay(String url, String tls, TlsSettings.Mode mode) throws Exception {
    assertEquals(mode, tls(url, tls).mode());
  }

  @Test
  void scheme_isEnough() throws Exception {
    assertEquals(
        TlsSettings.of(TlsSettings.Mode.REQUIRED), ftp("backends: {a: {url: 'ftpes://h'}}").tls());
    assertEquals(990, ftp("backends: {a: {url: 'ftps://h'}}").port());
  }

  @Test
  void pins_areReadInAnyForm() throws Exception {
    String bare = PIN.replace(":", "").toLowerCase(java.util.Locale.ROOT);
    assertEquals(List.of(PIN), tls("ftp://h", "{pin: " + bare + "}").pins());
    assertEquals(
        List.of(PIN, PIN), tls("ftp://h", "{pin: ['" + PIN + "', 'sha256:" + bare + "']}").pins());
  }

  @Test
  void filesAreReadAtOnce_relativeToTheConfiguration() throws Exception {
    Certificates.Pair pair = new Certificates(folder).selfSigned("DNS:h");
    TlsSettings tls =
        tls(
            "ftp://h",
            "{trust: "
                + pair.certificate().getFileName()
                + ", certificate: "
                + pair.certificate()
                + ", key: "
                + pair.key().getFileName()
                + "}");
    assertEquals(1, tls.trust().size());
    TlsSettings.Identity identity = tls.identity();
    assertNotNull(identity);
    assertEquals(tls.trust(), identity.chain());
    assertEquals("EC", identity.key().getAlgorithm());
    assertFalse(tls.toString().contains("PrivateKey"), tls.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://h|maybe|it is none, opportunistic, required or implicit, not maybe",
        "ftps://h|required|the URL says implicit (ftps://), so it cannot be another",
        "ftpes://h|{mode: none}|the URL says required (ftpes://), so it cannot be another",
        "ftp://h|{pin: abc}|it is a SHA-256 fingerprint of 64 hexadecimal digits",
        "ftp://h|{trust: none.pem}|the file none.pem cannot be read",
        "ftp://h|{trust: text}|the file text cannot be used: there is no PEM certificate in it",
        "ftp://h|{key: text}|the file text cannot be used: there is no PEM private key in it",
        "ftp://h|{key: old}|its key has to be in PKCS #8 without a password",
        "ftp://h|{key: text}|\"certificate\" and \"key\" belong together",
        "ftp://h|{version: 1.1}|it is auto, 1.2 or 1.3, not 1.1",
        "ftp://h|{pins: x}|unknown key \"pins\"; did you mean \"pin\"?",
      })
  void mistakes_areNamed(String url, String tls, String message) throws Exception {
    Files.writeString(folder.resolve("text"), "hello");
    Files.writeString(
        folder.resolve("old"),
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA\n-----END ENCRYPTED PRIVATE KEY-----");
    String said =
        String.valueOf(assertThrows(InvalidConfiguration.class, () -> tls(url, tls)).getMessage());
    assertTrue(said.contains(message), said);
  }

  private TlsSettings tls(String url, String tls) throws InvalidConfiguration {
    return ftp("backends: {a: {url: '" + url + "', tls: " + tls + "}}").tls();
  }

  private FtpSettings ftp(String yaml) throws InvalidConfiguration {
    BackendSettings backend =
        ConfigurationFile.parse("c.yaml", yaml, folder.resolve("c.yaml")).backends().getFirst();
    return assertInstanceOf(BackendSettings.Source.Server.class, backend.source()).ftp();
  }
}
