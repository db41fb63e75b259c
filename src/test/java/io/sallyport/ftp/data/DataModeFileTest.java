package io.sallyport.ftp.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sallyport.files.DataMode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataModeFileTest extends DataModeMemoryContract {

  @TempDir Path folder;

  @Override
  DataModeMemory memory() {
    return DataModeFile.in(folder.resolve("state"));
  }

  @Test
  void aRestartForgetsNothing() throws IOException {
    DataModeMemory.Route six =
        new DataModeMemory.Route("::1", 2121, InetAddress.ofLiteral("fd00:5a11:1::1"));
    DataModeMemory before = memory();
    before.connected(ROUTE, DataMode.PASV);
    before.connected(six, DataMode.EPRT);
    before.tlsVersion("ftp.example.org", 990, Optional.of("TLSv1.3"));
    DataModeMemory after = memory();
    assertEquals(Optional.of("TLSv1.3"), after.tlsVersion("ftp.example.org", 990));
    assertEquals(Optional.of(DataMode.PASV), after.remembered(ROUTE));
    assertEquals(Optional.of(DataMode.EPRT), after.remembered(six));
    after.failed(six, DataMode.EPRT);
    after.failed(six, DataMode.EPRT);
    assertEquals(Optional.empty(), memory().remembered(six));
    try (Stream<Path> files = Files.list(folder.resolve("state"))) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void brokenLines_areSkipped() throws IOException {
    Files.createDirectory(folder.resolve("state"));
    Files.writeString(
        folder.resolve("state/data-modes"),
        """
        ftp.example.org 21 192.0.2.1
        ftp.example.org x 192.0.2.1 EPSV
        ftp.example.org 21 nowhere EPSV
        ftp.example.org 21 192.0.2.1 FTPS
        ftp.example.org x tls TLSv1.3
        \0\0\0\0
        ftp.example.org 21 192.0.2.1 EPRT
        ftp.exam\
        """);
    assertEquals(Optional.of(DataMode.EPRT), memory().remembered(ROUTE));
  }

  @Test
  void aFolderThatCannotBeMade_costsTheMemoryOnly() throws IOException {
    Files.writeString(folder.resolve("state"), "a file");
    DataModeMemory memory = memory();
    memory.connected(ROUTE, DataMode.EPSV);
    assertEquals(Optional.of(DataMode.EPSV), memory.remembered(ROUTE));
    assertFalse(Files.isDirectory(folder.resolve("state")));
  }
}
