package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ftp.ScriptedBackend.put;
import static io.sallyport.ftp.ScriptedBackend.text;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.transfer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.TlsSettings;
import io.sallyport.config.TlsSettings.Mode;
import io.sallyport.config.TlsSettings.Version;
import io.sallyport.files.ByteRange;
import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.ground.Certificates;
import io.sallyport.ground.ScriptedFtpServer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that speak TLS and do with it what real ones will not do on command.
@Timeout(60)
final class FtpTlsServersTest {

  private static final RemotePath DOCS = RemotePath.of("docs");
  private static final List<String> MEMBERS = List.of("a.txt", "b.txt", "sub");

  @TempDir private static Path keys;
  private static SSLContext right;
  private static SSLContext foreign;
  private static X509Certificate trusted;

  private ScriptedBackend scripted;
  private ScriptedFtpServer server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    Certificates certificates = new Certificates(keys);
    Certificates.Pair pair = certificates.selfSigned("IP:127.0.0.1");
    right = pair.serving();
    trusted = pair.read();
    foreign = certificates.selfSigned("IP:127.0.0.1").serving();
  }

  private static ScriptedBackend backend(Mode mode) {
    return new ScriptedBackend(server ->
        FtpSettings.of(server.host(), server.port())
            .withConnections(2)
            .withListingAge(Duration.ZERO)
            .withTls(new TlsSettings(mode, Version.AUTO, List.of(trusted), List.of(), null)));
  }

  @BeforeEach
  void start() {
    scripted = backend(Mode.REQUIRED);
    server = scripted.server().offeringTls(right);
  }

  private void use(Mode mode) {
    scripted.close();
    scripted = backend(mode);
    server = scripted.server();
  }

  @AfterEach
  void close() {
    scripted.close();
  }

  @Test
  void controlAndDataAreProtected() {
    assertEquals("hello", text(scripted.files(), FILE, ByteRange.ALL));
    put(scripted.files(), FILE, "new words");
    assertEquals("new words", text(scripted.files(), FILE, ByteRange.ALL));
    assertEquals(MEMBERS, names(scripted.files(), DOCS));
    assertTrue(server.lines().contains("PROT P"));
    assertEquals(List.of("TLSv1.2"), server.tlsVersions());
  }

  @Test
  void opportunistic_takesTlsWhereItIsOffered() {
    use(Mode.OPPORTUNISTIC);
    server.offeringTls(right);
    assertEquals("hello", text(scripted.files(), FILE, ByteRange.ALL));
    assertTrue(server.lines().contains("PROT P"));
    assertEquals(1, server.tlsVersions().size());
  }

  @Test
  void implicit_beginsBeforeTheGreeting() {
    use(Mode.IMPLICIT);
    server.implicitTls(right);
    assertEquals("hello", text(scripted.files(), FILE, ByteRange.ALL));
    assertEquals(0, server.count("AUTH"));
    assertEquals(1, server.tlsVersions().size());
  }

  @Test
  void serverOlderThanTheRfc_isAskedForSsl() {
    server.once("AUTH", reply("504 Unknown security mechanism."));
    assertEquals("hello", text(scripted.files(), FILE, ByteRange.ALL));
    assertEquals(
        List.of("AUTH TLS", "AUTH SSL"),
        server.lines().stream().filter(line -> line.startsWith("AUTH")).toList());
    assertEquals(1, server.tlsVersions().size());
  }

  @Test
  void refusedProtection_isNoReasonToSendFilesInTheClear() {
    server.on("PROT", reply("536 Requested PROT level not supported."));
    Failure.Unreachable failure =
        assertThrows(Failure.Unreachable.class, () -> names(scripted.files(), DOCS));
    assertTrue(String.valueOf(failure.getMessage()).contains("does not protect data connections"));
    assertEquals(0, server.count("EPSV") + server.count("MLSD"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "522 SSL connection failed: session reuse required",
        "425 Unable to build data connection: TLS session of data connection not reused",
        "450 TLS session of data connection has not resumed or the session does not match"
      })
  void complaintAboutASession_isTriedOnceMore_with12_andRemembered(String complaint) {
    server.tlsVersions("TLSv1.3");
    assertTrue(scripted.files().stat(DOCS).isFolder());
    server.tlsVersions("TLSv1.2", "TLSv1.3");
    server.once("MLSD", transfer().upTo(0).closing(complaint));
    assertEquals(MEMBERS, names(scripted.files(), DOCS));
    assertEquals(List.of("TLSv1.3", "TLSv1.2"), server.tlsVersions());

    server.once("MLSD", transfer().upTo(0).closing(complaint).hangingUp());
    assertEquals(MEMBERS, names(scripted.files(), DOCS));
    assertEquals(List.of("TLSv1.3", "TLSv1.2", "TLSv1.2"), server.tlsVersions());
  }

  @Test
  void complaintOnAFreshSession_isNotTriedForEver() {
    server.on("MLSD", transfer().upTo(0).closing("522 session reuse required"));
    Failure.NoDataConnection failure =
        assertThrows(Failure.NoDataConnection.class, () -> names(scripted.files(), DOCS));
    assertEquals(522, failure.reply().orElseThrow().code());
    assertEquals(1, server.count("MLSD"));
  }

  @Test
  void foreignCertificateOnTheDataConnection_isRefused() {
    server.dataTls(foreign);
    Failure.Unreachable failure =
        assertThrows(Failure.Unreachable.class, () -> names(scripted.files(), DOCS));
    assertTrue(
        String.valueOf(failure.getMessage()).contains("issuer that is not trusted"),
        failure.toString());
  }

  @Test
  void loginRefusedUnderTls_isSaidSo() {
    server.admitting("somebody", "else");
    assertThrows(Failure.NotLoggedIn.class, () -> names(scripted.files(), DOCS));
    assertEquals(1, server.count("PASS"));
  }
}
