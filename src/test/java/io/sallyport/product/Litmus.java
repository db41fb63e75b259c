package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Command;
import io.sallyport.ground.Provisioned;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// litmus, the WebDAV test suite: every test of every suite, and no warning.
final class Litmus {

  private static final Map<String, Integer> SUITES =
      Map.of("basic", 16, "copymove", 13, "props", 30, "locks", 41, "http", 4);

  private Litmus() {}

  /// Runs it against the folder at `url`; its files go to `workspace`.
  static void run(String url, String user, String password, Path workspace) {
    Command.Result said = say("basic copymove props locks http", url, user, password, workspace);
    SUITES.forEach((suite, tests) -> requirePassed(said, suite, tests));
    assertFalse(said.out().contains("SKIPPED"), said.all());
  }

  /// Runs it against a folder that is reached by TLS. litmus leaves one of its tests out there
  /// (`100 Continue`): so that suite is run once more by another way to the same folder.
  ///
  /// @param plainUrl by a way that ends in TLS and begins without
  static void runOverTls(
      String url, String plainUrl, String user, String password, Path workspace) {
    Command.Result said = say("basic copymove props locks http", url, user, password, workspace);
    SUITES.forEach(
        (suite, tests) -> requirePassed(said, suite, suite.equals("http") ? tests - 1 : tests));
    assertEquals(1, said.lines().stream().filter(line -> line.contains("SKIPPED")).count());
    assertTrue(said.out().contains("SKIPPED (skipping for SSL server)"), said.all());
    Command.Result rest = say("http", plainUrl, user, password, workspace);
    requirePassed(rest, "http", 4);
    assertFalse(rest.out().contains("SKIPPED"), rest.all());
  }

  private static Command.Result say(
      String suites, String url, String user, String password, Path workspace) {
    Provisioned.require("litmus");
    Command.Result said =
        Command.of("litmus", "-k", url, user, password)
            .with("TESTS", suites)
            .in(workspace)
            .within(Duration.ofMinutes(5))
            .runToAnyExit();
    assertFalse(said.out().contains("FAIL"), said.all());
    assertFalse(said.out().contains("WARNING"), said.all());
    return said;
  }

  private static void requirePassed(Command.Result said, String suite, int tests) {
    assertTrue(
        said.out()
            .contains(
                "<- summary for `%s': of %d tests run: %d passed, 0 failed"
                    .formatted(suite, tests, tests)),
        said.all());
  }
}
