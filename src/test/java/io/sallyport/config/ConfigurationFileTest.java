package io.sallyport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings.DataSettings;
import io.sallyport.files.DataMode;
import io.sallyport.files.Login;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationFileTest {

  @TempDir Path folder;

  @Test
  void everyKey_isRead() throws Exception {
    Files.writeString(folder.resolve("secret"), "s3cret\n");

    ConfigurationFile file =
        parse(
            """
            listen: 0.0.0.0:8080
            state: ./state
            backends:
              legacy:
                url: ftp://ftp.example.org/pub
                login: {user: u, password-file: secret}
                data: {modes: [active, pasv], active-ports: 40000-40100, active-address: 203.0.113.7,
                       trusted-addresses: [192.0.2.7, 10.1.0.0/16]}
                charset: GB18030
                time-zone: Europe/Berlin
                listing-age: 7s
                content-age: 8s
                proxy: socks5://me:pw@proxy.example.org
                connections: 3
                upload: direct
                timeouts: {connect: 2s, reply: 1m, data-connect: 500ms, stall: 1h, lease: 3s, idle: 4s,
                           keep-alive: 5s}
              files:
                folder: srv
                ftp:
                  listen: 127.0.0.1:2121
                  passive: true
                  active: false
                  passive-ports: 3000-4000
                  passive-address: null
                  max-logins: 5
                  idle: 10m
            """);

    assertEquals(Optional.of(new HostPort("0.0.0.0", 8080)), file.listen());
    assertEquals(new StateSettings.Folder(folder.resolve("./state")), file.state().orElseThrow());
    BackendSettings legacy = file.backends().get(0);
    assertEquals("legacy", legacy.name());
    assertEquals(new LoginRule.Fixed(new Login("u", "s3cret")), legacy.login());
    assertEquals(
        new BackendSettings.Source.Server(
            new FtpSettings(
                "ftp.example.org",
                21,
                "pub",
                new DataSettings(
                    List.of(DataMode.EPRT, DataMode.PORT, DataMode.PASV),
                    new PortRange(40000, 40100),
                    "203.0.113.7",
                    List.of(AddressRange.parse("192.0.2.7"), AddressRange.parse("10.1.0.0/16"))),
                "GB18030",
                ZoneId.of("Europe/Berlin"),
                3,
                false,
                new FtpSettings.Timeouts(
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(1),
                    Duration.ofMillis(500),
                    Duration.ofHours(1),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(5)),
                TlsSettings.NONE,
                Duration.ofSeconds(7),
                Duration.ofSeconds(8),
                ProxySettings.parse("socks5://me:pw@proxy.example.org"),
                List.of())),
        legacy.source());
    EmbeddedSettings embedded = embedded(file.backends().get(1));
    assertEquals(folder.resolve("srv"), embedded.folder());
    assertEquals(new PortRange(3000, 4000), embedded.passivePorts());
    assertFalse(embedded.active());
    assertEquals(5, embedded.maxLogins());
    assertEquals(new LoginRule.Fixed(embedded.login()), file.backends().get(1).login());
    assertTrue(embedded.login().password().length() >= 32);
  }

  @Test
  void serverWithNothingButAUrl_getsTheDefaults() throws Exception {
    BackendSettings backend = parse("backends: {a: {url: 'ftp://u@h'}}").backends().getFirst();
    assertEquals(
        new BackendSettings(
            "a",
            new BackendSettings.Source.Server(FtpSettings.of("h", 21)),
            new LoginRule.PassThrough(),
            "u"),
        backend);
  }

  @Test
  void passwordsKeepTheirForm() throws Exception {
    assertEquals(
        new LoginRule.Fixed(new Login("007", "0123")),
        parse("backends: {a: {url: 'ftp://h', login: {user: 007, password: 0123}}}")
            .backends()
            .getFirst()
            .login());
  }

  @Test
  void folderWithItsOwnLogin_canLetCredentialsPass() throws Exception {
    BackendSettings backend =
        parse("backends: {a: {folder: x, login: pass-through, ftp: {user: u, password: p}}}")
            .backends()
            .getFirst();
    assertEquals(new LoginRule.PassThrough(), backend.login());
    assertEquals(new Login("u", "p"), embedded(backend).login());
  }

  @Test
  void frontOperationsAndUsers_areRead() throws Exception {
    String hash = "$2b$04$......................................................";
    Files.writeString(folder.resolve("bob.hash"), hash + "\n");
    Files.writeString(folder.resolve("state.url"), "jdbc:postgresql://db/x?password=s3cret\n");
    ConfigurationFile file =
        parse(
            """
            state-file: state.url
            management: 127.0.0.1:8081
            access-log: json
            drain: 2m
            trusted-proxies: [10.0.0.0/8, "::1"]
            base-path: /ftp/
            plain-logins: true
            limits: {connections: 7, request-head: 1s, idle: 2s, stall: 3s}
            users:
              alice: {password: %s}
              bob: {password-file: bob.hash}
            backends:
              a: {url: "ftp://u:p@h", users: [alice, bob], read-only: true, hidden: ["*.bak", ".ht?"]}
            """
                .formatted(hash));
    FrontSettings front = file.front();
    assertEquals("/ftp", front.basePath());
    assertTrue(front.plainLogins());
    assertEquals(2, front.trustedProxies().size());
    assertEquals(Duration.ofSeconds(3), front.limits().stall());
    assertEquals(new HostPort("127.0.0.1", 8081), file.operations().management());
    assertEquals(OperationsSettings.LogFormat.JSON, file.operations().accessLog());
    assertEquals(Duration.ofMinutes(2), file.operations().drain());
    assertEquals(
        List.of(new GatewayUser("alice", hash), new GatewayUser("bob", hash)), file.users());
    AccessPolicy access = file.backends().getFirst().access();
    assertEquals(List.of("alice", "bob"), access.users());
    assertTrue(access.readOnly());
    assertTrue(access.hiddenPatterns().getFirst().matcher("x.bak").matches());
    assertFalse(access.hiddenPatterns().getFirst().matcher("xbak").matches());
    assertTrue(access.hiddenPatterns().getLast().matcher(".hta").matches());
    assertFalse(file.toString().contains("s3cret"));
    assertFalse(file.users().toString().contains(hash));

    String mistakes =
        mistakes(
            """
            tls: {certificate: missing.pem, key: missing.key, listen: 127.0.0.1:0}
            users: {alice: {password: s3cret}, eve: {}}
            base-path: ../x
            backends: {a: {url: "ftp://u:p@h", users: mallory}, b: {url: "ftp://h", users: alice}}
            """);
    assertTrue(mistakes.contains("line 1, column 6: The TLS certificate"), mistakes);
    assertTrue(mistakes.contains("a password hash begins with"), mistakes);
    assertTrue(mistakes.contains("the user \"eve\" needs a password"), mistakes);
    assertTrue(mistakes.contains("\"base-path\": it is a path such as /ftp"), mistakes);
    assertTrue(mistakes.contains("is for \"mallory\", who is not among"), mistakes);
    assertTrue(mistakes.contains("\"users\" is for a backend with a login of its own"), mistakes);
    assertFalse(mistakes.contains("s3cret"), mistakes);
  }

  @Test
  void environment_isLaidOverTheFile() throws Exception {
    Files.writeString(folder.resolve("secret"), "from-file\n");
    String yaml =
        """
        drain: 1m
        backends:
          old-one:
            url: ftp://h
            login: {user: u, password: in-the-file}
        """;
    ConfigurationFile file =
        ConfigurationFile.parse(
            "c.yaml",
            yaml,
            folder.resolve("c.yaml"),
            Map.of(
                "SALLYPORT_DRAIN", "2m",
                "SALLYPORT_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.1",
                "SALLYPORT_LIMITS__STALL", "5s",
                "SALLYPORT_BACKENDS__OLD_ONE__LOGIN__PASSWORD_FILE", "secret",
                "SALLYPORT_BACKENDS__NEW__URL", "ftp://n",
                "SALLYPORT_SERVICE_HOST", "10.1.1.1",
                "PATH", "/bin"));
    assertEquals(Duration.ofMinutes(2), file.operations().drain());
    assertEquals(2, file.front().trustedProxies().size());
    assertEquals(Duration.ofSeconds(5), file.front().limits().stall());
    assertEquals(
        new LoginRule.Fixed(new Login("u", "from-file")), file.backends().getFirst().login());
    assertEquals("new", file.backends().getLast().name());

    InvalidConfiguration wrong =
        assertThrows(
            InvalidConfiguration.class,
            () ->
                ConfigurationFile.of(
                    Map.of("SALLYPORT_DRAIN", "soon", "SALLYPORT_LIMITS__STAL", "1s")));
    assertEquals(
        List.of(
            "in the environment: unknown key \"stal\"; did you mean \"stall\"?",
            "in the environment: \"drain\": a duration is a number with ms, s, m, h or d, as in"
                + " 10s, not \"soon\""),
        wrong.mistakes().stream().map(Mistake::toString).toList());
  }

  @Test
  void emptyFile_saysNothing() throws Exception {
    assertEquals(ConfigurationFile.EMPTY, parse(""));
    assertEquals(ConfigurationFile.EMPTY, parse("# only a comment\n"));
  }

  @Test
  void everyMistake_isNamedWithItsPlace() {
    assertEquals(
        """
        c.yaml: line 1, column 1: unknown key "lisen"; did you mean "listen"?
        c.yaml: line 2, column 6: "tls" needs "certificate" and "listen"
        c.yaml: line 4, column 3: the backend "-" needs "url" or "folder"
        c.yaml: line 4, column 3: a backend's name is one URL segment, neither "-" nor starting with "~"
        c.yaml: line 6, column 10: "url": an FTP URL starts with ftp://, ftpes:// or ftps://
        c.yaml: line 7, column 18: "connections": it is a whole number from 1 on, not 0
        c.yaml: line 8, column 5: unknown key "foldr"; did you mean "folder"?
        c.yaml: line 10, column 10: "url": the host in the URL is missing
        c.yaml: line 12, column 23: "stall": a duration is a number with ms, s, m, h or d, as in 10s, not "soon"
        c.yaml: line 13, column 26: "modes": it is auto, passive, active, or some of epsv, pasv, eprt, port, not fast
        c.yaml: line 14, column 14: "charset": it is auto or a charset such as GB18030 or windows-1252, not klingon
        c.yaml: line 16, column 3: the key "b" stands here a second time\
        """,
        mistakes(
            """
            lisen: 127.0.0.1:8080
            tls: {certificate: x}
            backends:
              -: {}
              a:
                url: ftpx://h/
                connections: 0
                foldr: x
              b:
                url: ftp:///x
              c:
                timeouts: {stall: soon}
                data: {modes: [epsv, fast]}
                charset: klingon
                url: ftp://h
              b: {url: ftp://h}
            """));
  }

  @Test
  void brokenYaml_isOneSentenceWithItsPlace() {
    String message = mistakes("listen: [1\nbackends: {password: s3cret\n");
    assertTrue(message.matches("c\\.yaml: line \\d+, column \\d+: this is not YAML: .*"), message);
    assertFalse(message.contains("s3cret"), message);
    assertFalse(message.contains("\n"), message);
  }

  @Test
  void fileThatIsMissingOrNoText_isOneSentence() throws Exception {
    Path missing = folder.resolve("missing.yaml");
    assertEquals(
        missing + ": there is no such file",
        assertThrows(InvalidConfiguration.class, () -> ConfigurationFile.read(missing))
            .getMessage());
    Path binary = Files.write(folder.resolve("b"), "ä".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        binary + ": the file is not UTF-8 text",
        assertThrows(InvalidConfiguration.class, () -> ConfigurationFile.read(binary))
            .getMessage());
  }

  @Test
  void urlsThatHoldPasswords_canBeInFiles() throws Exception {
    Files.writeString(folder.resolve("server"), "ftp://u:s3cret@host/pub\n");
    Files.writeString(folder.resolve("socks"), "socks5://p:s3cret@proxy\n");
    BackendSettings backend =
        parse("backends: {a: {url-file: server, proxy-file: socks}}").backends().getFirst();
    assertEquals(new LoginRule.Fixed(new Login("u", "s3cret")), backend.login());
    FtpSettings ftp = assertInstanceOf(BackendSettings.Source.Server.class, backend.source()).ftp();
    assertEquals("host", ftp.host());
    assertEquals(ProxySettings.parse("socks5://p:s3cret@proxy"), ftp.proxy());
    String wrong =
        mistakes(
            "backends: {a: {url-file: socks}, b: {url: 'ftp://h', url-file: server},"
                + " c: {folder: x, url-file: server}, d: {url-file: missing}}");
    assertTrue(wrong.contains("\"url-file\": an FTP URL starts with"), wrong);
    assertTrue(wrong.contains("only one of \"url\" and \"url-file\""), wrong);
    assertTrue(wrong.contains("only one of \"url\" or \"folder\""), wrong);
    assertTrue(wrong.contains("the file missing cannot be read"), wrong);
    assertFalse(wrong.contains("s3cret"), wrong);
  }

  @Test
  void keepInStore_namesFiles() throws Exception {
    ConfigurationFile configuration =
        parse(
            """
            backends:
              mac:
                url: ftp://host/
                keep-in-store: ["._*", .DS_Store]
            """);
    List<NamePattern> kept = configuration.backends().getFirst().keepInStore();
    for (String name : List.of("._x", "._", ".DS_Store")) {
      assertTrue(kept.stream().anyMatch(pattern -> pattern.matches(name)), name);
    }
    for (String name : List.of("x._y", ".DS_Store2", "_DS_Store", "x")) {
      assertTrue(kept.stream().noneMatch(pattern -> pattern.matches(name)), name);
    }
    String message =
        mistakes(
            """
            backends:
              a: {url: ftp://host/, keep-in-store: ["*", "a/b"]}
              b: {url: ftp://host/, login: anonymous, keep-in-store: [x]}
            """);
    assertTrue(message.contains("it is a file name such as .DS_Store"), message);
    assertTrue(message.contains("\"login\" cannot be anonymous"), message);
  }

  @Test
  void neitherPassiveNorActive_andPassThroughWithoutALogin_areMistakes() {
    String message =
        mistakes(
            "backends: {a: {folder: x, login: pass-through, ftp: {passive: no, active: false}}}");
    assertTrue(message.contains("\"passive\": it is true or false, not no"), message);
    assertTrue(message.contains("needs a user and a password to compare with"), message);
  }

  private ConfigurationFile parse(String yaml) throws InvalidConfiguration {
    return ConfigurationFile.parse("c.yaml", yaml, folder.resolve("c.yaml"));
  }

  private String mistakes(String yaml) {
    return String.valueOf(assertThrows(InvalidConfiguration.class, () -> parse(yaml)).getMessage());
  }

  private static EmbeddedSettings embedded(BackendSettings backend) {
    return assertInstanceOf(BackendSettings.Source.Folder.class, backend.source()).ftp();
  }
}
