package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.put;
import static io.sallyport.ftp.ScriptedBackend.text;
import static io.sallyport.ground.Answer.reply;
import static io.sallyport.ground.Answer.transfer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.SetsModified;
import io.sallyport.ftp.data.DataModeTable;
import io.sallyport.ground.ScriptedFtpServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Contents of small files that are served again, and all that ends that.
@Timeout(60)
final class FtpContentsTest {

  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09Z");
  private static final Duration AGE = Duration.ofSeconds(60);
  private static final String PATH = "docs/a.txt";

  private final AtomicLong nanos = new AtomicLong();
  private final ScriptedFtpServer server = ScriptedFtpServer.start();
  private FtpBackend backend = backend(settings -> settings, 1 << 20);
  private RemoteFiles files = backend.files(new Login("u", "secret"));

  FtpContentsTest() {
    server.tree().file(PATH, "hello").modified(PATH, TIME).folder("docs/sub");
  }

  private FtpBackend backend(UnaryOperator<FtpSettings> change, long capacityBytes) {
    FtpSettings settings = change.apply(ScriptedBackend.settings(server));
    return new FtpBackend(
        "contents",
        settings,
        new DataModeTable(),
        TemporaryFiles.UNNOTED,
        new RecentContents(
            settings.contentAge(),
            capacityBytes,
            nanos::get,
            () -> Instant.parse("2024-06-01T00:00:00Z").plusNanos(nanos.get())));
  }

  private void use(UnaryOperator<FtpSettings> change, long capacityBytes) {
    backend.close();
    backend = backend(change, capacityBytes);
    files = backend.files(new Login("u", "secret"));
  }

  @AfterEach
  void close() {
    backend.close();
    server.close();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /// What a GET does.
  private String get(RemoteFiles of, RemotePath path, ByteRange range) {
    of.stat(path);
    return text(of, path, range);
  }

  private String get() {
    return get(files, FILE, ByteRange.ALL);
  }

  /// Seen, settled, fetched: kept from now on.
  private void keep() {
    files.stat(FILE);
    pass(RecentContents.SETTLED);
    assertEquals("hello", get());
    assertEquals(1, server.count("RETR"));
  }

  private void change(String text, Instant time) {
    server.tree().file(PATH, text).modified(PATH, time);
  }

  @Test
  void whatHasSettled_isFetchedOnce() {
    keep();
    assertEquals("hello", get());
    assertEquals("ell", get(files, FILE, new ByteRange(1, 3)));
    assertEquals("lo", get(files, FILE, ByteRange.from(3)));
    assertEquals("", get(files, FILE, ByteRange.from(9)));
    assertEquals(1, server.count("RETR"));
    assertEquals(1, server.count("EPSV"));
    assertEquals(6, server.count("MLST"));
  }

  @Test
  void bytesAreThoseOfTheFile() {
    byte[] bytes = new byte[RecentContents.MAX_BYTES];
    new Random(7).nextBytes(bytes);
    server.tree().file(PATH, bytes).modified(PATH, TIME);
    files.stat(FILE);
    pass(RecentContents.SETTLED);
    for (int i = 0; i < 3; i++) {
      ByteBuffer read = ByteBuffer.allocateDirect(bytes.length + 1);
      files.stat(FILE);
      try (Download download = files.read(FILE, ByteRange.ALL)) {
        while (download.read(read) >= 0) {
          assertTrue(read.hasRemaining());
        }
      }
      assertEquals(ByteBuffer.wrap(bytes), read.flip());
    }
    assertEquals(1, server.count("RETR"));
  }

  @Test
  void withoutMlst_sizeAndTimeVouch() {
    server.without("MLSD");
    keep();
    assertEquals("hello", get());
    change("HELLO", TIME.plusSeconds(1));
    assertEquals("HELLO", get());
    assertEquals(2, server.count("RETR"));
  }

  @Test
  void anotherSize_isFetchedAnew() {
    keep();
    change("hello!", TIME);
    assertEquals("hello!", get());
  }

  @Test
  void anotherTime_isFetchedAnew() {
    keep();
    change("HELLO", TIME.plusSeconds(1));
    assertEquals("HELLO", get());
    pass(RecentContents.SETTLED);
    assertEquals("HELLO", get());
    assertEquals("HELLO", get());
    assertEquals(3, server.count("RETR"));
    change("older", TIME.minusSeconds(9));
    assertEquals("older", get());
  }

  /// A file that changed while it was fetched, or may have changed in that very second, shows the
  /// same time before and after.
  @Test
  void aChangeWithinTheSecond_isSeen() {
    assertEquals("hello", get());
    change("HELLO", TIME);
    assertEquals("HELLO", get());
    pass(RecentContents.SETTLED.minusNanos(1));
    assertEquals("HELLO", get());
    change("Hello", TIME);
    assertEquals("Hello", get());
    assertEquals(4, server.count("RETR"));
  }

  @Test
  void aTimeThatMayBeToTheMinute_settlesAMinuteLater() {
    Instant even = Instant.parse("2024-05-06T07:08:00Z");
    change("hello", even);
    keep();
    pass(Duration.ofMinutes(1).minusNanos(1));
    change("HELLO", even);
    assertEquals("HELLO", get());
    pass(Duration.ofNanos(1));
    assertEquals("HELLO", get());
    assertEquals("HELLO", get());
    assertEquals(3, server.count("RETR"));
  }

  @Test
  void aTimeThatIsStillToCome_isNotTrusted() {
    change("hello", Instant.parse("2024-06-01T00:00:07Z"));
    keep();
    change("HELLO", Instant.parse("2024-06-01T00:00:07Z"));
    assertEquals("HELLO", get());
  }

  @Test
  void withoutATime_nothingIsKept() {
    server.without("MLSD", "MDTM");
    keep();
    change("HELLO", TIME);
    assertEquals("HELLO", get());
  }

  @Test
  void aRightThatWasTakenAway_endsWithTheAge() {
    keep();
    server.on("RETR", reply("550 Permission denied."));
    pass(AGE.minusNanos(1));
    assertEquals("hello", get());
    pass(Duration.ofNanos(1));
    assertThrows(Failure.Denied.class, this::get);
    server.forget("RETR");
    assertEquals("hello", get());
  }

  @Test
  void loginsSeeNothingOfEachOther() {
    keep();
    assertEquals("hello", get(backend.files(new Login("other", "secret")), FILE, ByteRange.ALL));
    assertEquals("hello", get(backend.files(new Login("u", "another")), FILE, ByteRange.ALL));
    assertEquals(3, server.count("RETR"));
    RemoteFiles again = backend.files(new Login("u", "secret"));
    assertEquals("hello", get(again, FILE, ByteRange.ALL));
    assertEquals(3, server.count("RETR"));
    backend.forget(new Login("u", "secret"));
    assertEquals("hello", get());
    assertEquals(4, server.count("RETR"));
  }

  @Test
  void aReadWithoutAStat_isFetched() {
    keep();
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    files.stat(RemotePath.of("docs"));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    files.stat(FILE);
    pass(Duration.ofSeconds(3));
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    files.stat(FILE);
    assertEquals("hello", text(backend.files(files()), FILE, ByteRange.ALL));
    assertEquals(5, server.count("RETR"));
  }

  private static Login files() {
    return new Login("u", "secret");
  }

  @Test
  void everyChangeThroughHere_drops() {
    keep();
    dropped(() -> put(files, FILE, "HELLO"), "HELLO");
    dropped(() -> ((SetsModified) files).setModified(FILE, TIME.plusSeconds(5)), "HELLO");
    dropped(
        () -> {
          files.delete(FILE, Entry.Kind.FILE);
          server.tree().file(PATH, "Hello");
        },
        "Hello");
    dropped(
        () -> {
          files.rename(RemotePath.of("docs"), RemotePath.of("old"));
          server.tree().file(PATH, "heLLo");
        },
        "heLLo");
    dropped(
        () -> {
          server.tree().file("else", "Again");
          files.rename(RemotePath.of("else"), FILE);
        },
        "Again");
    dropped(
        () -> {
          server.on("RMD", reply("550 It is not empty."));
          assertThrows(Failure.class, () -> files.delete(RemotePath.of("docs"), Entry.Kind.FOLDER));
          server.tree().file(PATH, "HELLO");
        },
        "HELLO");
  }

  /// The server shows the same time afterwards, so that only the drop can tell.
  private void dropped(Runnable change, String text) {
    long before = server.count("RETR");
    change.run();
    server.tree().modified(PATH, TIME);
    assertEquals(text, get());
    pass(RecentContents.SETTLED);
    assertEquals(text, get());
    assertEquals(text, get());
    assertEquals(before + 2, server.count("RETR"));
  }

  @Test
  void aFetchThatAChangeOvertakes_isNotKept() {
    files.stat(FILE);
    pass(RecentContents.SETTLED);
    files.stat(FILE);
    try (Download download = files.read(FILE, ByteRange.ALL)) {
      RemoteFiles others = backend.files(new Login("other", "secret"));
      put(others, FILE, "HELLO");
      ByteBuffer bytes = ByteBuffer.allocate(100);
      while (download.read(bytes) >= 0) {
        assertTrue(bytes.hasRemaining());
      }
    }
    server.tree().modified(PATH, TIME);
    assertEquals("HELLO", get());
  }

  @Test
  void aFetchThatDoesNotComeWhole_isNotKept() {
    files.stat(FILE);
    pass(RecentContents.SETTLED);
    server.once("RETR", transfer().upTo(2).resetting());
    assertThrows(Failure.Broken.class, this::get);
    files.stat(FILE);
    try (Download download = files.read(FILE, ByteRange.ALL)) {
      assertEquals(2, download.read(ByteBuffer.allocate(2)));
    }
    assertEquals("el", get(files, FILE, new ByteRange(1, 2)));
    assertEquals("hello", get());
    assertEquals(4, server.count("RETR"));
    assertEquals("hello", get());
    assertEquals(4, server.count("RETR"));
  }

  /// The file that is fetched is another one than the stat was of.
  @Test
  void aFetchOfAnotherLength_isNotKept() {
    for (String other : new String[] {"hello and more", "hi", ""}) {
      files.stat(FILE);
      pass(RecentContents.SETTLED);
      files.stat(FILE);
      server.tree().file(PATH, other);
      assertEquals(other, text(files, FILE, ByteRange.ALL));
      change("HELLO", TIME);
      assertEquals("HELLO", get());
      change("hello", TIME);
      backend.forget(files());
    }
  }

  @Test
  void largeFiles_areNotKept_andAllTogetherAreBounded() {
    server.tree().file(PATH, new byte[RecentContents.MAX_BYTES + 1]).modified(PATH, TIME);
    for (int i = 0; i < 3; i++) {
      pass(RecentContents.SETTLED);
      files.stat(FILE);
      try (Download download = files.read(FILE, ByteRange.ALL)) {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 17);
        while (download.read(bytes) >= 0) {
          assertTrue(bytes.hasRemaining());
        }
      }
    }
    assertEquals(3, server.count("RETR"));

    use(settings -> settings, 10_000);
    for (int i = 0; i < 20; i++) {
      server.tree().file("many/" + i, "x".repeat(1000)).modified("many/" + i, TIME);
      files.stat(RemotePath.of("many", "" + i));
    }
    pass(RecentContents.SETTLED);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 20; i++) {
        RemotePath path = RemotePath.of("many", "" + i);
        assertEquals("x".repeat(1000), get(files, path, ByteRange.ALL));
      }
    }
    assertTrue(server.count("RETR") > 3 + 30, "" + server.count("RETR"));
  }

  @Test
  void turnedOff_everythingIsFetched() {
    use(settings -> settings.withContentAge(Duration.ZERO), 1 << 20);
    keep();
    assertEquals("hello", get());
    assertEquals(2, server.count("RETR"));
  }
}
