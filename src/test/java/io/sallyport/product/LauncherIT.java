package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The launcher beside the jar takes the Java it is told, and says which one it needs where that
/// one will not do.
@Timeout(120)
final class LauncherIT {

  private static final Path BUILD = Path.of(System.getProperty("sallyport.build", "target"));

  @TempDir private Path home;

  private static Command.Result launched(Path javaHome) {
    return Command.of(BUILD.resolve("sallyport").toAbsolutePath().toString(), "--version")
        .with("JAVA_HOME", javaHome.toString())
        .runToAnyExit();
  }

  private void java(String script, String release) throws Exception {
    Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("release"), release);
  }

  @Test
  void withTheJavaOfThisTest_itStarts() {
    Command.Result said = launched(Path.of(System.getProperty("java.home")));
    assertEquals(0, said.exit(), said.all());
    assertTrue(said.out().startsWith("Sallyport "), said.all());
    assertEquals("", said.err());
  }

  @Test
  void anOlderJava_isNamed() throws Exception {
    java(
        "echo started",
        "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"1.8.0_392\"\nOS_NAME=\"Linux\"\n");
    Command.Result said = launched(home);
    assertEquals(1, said.exit(), said.all());
    assertEquals(
        "Sallyport needs Java 25 or newer, and %s/bin/java is Java 1.8.0_392;".formatted(home)
            + " JAVA_HOME says which one to take.",
        said.err().strip());
    assertEquals("", said.out());
  }

  @Test
  void aNewerJava_isTaken() throws Exception {
    java("echo started", "JAVA_VERSION=\"26\"\n");
    Command.Result said = launched(home);
    assertEquals(0, said.exit(), said.all());
    assertEquals("started", said.out().strip());
  }

  @Test
  void noJava_isSaid() {
    Command.Result said = launched(home);
    assertEquals(1, said.exit(), said.all());
    assertTrue(
        said.err().startsWith("Sallyport needs Java 25 or newer, and there is none in "),
        said.all());
  }
}
