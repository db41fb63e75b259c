package io.sallyport.product;

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
    Provisioned.require("litmus");
    Command.Result said =
        Command.of("litmus", "-k", url, user, password)
            .with("TESTS", "basic copymove props locks http")
            .in(workspace)
            .within(Duration.ofMinutes(5))
            .runToAnyExit();
    SUITES.forEach((suite, tests) ->
        assertTrue(
            said.out()
                .contains(
                    "<- summary for `%s': of %d tests run: %d passed, 0 failed"
                        .formatted(suite, tests, tests)),
            said.all()));
    assertFalse(said.out().contains("FAIL"), said.all());
    assertFalse(said.out().contains("WARNING"), said.all());
    assertFalse(said.out().contains("SKIPPED"), said.all());
  }
}
