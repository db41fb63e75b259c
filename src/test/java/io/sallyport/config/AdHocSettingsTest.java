package io.sallyport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.AdHocSettings.Verdict;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdHocSettingsTest {

  private static final AdHocSettings USUAL = AdHocSettings.OFF;

  private static AdHocSettings rules(String allow, String deny, boolean privateNetworks) {
    return new AdHocSettings(
        list(allow),
        list(deny),
        privateNetworks,
        USUAL.ports(),
        USUAL.plain(),
        USUAL.trust(),
        USUAL.connections(),
        USUAL.servers(),
        USUAL.idle());
  }

  private static List<HostRule> list(String rules) {
    return rules.isEmpty()
        ? List.of()
        : Arrays.stream(rules.split(" ")).map(HostRule::parse).toList();
  }

  /// `ok`, or why not.
  private static String asked(AdHocSettings rules, String server, String... addresses) {
    AdHocName name = AdHocName.parse(server);
    Optional<String> objection = rules.objection(name);
    if (objection.isPresent()) {
      return objection.get();
    }
    List<InetAddress> found = Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
    return switch (rules.judge(name, found)) {
      case Verdict.Allowed allowed ->
          "ok "
              + String.join(
                  " ", allowed.addresses().stream().map(InetAddress::getHostAddress).toList());
      case Verdict.Refused refused -> refused.reason();
    };
  }

  private static void assertSays(String part, String answer) {
    assertTrue(answer.contains(part), answer);
  }

  @Test
  void nothingIsOpenUntilSomethingIsAllowed() {
    assertSays("\"ad-hoc: allow\" is empty", asked(USUAL, "~ftp.example.org"));
  }

  @Test
  void namesAreAllowedOneByOneOrByWhatTheyEndWith() {
    AdHocSettings rules = rules("ftp.example.org *.example.net", "", false);
    assertEquals("ok 93.184.215.14", asked(rules, "~FTP.example.org.", "93.184.215.14"));
    assertEquals("ok 93.184.215.14", asked(rules, "~a.b.example.net", "93.184.215.14"));
    assertSays("nothing in \"ad-hoc: allow\"", asked(rules, "~example.net"));
    assertSays("nothing in \"ad-hoc: allow\"", asked(rules, "~notexample.net"));
    assertSays("nothing in \"ad-hoc: allow\"", asked(rules, "~other.example.org"));
  }

  @Test
  void whatDeniesComesFirst() {
    AdHocSettings rules =
        rules("*", "*.internal.example 93.184.0.0/16 ftp.example.org:990 *:1-20", false);
    assertSays("holds \"*.internal.example\"", asked(rules, "~x.internal.example"));
    assertSays("holds \"93.184.0.0/16\"", asked(rules, "~any.example", "93.184.215.14"));
    assertSays("holds \"93.184.0.0/16\"", asked(rules, "~any.example", "64:ff9b::5db8:d70e"));
    assertSays("holds \"93.184.0.0/16\"", asked(rules, "~any.example", "2002:5db8:d70e::1"));
    assertEquals("ok 8.8.8.8", asked(rules, "~any.example", "93.184.215.14", "8.8.8.8"));
    assertSays("holds \"ftp.example.org:990\"", asked(rules, "~ftps:ftp.example.org"));
    assertEquals("ok 8.8.8.8", asked(rules, "~ftp.example.org", "8.8.8.8"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 22, 25, 80, 443, 2121, 3306, 6379, 65535})
  void portsAreNamed(int port) {
    AdHocSettings rules = rules("* db.example.org:6379", "", false);
    assertSays("none of \"ad-hoc: ports\": 21, 990", asked(rules, "~ftp.example.org:" + port));
    assertEquals("ok 8.8.8.8", asked(rules, "~ftp.example.org", "8.8.8.8"));
    assertEquals("ok 8.8.8.8", asked(rules, "~ftps:ftp.example.org", "8.8.8.8"));
    assertEquals("ok 8.8.8.8", asked(rules, "~db.example.org:6379", "8.8.8.8"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::1",
        "10.1.2.3",
        "192.168.0.1",
        "172.20.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "169.254.0.1",
        "fe80::1",
        "fd00::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "192.0.2.1"
      })
  void aNameThatStandsForTheHousesOwnIsRefused(String address) {
    String answer = asked(rules("*", "", false), "~innocent.example.org", address);
    assertSays("does not open innocent.example.org: it stands for", answer);
    assertTrue(!answer.contains(address), "the inside is told: " + answer);
    // Nor does a network that holds everything mean these.
    assertSays("it stands for", asked(rules("0.0.0.0/0 ::/0", "", false), "~x.org", address));
  }

  @Test
  void privateNetworksMayBeOpenedAtOnce_andNothingWorse() {
    AdHocSettings rules = rules("*", "", true);
    assertEquals("ok 10.1.2.3", asked(rules, "~nas.example.org", "10.1.2.3"));
    assertEquals("ok fd00:0:0:0:0:0:0:1", asked(rules, "~nas.example.org", "fd00::1"));
    for (String worse :
        List.of("127.0.0.1", "169.254.169.254", "fe80::1", "100.100.100.200", "fd00:ec2::254")) {
      assertSays("only a network in \"ad-hoc: allow\"", asked(rules, "~nas.example.org", worse));
    }
  }

  @Test
  void aNetworkThatIsNamedIsMeant() {
    AdHocSettings rules =
        rules("10.1.0.0/16 127.0.0.1:2121 169.254.169.254 224.0.0.0/4", "", false);
    assertEquals("ok 10.1.2.3", asked(rules, "~nas.example.org", "10.1.2.3"));
    assertEquals("ok 127.0.0.1", asked(rules, "~127.0.0.1:2121", "127.0.0.1"));
    assertSays("does not open", asked(rules, "~127.0.0.1", "127.0.0.1"));
    assertSays("does not open", asked(rules, "~nas.example.org", "10.2.0.1"));
    assertEquals("ok 169.254.169.254", asked(rules, "~169.254.169.254", "169.254.169.254"));
    assertSays("no server's address", asked(rules, "~224.0.0.1", "224.0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a*b", "*.*.org", "10.0.0.0/33", "ftp.example.org:0", "a b", "[::1"})
  void rulesThatMeanNothingAreMistakes(String rule) {
    assertThrows(IllegalArgumentException.class, () -> HostRule.parse(rule));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "*:2121",
        "ftp.example.org",
        "*.example.org:2000-2100",
        "10.0.0.0/8:21",
        "2001:db8:0:0:0:0:0:0/32",
        "[2001:db8:0:0:0:0:0:0/32]:2121"
      })
  void rulesAreSaidAsTheyAreWritten(String rule) {
    assertEquals(rule, HostRule.parse(rule).toString());
  }
}
