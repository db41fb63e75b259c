package io.sallyport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "10.1.0.0/16, 10.1.255.1, true",
    "10.1.0.0/16, 10.2.0.1, false",
    "10.1.16.0/20, 10.1.31.1, true",
    "10.1.16.0/20, 10.1.32.1, false",
    "0.0.0.0/0, 203.0.113.1, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false"
  })
  void holdsWhatBeginsWithTheSameBits(String range, String address, boolean inside) {
    AddressRange parsed = AddressRange.parse(range);
    assertEquals(inside, parsed.contains(InetAddress.ofLiteral(address)));
    assertEquals(parsed, AddressRange.parse(parsed.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ftp.example.org", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/x"})
  void anythingElseIsAMistake(String text) {
    assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text));
  }
}
