package io.sallyport.ftp.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.files.DataMode;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every memory of data modes must do.
abstract class DataModeMemoryContract {

  static final InetAddress EGRESS = InetAddress.ofLiteral("192.0.2.1");
  static final DataModeMemory.Route ROUTE = new DataModeMemory.Route("ftp.example.org", 21, EGRESS);

  /// An empty one.
  abstract DataModeMemory memory();

  @Test
  void nothingIsKnownAtFirst() {
    assertEquals(Optional.empty(), memory().remembered(ROUTE));
  }

  @Test
  void whatWorkedIsRemembered() {
    DataModeMemory memory = memory();
    memory.connected(ROUTE, DataMode.PASV);
    memory.connected(ROUTE, DataMode.PASV);
    assertEquals(Optional.of(DataMode.PASV), memory.remembered(ROUTE));
  }

  @Test
  void twoFailuresInARow_areForgotten_oneIsNot() {
    DataModeMemory memory = memory();
    memory.connected(ROUTE, DataMode.EPRT);
    memory.failed(ROUTE, DataMode.EPRT);
    assertEquals(Optional.of(DataMode.EPRT), memory.remembered(ROUTE));
    memory.connected(ROUTE, DataMode.EPRT);
    memory.failed(ROUTE, DataMode.EPRT);
    assertEquals(Optional.of(DataMode.EPRT), memory.remembered(ROUTE));
    memory.failed(ROUTE, DataMode.EPRT);
    assertEquals(Optional.empty(), memory.remembered(ROUTE));
  }

  @Test
  void anotherModeStepsInOnce_andChangesNothing() {
    DataModeMemory memory = memory();
    memory.connected(ROUTE, DataMode.EPSV);
    memory.failed(ROUTE, DataMode.EPSV);
    memory.connected(ROUTE, DataMode.PORT);
    assertEquals(Optional.of(DataMode.EPSV), memory.remembered(ROUTE));
    memory.failed(ROUTE, DataMode.EPSV);
    memory.connected(ROUTE, DataMode.PORT);
    assertEquals(Optional.of(DataMode.PORT), memory.remembered(ROUTE));
  }

  @Test
  void failuresOfOtherModes_doNotCount() {
    DataModeMemory memory = memory();
    memory.failed(ROUTE, DataMode.EPSV);
    memory.connected(ROUTE, DataMode.PASV);
    memory.failed(ROUTE, DataMode.EPSV);
    memory.failed(ROUTE, DataMode.EPSV);
    assertEquals(Optional.of(DataMode.PASV), memory.remembered(ROUTE));
  }

  @Test
  void hostPortAndEgress_areKeptApart() {
    DataModeMemory memory = memory();
    memory.connected(ROUTE, DataMode.PASV);
    InetAddress six = InetAddress.ofLiteral("2001:db8::1");
    for (DataModeMemory.Route other :
        new DataModeMemory.Route[] {
          new DataModeMemory.Route("ftp.example.net", 21, EGRESS),
          new DataModeMemory.Route("ftp.example.org", 2121, EGRESS),
          new DataModeMemory.Route("ftp.example.org", 21, six)
        }) {
      assertEquals(Optional.empty(), memory.remembered(other));
    }
  }

  @Test
  void tlsVersionOfAServer_isKeptUntilItIsTheUsualOneAgain() {
    DataModeMemory memory = memory();
    assertEquals(Optional.empty(), memory.tlsVersion("ftp.example.org", 21));
    memory.tlsVersion("ftp.example.org", 21, Optional.of("TLSv1.3"));
    assertEquals(Optional.of("TLSv1.3"), memory.tlsVersion("ftp.example.org", 21));
    assertEquals(Optional.empty(), memory.tlsVersion("ftp.example.org", 2121));
    assertEquals(Optional.empty(), memory.remembered(ROUTE));
    memory.tlsVersion("ftp.example.org", 21, Optional.empty());
    assertEquals(Optional.empty(), memory.tlsVersion("ftp.example.org", 21));
  }
}
