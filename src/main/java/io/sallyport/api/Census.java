package io.sallyport.api;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Loops;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many files and bytes there are to do, counted before the first is touched so that a person
/// sees how long it will take. A tree that takes long to count is not counted to its end: the work
/// itself is more urgent. For one thread.
final class Census {

  private static final Logger LOG = LoggerFactory.getLogger(Census.class);

  /// What a person waits for a total, as long as a short copy takes.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
  private boolean complete = true;
  private long files;
  private long bytes;

  /// Counts one thing that is done in one piece.
  void one() {
    files++;
  }

  /// Counts what is at `path`, with all that is in it. What cannot be read is no failure here: the
  /// work itself will meet it and say so.
  ///
  /// @param at told of each folder before it is listed; what it throws ends the counting
  void add(RemoteFiles from, RemotePath path, Consumer<RemotePath> at) {
    try {
      add(from, path, from.stat(path), at, Loops.top());
    } catch (Failure e) {
      LOG.debug("event=not-counted path={}", path, e);
      complete = false;
    }
  }

  private void add(
      RemoteFiles from, RemotePath path, Entry entry, Consumer<RemotePath> at, Loops way) {
    if (!complete || System.nanoTime() > deadlineNanos) {
      complete = false;
      return;
    }
    switch (entry.kind()) {
      case FILE -> {
        files++;
        Long size = entry.sizeBytes();
        complete &= size != null;
        bytes += size == null ? 0 : size;
      }
      case FOLDER -> {
        at.accept(path);
        List<Entry> members = Members.of(from, path);
        Loops here = way.down(members);
        if (!here.isLoop()) {
          members.forEach(member -> add(from, path.child(member.name()), member, at, here));
        }
      }
      case LINK, OTHER -> {
        // Left out by the work too.
      }
    }
  }

  /// Tells the sums, if all was counted.
  void tell(Progress progress) {
    if (complete) {
      progress.total(files, bytes);
    }
  }
}
