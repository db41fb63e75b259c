package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ftp.ScriptedBackend.put;
import static io.sallyport.ftp.ScriptedBackend.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.TlsSettings;
import io.sallyport.config.TlsSettings.Mode;
import io.sallyport.config.TlsSettings.Version;
import io.sallyport.files.ByteRange;
import io.sallyport.files.DataMode;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Upload;
import io.sallyport.ftp.data.DataModeFile;
import io.sallyport.ground.Certificates;
import io.sallyport.ground.FtpServerSetup;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.RealFtpServer;
import io.sallyport.ground.SocksServer;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// FTP over TLS with real servers, each as strict about sessions as it can be.
@Timeout(180)
final class FtpsIT {

  private static final int ROUNDS = 10;
  private static final int BIG = 100 * 1024 * 1024;

  @TempDir private static Path keys;
  private static Certificates certificates;
  private static Certificates.Pair authority;
  private static Certificates.Pair right;

  @TempDir private Path folder;

  /// Servers, each with one way to take TLS.
  enum Way {
    VSFTPD_1_2(FtpSoftware.VSFTPD, Version.AUTO, Mode.REQUIRED) {
      @Override
      FtpServerSetup adjust(FtpServerSetup setup) {
        return super.adjust(setup).openssl("MaxProtocol = TLSv1.2");
      }
    },
    VSFTPD_1_3(FtpSoftware.VSFTPD, Version.AUTO, Mode.REQUIRED) {
      @Override
      FtpServerSetup adjust(FtpServerSetup setup) {
        return super.adjust(setup).openssl("MinProtocol = TLSv1.3");
      }
    },
    VSFTPD_IMPLICIT(FtpSoftware.VSFTPD, Version.AUTO, Mode.IMPLICIT) {
      @Override
      FtpServerSetup adjust(FtpServerSetup setup) {
        return super.adjust(setup).extra("implicit_ssl=YES");
      }
    },
    PROFTPD_1_2(FtpSoftware.PROFTPD, Version.AUTO, Mode.REQUIRED) {
      @Override
      FtpServerSetup adjust(FtpServerSetup setup) {
        return setup.extra("TLSProtocol TLSv1.2");
      }
    },
    PROFTPD_1_3(FtpSoftware.PROFTPD, Version.AUTO, Mode.REQUIRED) {
      @Override
      FtpServerSetup adjust(FtpServerSetup setup) {
        return setup.extra("TLSProtocol TLSv1.3");
      }
    },
    PROFTPD_IMPLICIT(FtpSoftware.PROFTPD, Version.AUTO, Mode.IMPLICIT) {
      @Override
      FtpServerSetup adjust(FtpServerSetup setup) {
        return setup.extra("TLSOptions UseImplicitSSL");
      }
    },
    PUREFTPD_1_2(FtpSoftware.PUREFTPD, Version.TLS_1_2, Mode.REQUIRED),
    PUREFTPD_1_3(FtpSoftware.PUREFTPD, Version.TLS_1_3, Mode.REQUIRED),
    PYFTPDLIB_1_2(FtpSoftware.PYFTPDLIB, Version.TLS_1_2, Mode.REQUIRED),
    PYFTPDLIB_1_3(FtpSoftware.PYFTPDLIB, Version.TLS_1_3, Mode.REQUIRED);

    final FtpSoftware software;
    final Version version;
    final Mode mode;

    Way(FtpSoftware software, Version version, Mode mode) {
      this.software = software;
      this.version = version;
      this.mode = mode;
    }

    FtpServerSetup adjust(FtpServerSetup setup) {
      return software == FtpSoftware.VSFTPD
          ? setup.extra("ssl_ciphers=HIGH").extra("require_ssl_reuse=YES")
          : setup;
    }

    RealFtpServer start(Path folder, Certificates.Pair certificate) {
      return adjust(software.over(folder).tls(certificate.required())).start();
    }
  }

  @BeforeAll
  static void makeCertificates() {
    certificates = new Certificates(keys);
    authority = certificates.authority("Test CA");
    right = certificates.issuedBy(authority, "IP:127.0.0.1");
  }

  private static TlsSettings trusting(Mode mode, Version version, Certificates.Pair... issuers)
      throws Exception {
    List<X509Certificate> trust = new ArrayList<>();
    for (Certificates.Pair issuer : issuers) {
      trust.add(issuer.read());
    }
    return new TlsSettings(mode, version, trust, List.of(), null);
  }

  private static FtpSettings settings(RealFtpServer server, TlsSettings tls) {
    return FtpSettings.of(server.host(), server.port()).withTls(tls);
  }

  private static Login login(RealFtpServer server) {
    return new Login(server.user(), server.password());
  }

  @ParameterizedTest
  @EnumSource
  void tenUploadsTenDownloadsTenListings_passive(Way way) throws Exception {
    manyTransfers(way, DataMode.EPSV);
  }

  @ParameterizedTest
  @EnumSource
  void tenUploadsTenDownloadsTenListings_active(Way way) throws Exception {
    manyTransfers(way, DataMode.EPRT);
  }

  private void manyTransfers(Way way, DataMode mode) throws Exception {
    try (RealFtpServer server = way.start(folder, right);
        FtpBackend backend =
            new FtpBackend(
                "tls",
                settings(server, trusting(way.mode, way.version, authority))
                    .withData(
                        new FtpSettings.DataSettings(List.of(mode), null, null, List.of())))) {
      RemoteFiles files = backend.files(login(server));
      List<String> expected = IntStream.range(0, ROUNDS).mapToObj(i -> "file-" + i).toList();
      for (String name : expected) {
        put(files, RemotePath.of(name), "content of " + name);
      }
      for (String name : expected) {
        assertEquals("content of " + name, text(files, RemotePath.of(name), ByteRange.ALL));
        assertEquals("content of " + name, Files.readString(folder.resolve(name)));
      }
      for (int i = 0; i < ROUNDS; i++) {
        assertEquals(expected, names(files, RemotePath.ROOT));
      }
      put(files, RemotePath.of("empty"), "");
      assertEquals("", text(files, RemotePath.of("empty"), ByteRange.ALL));
      assertEquals("tent", text(files, RemotePath.of("file-0"), new ByteRange(3, 4)));
      assertEquals(1, backend.openConnections());
    } catch (Failure e) {
      throw new AssertionError(e + " " + e.reply() + " " + e.attempts(), e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VSFTPD_1_2", "VSFTPD_1_3", "PROFTPD_1_2", "PUREFTPD_1_2"})
  void bigFile_goesBothWaysUnchanged(Way way) throws Exception {
    Path local = folder.resolve("local");
    byte[] block = new byte[1 << 20];
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Random random = new Random(1);
    try (var out = Files.newOutputStream(local)) {
      for (int i = 0; i < BIG >> 20; i++) {
        random.nextBytes(block);
        digest.update(block);
        out.write(block);
      }
    }
    byte[] expected = digest.digest();
    try (RealFtpServer server = way.start(folder, right);
        FtpBackend backend =
            new FtpBackend("tls", settings(server, trusting(way.mode, way.version, authority)))) {
      RemoteFiles files = backend.files(login(server));
      ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
      try (FileChannel from = FileChannel.open(local);
          Upload upload = files.write(RemotePath.of("big"))) {
        while (from.read(buffer.clear()) >= 0) {
          upload.write(buffer.flip());
        }
        upload.commit();
      }
      try (InputStream stored = Files.newInputStream(folder.resolve("big"))) {
        for (int n = stored.read(block); n >= 0; n = stored.read(block)) {
          digest.update(block, 0, n);
        }
      }
      assertArrayEquals(expected, digest.digest());
      try (Download download = files.read(RemotePath.of("big"), ByteRange.ALL)) {
        while (download.read(buffer.clear()) >= 0) {
          digest.update(buffer.flip());
        }
      }
      assertArrayEquals(expected, digest.digest());
    }
  }

  @Test
  void vsftpdsLimitedToOneVersion_refuseTheOther() throws Exception {
    for (Way way : List.of(Way.VSFTPD_1_2, Way.VSFTPD_1_3)) {
      Version other = way == Way.VSFTPD_1_2 ? Version.TLS_1_3 : Version.TLS_1_2;
      try (RealFtpServer server = way.start(folder, right)) {
        String said =
            String.valueOf(refusal(server, trusting(Mode.REQUIRED, other, authority)).getMessage());
        assertTrue(said.contains("TLS handshake"), said);
        assertTrue(works(server, trusting(Mode.REQUIRED, way.version, authority)));
      }
    }
  }

  @Test
  void versionThatAServerInsistsOn_isRememberedAcrossARestart(@TempDir Path state)
      throws Exception {
    TlsSettings tls = trusting(Mode.REQUIRED, Version.AUTO, authority);
    try (RealFtpServer server = Way.VSFTPD_1_3.start(folder, right);
        SocksServer counter = SocksServer.start()) {
      FtpSettings settings =
          settings(server, tls)
              .withProxy(ProxySettings.parse("socks5://127.0.0.1:" + counter.port()));
      for (int tries : new int[] {2, 1}) {
        int before = counter.targets().size();
        try (FtpBackend backend = new FtpBackend("tls", settings, DataModeFile.in(state))) {
          Entry root = backend.files(login(server)).stat(RemotePath.ROOT);
          assertTrue(root.isFolder());
        }
        assertEquals(tries, counter.targets().size() - before);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VSFTPD_1_2", "VSFTPD_1_3", "PROFTPD_1_2", "VSFTPD_IMPLICIT"})
  void throughASocksProxy_sessionsAreReusedToo(Way way) throws Exception {
    try (RealFtpServer server = way.start(folder, right);
        SocksServer socks = SocksServer.start();
        FtpBackend backend =
            new FtpBackend(
                "tls",
                settings(server, trusting(way.mode, way.version, authority))
                    .withProxy(ProxySettings.parse("socks5://127.0.0.1:" + socks.port())))) {
      RemoteFiles files = backend.files(login(server));
      for (String name : List.of("a", "b", "c")) {
        put(files, RemotePath.of(name), "content of " + name);
        assertEquals("content of " + name, text(files, RemotePath.of(name), ByteRange.ALL));
      }
      assertEquals(List.of("a", "b", "c"), names(files, RemotePath.ROOT));
      assertTrue(socks.targets().size() > 7, socks.targets().toString());
    }
  }

  // Whom to trust.

  private static Failure.Unreachable refusal(RealFtpServer server, TlsSettings tls) {
    try (FtpBackend backend = new FtpBackend("tls", settings(server, tls))) {
      RemoteFiles files = backend.files(login(server));
      Failure.Unreachable refusal =
          assertThrows(Failure.Unreachable.class, () -> names(files, RemotePath.ROOT));
      assertFalse(server.log().contains("USER " + server.user()), server.log());
      return refusal;
    }
  }

  @Test
  void unknownIssuer_isRefusedAndTheFingerprintIsNamed() throws Exception {
    try (RealFtpServer server = Way.VSFTPD_1_2.start(folder, right)) {
      for (TlsSettings tls :
          List.of(
              TlsSettings.of(Mode.REQUIRED),
              TlsSettings.of(Mode.OPPORTUNISTIC),
              trusting(Mode.REQUIRED, Version.AUTO, certificates.authority("Another CA")))) {
        String said = refusal(server, tls).getMessage();
        assertEquals(
            "The certificate of the FTP server 127.0.0.1:"
                + server.port()
                + " comes from an issuer that is not trusted (Test CA); if it is the right one,"
                + " trust that issuer or pin the SHA-256 fingerprint "
                + fingerprint(right)
                + ".",
            said);
      }
    }
  }

  @Test
  void certificateForAnotherHost_isRefusedAndItsNamesAreNamed() throws Exception {
    Certificates.Pair other = certificates.issuedBy(authority, "DNS:ftp.example.org,IP:192.0.2.1");
    try (RealFtpServer server = Way.VSFTPD_1_2.start(folder, other)) {
      assertEquals(
          "The certificate of the FTP server 127.0.0.1:"
              + server.port()
              + " is for ftp.example.org, 192.0.2.1 and not for 127.0.0.1.",
          refusal(server, trusting(Mode.REQUIRED, Version.AUTO, authority)).getMessage());
    }
  }

  @Test
  void expiredCertificate_isRefusedWithItsDate() throws Exception {
    Certificates.Pair old = certificates.expired("127.0.0.1");
    String day =
        old.read()
            .getNotAfter()
            .toInstant()
            .atOffset(java.time.ZoneOffset.UTC)
            .toLocalDate()
            .toString();
    try (RealFtpServer server = Way.VSFTPD_1_2.start(folder, old)) {
      assertEquals(
          "The certificate of the FTP server 127.0.0.1:"
              + server.port()
              + " expired on "
              + day
              + ".",
          refusal(server, trusting(Mode.REQUIRED, Version.AUTO, old)).getMessage());
      assertTrue(works(server, pinning(old)));
    }
  }

  @Test
  void pinnedCertificate_isAcceptedWhoeverMadeItForWhomever() throws Exception {
    Certificates.Pair own = certificates.selfSigned("DNS:somewhere.example");
    try (RealFtpServer server = Way.VSFTPD_1_2.start(folder, own)) {
      assertEquals(
          "The certificate of the FTP server 127.0.0.1:"
              + server.port()
              + " is none of those that are pinned: its SHA-256 fingerprint is "
              + fingerprint(own)
              + ".",
          refusal(server, pinning(right)).getMessage());
      assertTrue(works(server, pinning(own)));
    }
  }

  @Test
  void serverThatWantsAClientCertificate_getsIt() throws Exception {
    Certificates.Pair mine = certificates.issuedBy(authority, "DNS:gateway");
    TlsSettings with =
        new TlsSettings(
            Mode.REQUIRED,
            Version.AUTO,
            List.of(authority.read()),
            List.of(),
            new TlsSettings.Identity(List.of(mine.read()), Certificates.readKey(mine.key())));
    try (RealFtpServer server =
        FtpSoftware.PROFTPD
            .over(folder)
            .tls(right.required())
            .extra("TLSCACertificateFile " + authority.certificate())
            .extra("TLSVerifyClient on")
            .start()) {
      String said =
          String.valueOf(
              refusal(server, trusting(Mode.REQUIRED, Version.TLS_1_2, authority)).getMessage());
      assertTrue(said.startsWith("The TLS handshake with the FTP server 127.0.0.1:"), said);
      assertTrue(works(server, with));
    }
  }

  @Test
  void serverWithoutTls_isRefusedOrUsedInTheClearAsConfigured() throws Exception {
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(folder).start()) {
      assertEquals(
          "The FTP server 127.0.0.1:"
              + server.port()
              + " offers no TLS (it answers AUTH TLS with 530 Please login with USER and PASS.),"
              + " and without it nothing is sent to it.",
          refusal(server, TlsSettings.of(Mode.REQUIRED)).getMessage());
      assertEquals(
          "The FTP server 127.0.0.1:"
              + server.port()
              + " does not speak TLS where TLS has to begin.",
          refusal(server, TlsSettings.of(Mode.IMPLICIT)).getMessage());
      assertTrue(works(server, TlsSettings.of(Mode.OPPORTUNISTIC)));
    }
  }

  private static TlsSettings pinning(Certificates.Pair pair) throws Exception {
    return new TlsSettings(
        Mode.REQUIRED, Version.AUTO, List.of(), List.of(fingerprint(pair)), null);
  }

  private static String fingerprint(Certificates.Pair pair) throws Exception {
    return TlsSettings.fingerprint(
        MessageDigest.getInstance("SHA-256").digest(pair.read().getEncoded()));
  }

  private static boolean works(RealFtpServer server, TlsSettings tls) {
    try (FtpBackend backend = new FtpBackend("tls", settings(server, tls))) {
      RemoteFiles files = backend.files(login(server));
      put(files, RemotePath.of("a"), "x");
      return names(files, RemotePath.ROOT).equals(List.of("a"));
    }
  }
}
