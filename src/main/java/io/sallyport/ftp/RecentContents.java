package io.sallyport.ftp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import io.sallyport.files.ByteRange;
import io.sallyport.files.BytesDownload;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Login;
import io.sallyport.files.RemotePath;
import io.sallyport.metrics.FtpMeters;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The contents of small files that were fetched lately, for callers that ask for the same file
/// again. Nothing is served that the server does not vouch for in that very moment: a stat of the
/// same request has to show the size and the time that the content was fetched under.
///
/// FTP tells times to the second, so one size and time may belong to two contents. They belong to
/// one alone if a content was fetched when that second was over by the server's clock, which nobody
/// here knows; but it was over if the same size and time had been seen some seconds before the
/// fetch. Only such a content is kept. Times that are said to the minute prove nothing, and where a
/// server may mean the minute (its seconds are 00) a minute more has to pass.
///
/// A content is kept per login, for a limited time after it was fetched, so that a right to read
/// that was taken away ends with it; and it is dropped by every change that goes through Sallyport
/// at the file's path or above, which a fetch that began before the change does not survive either.
/// All backends together keep no more than a sixteenth of the heap, nor more than 16 MiB.
/// Thread-safe.
final class RecentContents {

  /// A larger file is not kept: there the data outweighs the connection.
  static final int MAX_BYTES = 64 * 1024;

  /// How long before its fetch a size and time must have been seen: two steps of the coarsest clock
  /// that a file system has (FAT: 2 s).
  static final Duration SETTLED = Duration.ofSeconds(4);

  /// The same for a time whose seconds are 00.
  static final Duration SETTLED_TO_THE_MINUTE = Duration.ofMinutes(1).plus(SETTLED);

  /// How long a file is remembered that nobody asks for.
  private static final Duration UNWANTED = Duration.ofSeconds(90);

  /// A stat is of the same request as a read if it is by the same reader, the last one before it,
  /// and not older than this.
  private static final Duration FRESH = Duration.ofSeconds(2);

  /// What the least entry counts for, so that there are few enough to look through.
  private static final int LEAST_WEIGHT = 2048;

  private static final int OVERHEAD_BYTES = 512;

  private static final Cache<Key, Known> OF_PROCESS =
      memory(Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 16), Ticker.systemTicker());

  private record Key(RecentContents backend, Login login, RemotePath path) {}

  /// What a server says of a file, and what was in it when it did.
  ///
  /// @param seenNanos since when it says so
  /// @param content absent where it was not fetched since, or too early
  /// @param fetchedNanos when the fetch of the content began
  private record Known(
      long sizeBytes,
      Instant modified,
      long seenNanos,
      @Nullable ByteBuffer content,
      long fetchedNanos) {

    boolean isOf(Entry entry) {
      return entry.sizeBytes() != null
          && entry.sizeBytes() == sizeBytes
          && modified.equals(entry.modified());
    }

    boolean isSameVersion(Known other) {
      return sizeBytes == other.sizeBytes && modified.equals(other.modified);
    }

    Known with(@Nullable ByteBuffer bytes, long begunNanos) {
      return new Known(sizeBytes, modified, seenNanos, bytes, begunNanos);
    }
  }

  private final Duration age;
  private final Cache<Key, Known> memory;
  private final Ticker ticker;
  private final InstantSource clock;
  private final AtomicLong changes = new AtomicLong();

  /// Of one backend, in the memory that all share.
  ///
  /// @param age how long a content is kept after it was fetched; zero for none
  RecentContents(Duration age) {
    this(age, OF_PROCESS, Ticker.systemTicker(), InstantSource.system());
  }

  /// With a memory and a time of its own.
  RecentContents(Duration age, long capacityBytes, Ticker ticker, InstantSource clock) {
    this(age, memory(capacityBytes, ticker), ticker, clock);
  }

  private RecentContents(
      Duration age, Cache<Key, Known> memory, Ticker ticker, InstantSource clock) {
    this.age = age;
    this.memory = memory;
    this.ticker = ticker;
    this.clock = clock;
  }

  private static Cache<Key, Known> memory(long capacityBytes, Ticker ticker) {
    return Caffeine.newBuilder()
        .expireAfterAccess(UNWANTED)
        .maximumWeight(capacityBytes)
        .weigher((Key key, Known known) -> weight(known.content))
        .ticker(ticker)
        // Frees what nobody asks for, though nobody asks for anything.
        .scheduler(Scheduler.systemScheduler())
        .executor(Runnable::run)
        .build();
  }

  private static int weight(@Nullable ByteBuffer content) {
    return Math.max(LEAST_WEIGHT, OVERHEAD_BYTES + (content == null ? 0 : content.capacity()));
  }

  /// What one request of a login reads.
  Reader of(Login login) {
    return new Reader(login);
  }

  /// Something is being changed, or was, at `path` or with all that lies below it.
  void changed(RemotePath path) {
    changes.incrementAndGet();
    memory.asMap().keySet().removeIf(key -> key.backend.equals(this) && key.path.isAtOrBelow(path));
  }

  /// A login has signed out.
  void forget(Login login) {
    changes.incrementAndGet();
    memory.asMap().keySet().removeIf(key -> key.backend.equals(this) && key.login.equals(login));
  }

  /// Whether a version has been seen for so long that its time stands for its content alone.
  private boolean isSettled(Known known, long now) {
    boolean maybeToTheMinute = known.modified.getEpochSecond() % 60 == 0;
    return now - known.seenNanos >= (maybeToTheMinute ? SETTLED_TO_THE_MINUTE : SETTLED).toNanos();
  }

  /// Tells what it is shown by stats to what it is asked to read. Thread-safe.
  final class Reader {
    private final Login login;
    private final AtomicReference<@Nullable Look> last = new AtomicReference<>();

    private record Look(RemotePath path, Known known, long nanos, long changesBefore) {}

    private Reader(Login login) {
      this.login = login;
    }

    /// The server has just said that `entry` is at `path`.
    void looked(RemotePath path, Entry entry) {
      if (age.isZero()) {
        return;
      }
      Key key = new Key(RecentContents.this, login, path);
      Known old = memory.getIfPresent(key);
      Optional<Known> now = known(old, entry);
      last.set(now.map(known -> new Look(path, known, ticker.read(), changes.get())).orElse(null));
      if (now.isEmpty()) {
        memory.invalidate(key);
      } else if (!now.get().equals(old)) {
        memory.put(key, now.get());
      }
    }

    /// Empty if it is nothing whose content could be kept. Where somebody has set a time that is
    /// still to come, a later change may get the same one.
    private Optional<Known> known(@Nullable Known old, Entry entry) {
      Long size = entry.sizeBytes();
      Instant modified = entry.modified();
      if (entry.kind() != Entry.Kind.FILE
          || !entry.exactTime()
          || modified == null
          || size == null
          || size > MAX_BYTES
          || modified.isAfter(clock.instant().minus(SETTLED))) {
        return Optional.empty();
      }
      long now = ticker.read();
      if (old == null || !old.isOf(entry)) {
        return Optional.of(new Known(size, modified, now, null, now));
      }
      boolean tooOld = old.content != null && now - old.fetchedNanos >= age.toNanos();
      return Optional.of(tooOld ? old.with(null, now) : old);
    }

    /// The bytes `range` of the file at `path`, as kept or as `fetch` begins to fetch them.
    Download read(RemotePath path, ByteRange range, Supplier<Download> fetch) {
      Look look = last.getAndSet(null);
      long now = ticker.read();
      if (look == null || !look.path.equals(path) || now - look.nanos > FRESH.toNanos()) {
        return fetch.get();
      }
      Key key = new Key(RecentContents.this, login, path);
      Known known = memory.getIfPresent(key);
      if (known == null || !known.isSameVersion(look.known)) {
        // Changed, or crowded out, since the stat.
        return fetch.get();
      }
      if (known.content != null) {
        FtpMeters.contentReread();
        return new BytesDownload(known.content, range);
      }
      boolean whole = range.offset() == 0 && range.length() >= known.sizeBytes;
      return whole && isSettled(known, now)
          ? new Recording(key, known.with(null, now), look.changesBefore, fetch.get())
          : fetch.get();
    }
  }

  /// A fetch on its way, kept when it has come whole.
  private final class Recording implements Download {
    private final Key key;
    private final Known version;
    private final long changesBefore;
    private final Download fetch;
    private final byte[] bytes;
    private int count;
    private boolean fits = true;

    Recording(Key key, Known version, long changesBefore, Download fetch) {
      this.key = key;
      this.version = version;
      this.changesBefore = changesBefore;
      this.fetch = fetch;
      this.bytes = new byte[(int) version.sizeBytes];
    }

    @Override
    public int read(ByteBuffer target) {
      int from = target.position();
      int read = fetch.read(target);
      if (read > 0) {
        fits &= read <= bytes.length - count;
        if (fits) {
          target.get(from, bytes, count, read);
          count += read;
        }
      } else if (read < 0 && fits && count == bytes.length) {
        fits = false;
        keep();
      }
      return read;
    }

    private void keep() {
      Known kept = version.with(ByteBuffer.wrap(bytes), version.fetchedNanos);
      memory
          .asMap()
          .computeIfPresent(key, (_, known) -> known.isSameVersion(version) ? kept : known);
      // Looked at afterwards, so that a change between the two is not missed.
      if (changes.get() == changesBefore) {
        FtpMeters.contentKept();
      } else {
        memory.invalidate(key);
      }
    }

    @Override
    public void close() {
      fetch.close();
    }
  }
}
