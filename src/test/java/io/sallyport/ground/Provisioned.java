package io.sallyport.ground;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Assumptions;

/// What `src/test/provision/provision.sh` got for the tests: FTP servers unpacked under
/// `target/servers`, tools installed on the machine. A test that needs something asks for it by
/// name and is skipped, with the reason printed, where it is missing.
public final class Provisioned {
  private Provisioned() {}

  /// The path of a server, tool or device: `vsftpd`, `rclone`, `netns`, `fuse` ... Skips the test
  /// if it is missing.
  public static Path require(String name) {
    Properties outcome = outcome();
    return path(outcome, name)
        .orElseGet(() -> {
          String reason = name + ": " + reason(outcome, name);
          System.out.println("skipped, " + reason);
          return Assumptions.abort(reason);
        });
  }

  /// Skips the test unless all of these are there.
  public static void requireAll(String... names) {
    for (String name : names) {
      require(name);
    }
  }

  /// `LD_LIBRARY_PATH` for the unpacked servers; empty if they need none.
  static String libraries() {
    return outcome().getProperty("libraries", "");
  }

  private static Optional<Path> path(Properties outcome, String name) {
    return Optional.ofNullable(outcome.getProperty(name)).map(Path::of).filter(Files::exists);
  }

  private static String reason(Properties outcome, String name) {
    String missing = outcome.getProperty(name + ".missing");
    if (missing != null) {
      return missing;
    }
    return outcome.containsKey(name)
        ? "it was provisioned and is gone"
        : "not provisioned; `mvn verify` runs src/test/provision/provision.sh";
  }

  private static Properties outcome() {
    Path file =
        Path.of(
            System.getProperty("sallyport.build", "target"), "servers", "provisioned.properties");
    var outcome = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        outcome.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return outcome;
  }
}
