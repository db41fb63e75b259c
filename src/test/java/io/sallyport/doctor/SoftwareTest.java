package io.sallyport.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Servers that the tests cannot run, by the words that their manuals and users show.
final class SoftwareTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(vsFTPd 3.0.3) | VSFTPD",
        "Welcome. Please specify the password. Login successful. | VSFTPD",
        "ProFTPD 1.3.8 Server (Debian) | PROFTPD",
        "---------- Welcome to Pure-FTPd [privsep] [TLS] ---------- | PUREFTPD",
        "Extensions supported: ESTA SPSV ESTP | PUREFTPD",
        "FileZilla Server 1.8.2 | FILEZILLA",
        "UNIX emulated by FileZilla | FILEZILLA",
        "Microsoft FTP Service | IIS",
        "Windows_NT | IIS",
        "pyftpdlib 1.5.7 ready. | PYFTPDLIB",
        "UNIX Type: Apache FtpServer | MINA",
        "FTP server ready. | OTHER"
      })
  void softwareShows(String words, Software software) {
    assertEquals(software, Software.of(words));
  }

  @Test
  void everyKnownSoftware_hasItsPassiveSettings() {
    for (Software software : Software.values()) {
      List<String> ports = software.passivePorts(40000, 40100);
      if (software == Software.OTHER) {
        assertEquals(List.of(), ports);
      } else {
        assertTrue(String.join("\n", ports).contains("40000"), software.title());
        assertTrue(
            String.join("\n", software.passiveAddress("192.0.2.2")).contains("192.0.2.2"),
            software.title());
      }
    }
  }
}
