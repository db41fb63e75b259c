package io.sallyport.ground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A davfs2 mount works as a drive, here over the WebDAV server that rclone has.
final class DavMountIT {
  @Test
  void drive_copiesMovesReadsAndRemoves(@TempDir Path folder) throws Exception {
    Provisioned.requireAll("rclone", "davfs2", "fuse");
    int port = freePort();
    Process server =
        Command.of(
                "rclone",
                "serve",
                "webdav",
                "--config",
                "/dev/null",
                "--user",
                "me",
                "--pass",
                "p\"s\\w #d",
                "--addr",
                "127.0.0.1:" + port,
                folder.toString())
            .start();
    try {
      awaitListening(port);
      String url = "http://127.0.0.1:" + port + "/";
      try (DavMount drive = DavMount.of(url, "me", "p\"s\\w #d")) {
        Path file = drive.folder().resolve("中 a#.txt");
        Files.writeString(file, "hello");
        Files.move(file, drive.folder().resolve("b.txt"));
        drive.flush();
        assertEquals("hello", Files.readString(folder.resolve("b.txt")));
        assertEquals("hello", Files.readString(drive.folder().resolve("b.txt")));
        Files.delete(drive.folder().resolve("b.txt"));
      }
      assertFalse(Files.exists(folder.resolve("b.txt")));
    } finally {
      Command.kill(server);
    }
  }

  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  private static void awaitListening(int port) throws Exception {
    for (int tries = 0; tries < 200; tries++) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertEquals(port, socket.getPort());
        return;
      } catch (IOException e) {
        // Not yet.
        Thread.sleep(50);
      }
    }
    throw new AssertionError("rclone does not listen");
  }
}
