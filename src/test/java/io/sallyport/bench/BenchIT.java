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
      List.of("get", "get-cpu", "put", "together", "small-16", "list-cold", "range", "first-byte");

  @Test
  void everyRowHasAFigureOfSallyport() {
    Provisioned.requireAll("vsftpd", "curl");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit =
        new CommandLine(new Bench(new PrintStream(out, true, StandardCharsets.UTF_8)))
            .execute(
                "--smoke", "--rounds", "1", "--peers", "none", "--only", String.join(",", ROWS));
    assertEquals(0, exit);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals("| | plain FTP | Sallyport |", lines.getFirst());
    assertEquals(ROWS.size() + 2, lines.size(), lines::toString);
    Pattern row = Pattern.compile("\\| [^|]+ \\| (-|[0-9.]+ \\(1\\.00\\)) \\| [0-9.]+.* \\|");
    lines.stream().skip(2).forEach(line -> assertTrue(row.matcher(line).matches(), line));
  }

  @Test
  void unknownRow_isWrongUsage() {
    assertEquals(2, new CommandLine(new Bench(System.out)).execute("--only", "nonsense"));
  }
}
