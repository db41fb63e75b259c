package io.sallyport.dav;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.SetsModified;
import io.sallyport.store.ResourcePath;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps the versions of a file apart in time. FTP tells the time of a change to the second, and
/// entity tags and `Last-Modified` are made of it: two versions of one second would look the same,
/// and a client that holds the first would be told that nothing has changed (RFC 9110 §8.8.1). So a
/// version that is not later than the one before gets the next second as its time, where the server
/// has a command for that. Remembers what was lately written, moved and deleted through this door,
/// because the version before may not be there any more. Thread-safe.
final class Succession {

  /// Files that were changed since are not of the last moments.
  private static final int MAX_REMEMBERED = 10_000;

  /// A version that is older than the one before by more than this has its time for a reason.
  private static final Duration LATELY = Duration.ofMinutes(10);

  private final Map<ResourcePath, Instant> last =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ResourcePath, Instant> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /// A version has gone, or is being replaced.
  void ended(ResourcePath resource, @Nullable Entry version) {
    if (version != null
        && !version.isFolder()
        && version.exactTime()
        && version.modified() != null) {
      remember(resource, version.modified());
    }
  }

  /// A version has taken its place.
  ///
  /// @param files where it is
  /// @param version what a stat says of it
  /// @return what can be said of it to a client; empty if it cannot be told from an earlier version
  /// @throws Failure as [SetsModified#setModified], but for what the server cannot do
  Optional<Entry> begun(RemoteFiles files, ResourcePath resource, Entry version) {
    Instant modified = version.modified();
    if (version.isFolder() || !version.exactTime() || modified == null) {
      return Optional.of(version);
    }
    Optional<Instant> next = next(resource, modified);
    remember(resource, next.orElse(modified));
    if (next.isEmpty()) {
      return Optional.of(version);
    }
    try {
      Optional<SetsModified> able = files.power(SetsModified.class);
      able.ifPresent(server -> server.setModified(resource.path(), next.get()));
      return able.map(_ -> files.stat(resource.path()));
    } catch (Failure.Unsupported | Failure.Denied e) {
      return Optional.empty();
    }
  }

  /// Whether there was a version lately.
  synchronized boolean knows(ResourcePath resource) {
    return last.containsKey(resource);
  }

  private synchronized Optional<Instant> next(ResourcePath resource, Instant modified) {
    Instant before = last.get(resource);
    return before == null
            || modified.isAfter(before)
            || Duration.between(modified, before).compareTo(LATELY) > 0
        ? Optional.empty()
        : Optional.of(before.plusSeconds(1));
  }

  private synchronized void remember(ResourcePath resource, Instant modified) {
    // Removed first, so that what was changed last is forgotten last.
    Instant before = last.remove(resource);
    last.put(resource, before != null && before.isAfter(modified) ? before : modified);
  }
}
