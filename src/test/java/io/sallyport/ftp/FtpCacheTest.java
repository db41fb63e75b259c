package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ftp.ScriptedBackend.put;
import static io.sallyport.ftp.ScriptedBackend.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Appends;
import io.sallyport.files.ByteRange;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Upload;
import io.sallyport.ground.ScriptedFtpServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Listings that are shown again, and what ends that.
@Timeout(60)
final class FtpCacheTest {

  private static final RemotePath DOCS = RemotePath.of("docs");

  private final ScriptedFtpServer server = ScriptedFtpServer.start();
  private final FtpBackend backend =
      new FtpBackend(
          "cached", ScriptedBackend.settings(server).withListingAge(Duration.ofMinutes(1)));
  private final RemoteFiles files = backend.files(new Login("u", "secret"));

  FtpCacheTest() {
    server.tree().file("docs/a.txt", "hello").file("docs/b.txt", "0123456789").folder("docs/sub");
  }

  @AfterEach
  void close() {
    backend.close();
    server.close();
  }

  @Test
  void oneListingServesTheSameLoginTwice() {
    assertEquals(List.of("a.txt", "b.txt", "sub"), names(files, DOCS));
    assertEquals(List.of("a.txt", "b.txt", "sub"), names(files, DOCS));
    assertEquals(1, server.count("MLSD"));
    assertEquals(3, names(backend.files(new Login("other", "secret")), DOCS).size());
    assertEquals(3, names(backend.files(new Login("u", "another secret")), DOCS).size());
    assertEquals(3, server.count("MLSD"));
    backend.forget(new Login("u", "secret"));
    assertEquals(3, names(files, DOCS).size());
    assertEquals(4, server.count("MLSD"));
  }

  @Test
  void aDownload_isOneStatAndOneTransfer() {
    assertEquals(5L, files.stat(FILE).sizeBytes());
    assertEquals("hello", text(files, FILE, ByteRange.ALL));
    List<String> verbs = server.verbs();
    assertEquals(
        List.of("MLST", "EPSV", "RETR"), verbs.subList(verbs.indexOf("MLST"), verbs.size()));
  }

  @Test
  void statsAreAlwaysFresh() {
    assertEquals(3, names(files, DOCS).size());
    server.tree().file("docs/a.txt", "longer than before");
    assertEquals(18L, files.stat(FILE).sizeBytes());
  }

  @Test
  void everyChangeIsSeenAtOnce() {
    assertEquals(List.of("a.txt", "b.txt", "sub"), names(files, DOCS));
    put(files, DOCS.child("c.txt"), "new");
    assertEquals(List.of("a.txt", "b.txt", "c.txt", "sub"), names(files, DOCS));
    files.mkdir(DOCS.child("d"));
    assertEquals(List.of("a.txt", "b.txt", "c.txt", "d", "sub"), names(files, DOCS));
    files.delete(DOCS.child("c.txt"), Entry.Kind.FILE);
    assertEquals(List.of("a.txt", "b.txt", "d", "sub"), names(files, DOCS));
    assertEquals(List.of(), names(files, DOCS.child("sub")));
    files.rename(DOCS.child("a.txt"), DOCS.child("sub").child("e.txt"));
    assertEquals(List.of("b.txt", "d", "sub"), names(files, DOCS));
    assertEquals(List.of("e.txt"), names(files, DOCS.child("sub")));
    files.rename(DOCS.child("sub"), DOCS.child("moved"));
    assertThrows(Failure.NotFound.class, () -> files.list(DOCS.child("sub")));
    try (Upload more = ((Appends) files).append(DOCS.child("b.txt"), 10)) {
      more.write(ByteBuffer.wrap("ab".getBytes(StandardCharsets.US_ASCII)));
      more.commit();
    }
    try (Listing listing = files.list(DOCS)) {
      assertEquals(12L, listing.next().orElseThrow().sizeBytes());
    }
  }

  @Test
  void aRefusedChange_isLookedAtToo() {
    assertEquals(3, names(files, DOCS).size());
    server.tree().file("docs/new.txt", "x");
    assertThrows(Failure.Exists.class, () -> files.mkdir(DOCS.child("sub")));
    assertEquals(4, names(files, DOCS).size());
  }

  @Test
  void aListingThatAChangeOvertakes_isNotKept() {
    try (Listing listing = files.list(DOCS)) {
      files.mkdir(DOCS.child("d"));
      while (listing.next().isPresent()) {
        // To its end.
      }
    }
    assertEquals(List.of("a.txt", "b.txt", "d", "sub"), names(files, DOCS));
  }

  @Test
  void aListingClosedEarly_isNotKept() {
    try (Listing listing = files.list(DOCS)) {
      assertTrue(listing.next().isPresent());
    }
    assertEquals(3, names(files, DOCS).size());
    assertEquals(2, server.count("MLSD"));
  }

  @Test
  void listingsGrowOld_andLongOnesAreNotKept() {
    AtomicLong nanos = new AtomicLong();
    RecentListings recent = new RecentListings(Duration.ofSeconds(2), nanos::get);
    AtomicLong begun = new AtomicLong();
    drain(recent, () -> numbers(begun, 10));
    drain(recent, () -> numbers(begun, 10));
    assertEquals(1, begun.get());
    nanos.addAndGet(Duration.ofSeconds(2).toNanos() + 1);
    drain(recent, () -> numbers(begun, 30_000));
    drain(recent, () -> numbers(begun, 30_000));
    assertEquals(3, begun.get());
  }

  private static void drain(RecentListings recent, Supplier<Listing> begin) {
    try (Listing listing = recent.list(Login.ANONYMOUS, DOCS, begin)) {
      while (listing.next().isPresent()) {
        // To its end.
      }
    }
  }

  private static Listing numbers(AtomicLong begun, int length) {
    begun.incrementAndGet();
    return new Listing() {
      private int next;

      @Override
      public Optional<Entry> next() {
        return next < length ? Optional.of(Entry.folder("folder-" + next++)) : Optional.empty();
      }

      @Override
      public int skipped() {
        return 0;
      }

      @Override
      public void close() {}
    };
  }
}
