package io.sallyport.ftp.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.TlsSettings;
import io.sallyport.config.TlsSettings.Mode;
import io.sallyport.config.TlsSettings.Version;
import io.sallyport.ftp.data.DataModeTable;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which version of TLS is spoken when.
final class TlsClientTest {

  private static TlsRefused wrongVersion() {
    return TlsRefused.of(
        "h:21", new SSLHandshakeException("Received fatal alert: protocol_version"));
  }

  private static TlsClient client(Version version) {
    return client(version, new DataModeTable());
  }

  private static TlsClient client(Version version, TlsVersionMemory memory) {
    return new TlsClient(
        FtpSettings.of("h", 21)
            .withTls(new TlsSettings(Mode.REQUIRED, version, List.of(), List.of(), null)),
        memory);
  }

  @Test
  void whatWasLearned_servesTheNextClientOfTheServer_unlessAVersionIsConfigured() {
    TlsVersionMemory memory = new DataModeTable();
    client(Version.AUTO, memory).worked("TLSv1.3");
    TlsClient next = client(Version.AUTO, memory);
    assertEquals("TLSv1.3", next.peer().version());
    assertEquals("TLSv1.2", client(Version.TLS_1_2, memory).peer().version());
    assertTrue(next.peer().complained());
    assertEquals("TLSv1.2", client(Version.AUTO, memory).peer().version());
    assertEquals(Optional.empty(), memory.tlsVersion("h", 21));
  }

  @Test
  void auto_begins12_turnsTo13WhereNothingElseIsTaken_andRemembers() {
    TlsClient client = client(Version.AUTO);
    TlsPeer first = client.peer();
    assertEquals("TLSv1.2", first.version());
    TlsPeer second = client.instead(first, wrongVersion()).orElseThrow();
    assertEquals("TLSv1.3", second.version());
    assertEquals("TLSv1.2", client.peer().version());
    client.worked("TLSv1.3");
    assertEquals("TLSv1.3", client.peer().version());
  }

  @Test
  void auto_isBackAt12AfterAComplaint_andAt13WhereThatIsRefusedAgain() {
    TlsClient client = client(Version.AUTO);
    client.worked("TLSv1.3");
    assertTrue(client.peer().complained());
    assertEquals("TLSv1.2", client.peer().version());
    assertFalse(client.peer().complained(), "nothing better is left");
    assertEquals(
        Optional.of("TLSv1.3"),
        client.instead(client.peer(), wrongVersion()).map(TlsPeer::version));
  }

  @ParameterizedTest
  @CsvSource({"TLS_1_2,TLSv1.2,false", "TLS_1_3,TLSv1.3,true"})
  void configuredVersion_stays(Version configured, String spoken, boolean freshTicketsMayHelp) {
    TlsClient client = client(configured);
    assertEquals(spoken, client.peer().version());
    assertEquals(Optional.empty(), client.instead(client.peer(), wrongVersion()));
    assertEquals(freshTicketsMayHelp, client.peer().complained());
    assertEquals(spoken, client.peer().version());
  }

  @Test
  void otherVersion_isNoCureForAWrongCertificateOrSilence() {
    TlsClient client = client(Version.AUTO);
    SSLException certificate = new SSLHandshakeException("no");
    certificate.initCause(
        new Untrusted(
            TlsRefused.Doubt.EXPIRED, new X509Certificate[0], " expired on 2020-01-01", null));
    TlsRefused wrong = TlsRefused.of("h:21", certificate);
    assertEquals(
        "The certificate of the FTP server h:21 expired on 2020-01-01.", wrong.getMessage());
    assertEquals(Optional.of(TlsRefused.Doubt.EXPIRED), wrong.doubt());
    assertEquals(Optional.empty(), client.instead(client.peer(), wrong));
    TlsRefused silent = TlsRefused.of("h:21", new SocketTimeoutException("Read timed out"));
    assertEquals(TlsRefused.Reason.SILENCE, silent.reason());
    assertEquals(Optional.empty(), client.instead(client.peer(), silent));
  }

  @Test
  void sessionsWithoutTickets_areAskedFor() {
    assertEquals(Mode.REQUIRED, client(Version.AUTO).mode());
    assertEquals("false", System.getProperty("jdk.tls.client.enableSessionTicketExtension"));
  }
}
