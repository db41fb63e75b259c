package io.sallyport.ftp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.sallyport.files.Entry;
import io.sallyport.files.Listing;
import io.sallyport.files.Login;
import io.sallyport.files.RemotePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The whole listings of the last moments, for callers that ask for the same folder again: a page
/// and its data, a drive that looks twice. Kept per login, for a time so short that nobody waits
/// for another client's change, and dropped by every change that goes through Sallyport, which a
/// listing that began before it does not survive either. Only listings are kept: a stat is always
/// the server's own word, because conditions of writes are decided by it. Thread-safe.
final class RecentListings {

  /// Members of all kept listings together.
  private static final int MAX_MEMBERS = 100_000;

  /// A longer listing is not kept.
  private static final int MAX_OF_FOLDER = 20_000;

  private record Key(Login login, RemotePath folder) {}

  private record Kept(List<Entry> members, int skipped) {}

  private final boolean keeps;
  private final Cache<Key, Kept> kept;
  private final AtomicLong changes = new AtomicLong();

  /// @param age how old a listing may be; zero for none
  RecentListings(Duration age, Ticker ticker) {
    this.keeps = !age.isZero();
    this.kept =
        Caffeine.newBuilder()
            .expireAfterWrite(age)
            .maximumWeight(MAX_MEMBERS)
            .weigher((Key key, Kept listing) -> 1 + listing.members.size())
            .ticker(ticker)
            .build();
  }

  /// The members of `folder`, as kept or as `begin` lists them.
  Listing list(Login login, RemotePath folder, Supplier<Listing> begin) {
    if (!keeps) {
      return begin.get();
    }
    Key key = new Key(login, folder);
    Kept recent = kept.getIfPresent(key);
    return recent != null ? new Replay(recent) : new Recording(key, changes.get(), begin.get());
  }

  /// Something is being changed, or was, at `path`: in its folder, and in all that lies below it.
  void changed(RemotePath path) {
    changes.incrementAndGet();
    Optional<RemotePath> parent = path.parent();
    kept.asMap()
        .keySet()
        .removeIf(
            key -> key.folder.isAtOrBelow(path) || parent.filter(key.folder::equals).isPresent());
  }

  /// A login has signed out.
  void forget(Login login) {
    changes.incrementAndGet();
    kept.asMap().keySet().removeIf(key -> key.login.equals(login));
  }

  private static final class Replay implements Listing {
    private final Iterator<Entry> left;
    private final int skipped;

    Replay(Kept listing) {
      this.left = listing.members.iterator();
      this.skipped = listing.skipped;
    }

    @Override
    public Optional<Entry> next() {
      return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
    }

    @Override
    public int skipped() {
      return skipped;
    }

    @Override
    public void close() {}
  }

  /// A listing on its way, kept when it has come whole.
  private final class Recording implements Listing {
    private final Key key;
    private final long changesBefore;
    private final Listing listing;
    private @Nullable List<Entry> members = new ArrayList<>();

    Recording(Key key, long changesBefore, Listing listing) {
      this.key = key;
      this.changesBefore = changesBefore;
      this.listing = listing;
    }

    @Override
    public Optional<Entry> next() {
      Optional<Entry> next = listing.next();
      if (members != null) {
        if (next.isEmpty()) {
          keep(new Kept(List.copyOf(members), listing.skipped()));
          members = null;
        } else if (members.size() >= MAX_OF_FOLDER) {
          members = null;
        } else {
          members.add(next.get());
        }
      }
      return next;
    }

    private void keep(Kept whole) {
      kept.put(key, whole);
      // Looked at afterwards, so that a change between the two is not missed.
      if (changes.get() != changesBefore) {
        kept.invalidate(key);
      }
    }

    @Override
    public int skipped() {
      return listing.skipped();
    }

    @Override
    public void close() {
      listing.close();
    }
  }
}
