package io.sallyport.ftp.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.files.Reply;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EndpointsTest {

  @ParameterizedTest
  @CsvSource({
    "::1, ::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "fd00:0:1:0:0:0:0:5, fd00:0:1::5",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
    "fe80::, fe80::",
    "::, ::",
    "192.0.2.1, 192.0.2.1"
  })
  void addressesAreWrittenShort(String address, String text) {
    assertEquals(text, Endpoints.literal(InetAddress.ofLiteral(address)));
  }

  @Test
  void portsAreReadByTheCodeOfTheReply() {
    assertEquals(
        OptionalInt.of(40000), Endpoints.passivePort(new Reply(229, "Entering (|||40000|)")));
    assertEquals(
        OptionalInt.of(40000), Endpoints.passivePort(new Reply(229, "Entering (!!!40000!)")));
    assertEquals(
        OptionalInt.of(40000), Endpoints.passivePort(new Reply(227, "Entering 10,0,0,1,156,64")));
    assertEquals(OptionalInt.empty(), Endpoints.passivePort(new Reply(229, "(|||99999|)")));
    assertEquals(OptionalInt.empty(), Endpoints.passivePort(new Reply(229, "(|||0|)")));
    assertEquals(OptionalInt.empty(), Endpoints.passivePort(new Reply(227, "(1,2,3,4,300,1)")));
    assertEquals(OptionalInt.empty(), Endpoints.passivePort(new Reply(200, "(|||40000|)")));
  }

  @Test
  void argumentsAreWrittenAsTheRfcsSay() {
    assertEquals(
        "|1|192.0.2.1|40000|", Endpoints.extended(InetAddress.ofLiteral("192.0.2.1"), 40000));
    assertEquals("|2|::1|40000|", Endpoints.extended(InetAddress.ofLiteral("::1"), 40000));
    assertEquals(
        "192,0,2,1,156,64",
        Endpoints.sixNumbers((Inet4Address) InetAddress.ofLiteral("192.0.2.1"), 40000));
  }
}
