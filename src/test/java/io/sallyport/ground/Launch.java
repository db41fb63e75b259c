package io.sallyport.ground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What one start of a real FTP server has to itself.
///
/// @param binary the program
/// @param workspace an empty folder for configuration and logs, removed afterwards
/// @param port the control port
/// @param user the login
/// @param password made up for this start
record Launch(Path binary, Path workspace, int port, String user, String password) {

  /// Writes a file into the workspace, readable by root alone.
  Path write(String name, String... lines) throws IOException {
    return write(name, Arrays.asList(lines));
  }

  /// Writes a file into the workspace, readable by root alone.
  Path write(String name, List<String> lines) throws IOException {
    Path file = workspace.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  /// An /etc/passwd with root, and with `nobody` and `ftp` at home in a folder.
  Path users(String home, String... more) throws IOException {
    var lines =
        new ArrayList<>(
            List.of(
                "root:x:0:0::/:/bin/sh",
                "nobody:x:65534:65534::" + home + ":/bin/sh",
                "ftp:x:65534:65534::" + home + ":/bin/sh"));
    lines.addAll(Arrays.asList(more));
    return write("etc/passwd", lines);
  }

  /// The password as crypt(3) hashes it with SHA-512.
  String passwordHash() {
    return Command.of("openssl", "passwd", "-6", "-stdin").reading(password).run().out().strip();
  }

  /// The same command line in a mount namespace where a file or folder of this workspace covers one
  /// of the system's. So nothing is ever written outside the workspace.
  static List<String> covering(List<Cover> covers, List<String> command) {
    String mounts =
        String.join(
            " && ",
            covers.stream()
                .map(cover -> "mount --bind " + cover.mine + " " + cover.theirs)
                .toList());
    return Stream.concat(
            Stream.of("unshare", "--mount", "sh", "-c", mounts + " && exec \"$@\"", "-"),
            command.stream())
        .toList();
  }

  /// @param mine a path in the workspace
  /// @param theirs what it hides
  record Cover(Path mine, Path theirs) {}
}
