package io.sallyport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `ad-hoc:` and `proxy:` in a configuration file.
final class AccessReaderTest {

  private static final String HASH =
      "$2b$04$aaaaaaaaaaaaaaaaaaaaaOaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

  @TempDir Path folder;

  private ConfigurationFile parse(String yaml) throws InvalidConfiguration {
    return ConfigurationFile.parse("c.yaml", yaml, folder.resolve("c.yaml"));
  }

  @Test
  void everyKeyIsRead() throws InvalidConfiguration {
    ConfigurationFile file =
        parse(
            """
            ad-hoc:
              allow: [ftp.example.org, "*.example.net:2121", 192.0.2.0/24]
              deny: evil.example.net
              private-networks: true
              ports: [21, 2000-2100]
              plain: always
              connections: 2
              servers: 7
              idle: 1m
            proxy:
              listen: 127.0.0.1:3128
              users: [alice]
            users:
              alice: {password: "%s"}
            """
                .formatted(HASH));
    assertEquals(
        new AdHocSettings(
            List.of(
                HostRule.parse("ftp.example.org"),
                HostRule.parse("*.example.net:2121"),
                HostRule.parse("192.0.2.0/24")),
            List.of(HostRule.parse("evil.example.net")),
            true,
            List.of(new PortRange(21, 21), new PortRange(2000, 2100)),
            AdHocSettings.Plain.ALWAYS,
            List.of(),
            2,
            7,
            Duration.ofMinutes(1)),
        file.adHoc().orElseThrow());
    assertEquals(
        new ProxyDoorSettings(new HostPort("127.0.0.1", 3128), List.of("alice")),
        file.proxy().orElseThrow());
  }

  @Test
  void whatIsLeftOutIsOff() throws InvalidConfiguration {
    assertEquals(AdHocSettings.OFF, parse("ad-hoc: {}").adHoc().orElseThrow());
    assertEquals(Optional.empty(), parse("ad-hoc: {}").proxy());
    assertEquals(Optional.empty(), parse("proxy: {enabled: false, listen: 1}").proxy());
    assertEquals(
        new ProxyDoorSettings(null, List.of()),
        parse("proxy: {enabled: true}").proxy().orElseThrow());
  }

  @Test
  void everyMistakeIsNamed() {
    String said =
        String.valueOf(
            assertThrows(
                    InvalidConfiguration.class,
                    () ->
                        parse(
                            """
                            ad-hoc:
                              allow: ["a b"]
                              ports: [0]
                              plain: maybe
                              alow: x
                            proxy:
                              users: [eve]
                              open: true
                            """))
                .getMessage());
    assertEquals(
        """
        c.yaml: line 2, column 11: "allow": the host in the URL is not a name
        c.yaml: line 3, column 11: "ports": a port range is FIRST-LAST within 1-65535, not 0-0
        c.yaml: line 4, column 10: "plain": it is never, anonymous or always, not maybe
        c.yaml: line 5, column 3: unknown key "alow"; did you mean "allow"?
        c.yaml: line 7, column 11: "users": "eve" is not among the gateway's "users"
        c.yaml: line 8, column 3: unknown key "open"\
        """,
        said);
  }
}
