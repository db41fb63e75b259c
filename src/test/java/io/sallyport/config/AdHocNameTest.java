package io.sallyport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdHocNameTest {

  @ParameterizedTest
  @CsvSource({
    "~ftp.example.org, ~ftp.example.org",
    "~FTP.Example.org., ~ftp.example.org",
    "~ftp.example.org:21, ~ftp.example.org",
    "~ftp.example.org:2121, ~ftp.example.org:2121",
    "~ftp:ftp.example.org, ~ftp.example.org",
    "~ftpes:ftp.example.org:21, ~ftpes:ftp.example.org",
    "~ftps:ftp.example.org:990, ~ftps:ftp.example.org",
    "~ftp.example.org:990, ~ftps:ftp.example.org",
    "~ftps:2121, ~ftps:2121",
    "~~ftp.example.org, ~~ftp.example.org",
    "~~ftpes:ftp.example.org, ~~ftpes:ftp.example.org",
    "~192.0.2.7, ~192.0.2.7",
    "~[2001:DB8::1], ~[2001:db8:0:0:0:0:0:1]",
    "~[2001:db8::1]:2121, ~[2001:db8:0:0:0:0:0:1]:2121",
    "~[::ffff:127.0.0.1], ~127.0.0.1",
    "~bücher.example, ~xn--bcher-kva.example",
    "~127。0。0。1, ~127.0.0.1",
    "~①②⑦.⓪.⓪.①, ~127.0.0.1"
  })
  void oneServerHasOneName(String spelled, String name) {
    assertEquals(name, AdHocName.parse(spelled).toString());
    assertEquals(AdHocName.parse(name), AdHocName.parse(spelled));
  }

  /// Some programs read these as addresses, others as names, and not all the same ones.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "~",
        "~~",
        "~127.1",
        "~127.0.1",
        "~2130706433",
        "~0x7f000001",
        "~0x7f.0.0.1",
        "~127.0.0.0x1",
        "~0177.0.0.1",
        "~127.0.0.01",
        "~0",
        "~0x",
        "~1.2.3.4.5",
        "~256.0.0.1",
        "~127.0.0.1:0",
        "~127.0.0.1:65536",
        "~host:port",
        "~host:21:22",
        "~[::1",
        "~[fe80::1%eth0]",
        "~[::g]",
        "~user@host",
        "~ho st",
        "~-host",
        "~%68ost",
        "~ftps:2130706433"
      })
  void whatIsReadInTwoWaysIsNoName(String spelled) {
    assertThrows(IllegalArgumentException.class, () -> AdHocName.parse(spelled));
  }
}
