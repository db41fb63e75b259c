package io.sallyport.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.RemotePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store in a folder: what happens to it when processes die, meet and end.
final class H2StoreTest {

  private static final int LOCKS = 100;

  @TempDir Path folder;

  private static ResourcePath file(int number) {
    return new ResourcePath("files", RemotePath.of("folder", "file " + number));
  }

  @Test
  void killed_leavesEveryLockPropertyAndUpload() throws Exception {
    try (Writer writer = new Writer(folder)) {
      writer.untilDone();
      writer.kill();
    }
    try (Store store = Store.open(new StoreSettings.Folder(folder))) {
      for (int i = 0; i < LOCKS; i++) {
        assertEquals(1, store.locks().covering(file(i)).size(), "lock " + i);
      }
      assertEquals(1, store.properties().of(file(0)).size());
      // At once, not after a silence: whoever wrote it cannot be alive.
      assertEquals(
          List.of(new UploadJournal.Abandoned(file(0), "ann")), store.journal().abandoned("files"));
    }
  }

  /// A copy of the file is what a kill would leave. H2 2.5.252 lost the last commit here, once it
  /// used space again, that is: after the retention time.
  @Test
  void everyCommit_isInTheFileAlsoWhereItsSpaceIsUsedAgain() throws Exception {
    Path copies = Files.createDirectories(folder.resolve("copies"));
    long reuse = System.nanoTime() + 3 * Duration.ofMillis(Database.H2_RETENTION_MILLIS).toNanos();
    try (Store store = Store.open(new StoreSettings.Folder(folder))) {
      for (int taken = 1; System.nanoTime() < reuse; taken++) {
        store.locks().take(request(taken));
        Path copy = Files.createDirectory(copies.resolve("" + taken));
        Files.copy(folder.resolve("store.mv.db"), copy.resolve("store.mv.db"));
        try (Store left = Store.open(new StoreSettings.Folder(copy))) {
          assertEquals(1, left.locks().covering(file(taken)).size(), "lock " + taken);
        }
      }
    }
  }

  @Test
  void secondProcess_isToldInOneSentence() throws Exception {
    try (Writer writer = new Writer(folder)) {
      writer.untilDone();
      IOException refused =
          assertThrows(IOException.class, () -> Store.open(new StoreSettings.Folder(folder)));
      assertEquals(
          "The state in "
              + folder
              + " is in use by another gateway: stop that one, or give this one a folder of its own,"
              + " or let both share a PostgreSQL.",
          refused.getMessage());
    }
  }

  @Test
  void interrupted_leavesTheStoreUsable() throws Exception {
    try (Store store = Store.open(new StoreSettings.Folder(folder))) {
      Thread.currentThread().interrupt();
      try {
        store.locks().take(request(1));
      } catch (RuntimeException e) {
        // Fine too: whoever interrupts wants an end.
      } finally {
        var _ = Thread.interrupted();
      }
      store.locks().take(request(2));
      assertEquals(1, store.locks().covering(file(2)).size());
    }
  }

  @Test
  void closed_leavesNothingRunningAndOpensAgain() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    for (int round = 0; round < 3; round++) {
      try (Store store = Store.open(new StoreSettings.Folder(folder))) {
        store.locks().take(request(round));
        assertEquals(round + 1, store.locks().within(root()).size());
      }
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("store") && !before.contains(thread)) {
        assertTrue(thread.join(Duration.ofSeconds(30)), "a thread of a closed store goes on");
      }
    }
  }

  @Test
  void memory_isGoneWhenClosed() throws Exception {
    try (Store store = Store.open(new StoreSettings.Memory());
        Store other = Store.open(new StoreSettings.Memory())) {
      store.locks().take(request(1));
      assertEquals(List.of(), other.locks().within(root()));
    }
  }

  @Test
  void noFolder_isToldInOneSentence() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    IOException refused =
        assertThrows(IOException.class, () -> Store.open(new StoreSettings.Folder(file)));
    assertEquals("State cannot be kept in " + file + ": it is no folder.", refused.getMessage());
  }

  private static LockRequest request(int number) {
    return new LockRequest(file(number), false, true, "ann", "", Duration.ofHours(1));
  }

  private static ResourcePath root() {
    return new ResourcePath("files", RemotePath.ROOT);
  }

  /// Another process that writes to the store, says so, and waits to be killed.
  static final class Writer implements AutoCloseable {

    private static final String DONE = "done";

    private final Process process;

    Writer(Path folder) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-classpath",
                  System.getProperty("java.class.path"),
                  Writer.class.getName(),
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    }

    void untilDone() throws IOException {
      BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
      for (String line = lines.readLine(); !DONE.equals(line); line = lines.readLine()) {
        if (line == null) {
          throw new IOException("the writer ended");
        }
      }
    }

    /// SIGKILL: nothing of the process runs any more when this returns.
    void kill() {
      process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
      kill();
    }

    /// The other process.
    public static void main(String[] arguments) throws Exception {
      Store store = Store.open(new StoreSettings.Folder(Path.of(arguments[0])));
      IntStream.range(0, LOCKS).forEach(i -> store.locks().take(request(i)));
      store
          .properties()
          .change(
              file(0),
              "ann",
              List.of(
                  new PropertyChange.Set(
                      new DeadProperty(new PropertyKey("urn:x", "p"), "<p xmlns=\"urn:x\"/>"))));
      var _ = store.journal().opened(file(0), "ann");
      System.out.println(DONE);
      Thread.sleep(Duration.ofMinutes(5));
    }
  }
}
