package io.sallyport.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Provisioned;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/// The benchmark works; what it measures here means nothing.
@Timeout(300)
final class BenchIT {

  private static final List<String> ROWS =
      List.of(
          "get", "put", "together", "small-16", "list-cold", "range", "first-byte", "slow-1000");

  private static final List<String> FIGURES =
      List.of(
          "GET of the big file, MB/s",
          "GET of the big file, the gateway's CPU seconds",
          "PUT of the big file, MB/s",
          "PUT of the big file, the gateway's CPU seconds",
          "32 files of 10 MiB at once, MB/s",
          "small files, 16 clients, requests/s",
          "small files, 16 clients, p99 in ms",
          "listing, cold, first byte in ms",
          "listing, cold, ms",
          "1 MiB from the middle, ms",
          "small file, warm, first byte in ms",
          "16 slow downloads at once, served",
          "16 slow downloads at once, resident MiB",
          "small file without them, p99 in ms",
          "small file beside them, p99 in ms");

  @Test
  void everyRowHasItsFiguresOfSallyport() {
    Provisioned.requireAll("vsftpd", "curl");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit =
        new CommandLine(new Bench(new PrintStream(out, true, StandardCharsets.UTF_8)))
            .execute(
                "--smoke", "--rounds", "1", "--peers", "none", "--only", String.join(",", ROWS));
    assertEquals(0, exit);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals("| | plain FTP | Sallyport |", lines.getFirst());
    Pattern row = Pattern.compile("\\| (.+) \\| (-|[0-9.]+ \\(1\\.00\\)) \\| [0-9.]+.* \\|");
    List<String> found =
        lines.stream()
            .skip(2)
            .map(row::matcher)
            .peek(line -> assertTrue(line.matches(), line::toString))
            .map(line -> line.group(1))
            .toList();
    assertEquals(FIGURES, found);
    assertTrue(lines.contains("| 16 slow downloads at once, served | - | 16 |"), lines::toString);
  }

  @Test
  void unknownRow_isWrongUsage() {
    assertEquals(2, new CommandLine(new Bench(System.out)).execute("--only", "nonsense"));
  }
}
