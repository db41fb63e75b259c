package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.ground.Command;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.Provisioned;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// cadaver, the WebDAV client of the command line, does all that it can, step by step.
@Timeout(120)
final class CadaverIT {

  @TempDir Path served;
  @TempDir Path home;

  @Test
  void filesPropertiesAndLocks() throws IOException {
    Provisioned.require("cadaver");
    Path one = Files.writeString(home.resolve("one"), "first");
    Path two = Files.writeString(home.resolve("two"), "second");
    Path back = home.resolve("back");
    String said;
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(served).start();
        PackagedGateway gateway =
            PackagedGateway.serving(
                "ftp://" + server.user() + "@127.0.0.1:" + server.port() + "/")) {
      Path login =
          Files.writeString(
              home.resolve(".netrc"),
              "machine 127.0.0.1 login " + server.user() + " password " + server.password() + "\n");
      Files.setPosixFilePermissions(login, PosixFilePermissions.fromString("rw-------"));
      said =
          Command.of("cadaver", gateway.url() + "127.0.0.1/")
              .with("HOME", home.toString())
              .reading(
                  """
                  mkcol folder
                  cd folder
                  put %1$s one
                  copy one two
                  move two "th ree"
                  propset one color blue
                  propget one color
                  propnames one
                  lock one
                  discover one
                  put %2$s one
                  cat one
                  unlock one
                  discover one
                  ls
                  mkcol inner
                  move "th ree" inner/
                  copy inner outer
                  rmcol inner
                  get "outer/th ree" %3$s
                  delete "outer/th ree"
                  quit
                  """
                      .formatted(one, two, back))
              .run()
              .all();
      assertFalse(gateway.log().contains("\tat "), gateway.log());
    }
    assertFalse(said.contains("failed") || said.contains("Could not"), said);
    for (String expected :
        List.of(
            "Value of color is: blue",
            "http://webdav.org/cadaver/custom-properties/ color",
            "Scope: exclusive  Type: write",
            "no locks found",
            "second")) {
      assertTrue(said.contains(expected), expected + " in " + said);
    }
    assertEquals("second", Files.readString(served.resolve("folder/one")));
    assertEquals("first", Files.readString(back));
    assertFalse(Files.exists(served.resolve("folder/inner")));
    try (Stream<Path> left = Files.list(served.resolve("folder/outer"))) {
      assertEquals(0, left.count());
    }
  }
}
