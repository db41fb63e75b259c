package io.sallyport.ftp;

import static io.sallyport.ground.Answer.listing;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Command;
import io.sallyport.ground.ScriptedFtpServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A folder of 200,000 members, listed in a JVM of 128 MiB.
@Timeout(180)
final class HugeListingTest {

  private static final int MEMBERS = 200_000;

  @ParameterizedTest
  @ValueSource(strings = {"MLSD", "LIST"})
  void takesNoMoreMemoryThanASmallOne(String verb) {
    StringBuilder lines = new StringBuilder();
    if (verb.equals("LIST")) {
      lines.append("drwxr-xr-x 2 ftp ftp 4096 Nov 01 10:00 .\r\n");
    }
    String name = new String("中文".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    for (int i = 0; i < MEMBERS; i++) {
      lines
          .append(
              verb.equals("MLSD")
                  ? "type=file;size=5368709120;modify=20261101100000;UNIX.mode=0644; "
                  : "-rw-r--r-- 1 ftp ftp 5368709120 Nov 01 10:00 ")
          .append("a file of an ordinary name ")
          .append(name)
          .append(i)
          .append("\r\n");
    }
    lines.append("nonsense\r\n");
    try (ScriptedFtpServer server = ScriptedFtpServer.start()) {
      if (verb.equals("LIST")) {
        server.without("MLSD");
      }
      server.on(verb, listing(lines.toString()));
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      Command.Result result =
          Command.of(
                  java,
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  SmallHeap.class.getName(),
                  Integer.toString(server.port()))
              .within(Duration.ofMinutes(2))
              .run();
      assertTrue(result.out().contains("members " + MEMBERS + " skipped 1"), result.all());
    }
  }
}
