package io.sallyport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressKindTest {

  @ParameterizedTest
  @CsvSource({
    "PUBLIC, 93.184.215.14",
    "PUBLIC, 2606:2800:21f:cb07:6820:80da:af6b:8b2c",
    "PUBLIC, 11.0.0.1",
    "PUBLIC, 172.15.255.255",
    "PUBLIC, 172.32.0.0",
    "PUBLIC, 100.63.255.255",
    "PUBLIC, 64:ff9b::5db8:d70e",
    "PUBLIC, 2002:5db8:d70e::1",
    "PRIVATE, 10.0.0.1",
    "PRIVATE, 172.16.0.1",
    "PRIVATE, 172.31.255.255",
    "PRIVATE, 192.168.1.1",
    "PRIVATE, 100.64.0.1",
    "PRIVATE, 198.19.0.1",
    "PRIVATE, fd12:3456::1",
    "PRIVATE, fec0::1",
    "PRIVATE, ::ffff:10.0.0.1",
    "PRIVATE, 64:ff9b::a00:1",
    "PRIVATE, 64:ff9b:1::808:808",
    "PRIVATE, 2002:c0a8:101::1",
    "PRIVATE, 2606:2800::5efe:a00:1",
    "PRIVATE, 2606:2800::200:5efe:a00:1",
    "LOOPBACK, 127.0.0.1",
    "LOOPBACK, 127.255.255.254",
    "LOOPBACK, ::1",
    "LOOPBACK, ::ffff:127.0.0.1",
    "LOOPBACK, ::7f00:1",
    "LOOPBACK, ::ffff:0:127.0.0.1",
    "LOOPBACK, 64:ff9b::7f00:1",
    "LOOPBACK, 64:ff9b:1::7f00:1",
    "LOOPBACK, 2002:7f00:1::",
    "LINK_LOCAL, 169.254.1.1",
    "LINK_LOCAL, fe80::1",
    "METADATA, 169.254.169.254",
    "METADATA, ::ffff:169.254.169.254",
    "METADATA, 64:ff9b::a9fe:a9fe",
    "METADATA, 2002:a9fe:a9fe::",
    "METADATA, 100.100.100.200",
    "METADATA, 168.63.129.16",
    "METADATA, fd00:ec2::254",
    "RESERVED, 192.0.2.1",
    "RESERVED, 240.0.0.1",
    "RESERVED, 2001:db8::1",
    "RESERVED, 2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "RESERVED, 100::1",
    "RESERVED, 4000::1",
    "NOBODY, 0.0.0.0",
    "NOBODY, 0.1.2.3",
    "NOBODY, ::",
    "NOBODY, 224.0.0.1",
    "NOBODY, ff02::1",
    "NOBODY, 255.255.255.255",
    "NOBODY, 2002:0::1"
  })
  void everyRangeIsTold(AddressKind kind, String address) {
    assertEquals(kind, AddressKind.of(InetAddress.ofLiteral(address)));
  }

  /// As a resolver may hand it over: of the class for IPv6 and nevertheless IPv4.
  @Test
  void aMappedAddressInTheClassOfIpv6IsWhatItMaps() throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    mapped[12] = 127;
    mapped[15] = 1;
    assertEquals(AddressKind.LOOPBACK, AddressKind.of(Inet6Address.getByAddress(null, mapped, 0)));
  }
}
