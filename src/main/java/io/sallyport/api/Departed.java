package io.sallyport.api;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What was copied to another server and is to go from its old place: exactly that, and not what
/// came or changed there meanwhile. For one thread.
final class Departed {

  private final @Nullable RemotePath folder;
  private final List<Departed> folders = new ArrayList<>();
  private final List<Left> files = new ArrayList<>();

  private boolean keeps;

  private record Left(RemotePath path, Entry entry) {}

  /// Nothing yet.
  Departed() {
    this(null);
  }

  private Departed(@Nullable RemotePath folder) {
    this.folder = folder;
  }

  /// A file has arrived; it was `entry` when it left.
  void file(RemotePath path, Entry entry) {
    files.add(new Left(path, entry));
  }

  /// A folder, whose content goes into the result.
  Departed folder(RemotePath path) {
    Departed below = new Departed(path);
    folders.add(below);
    return below;
  }

  /// Something in it did not leave, and is to stay.
  void keep() {
    keeps = true;
  }

  /// Deletes it. What looks like a folder and is a link goes as a link: what it leads to belongs to
  /// somebody else.
  ///
  /// @param problem told what could not be deleted
  /// @return whether nothing of it is left
  boolean remove(RemoteFiles source, BiConsumer<RemotePath, Failure> problem) {
    if (folder != null && isRemovedAsLink(source, folder)) {
      return true;
    }
    boolean gone = !keeps;
    for (Departed each : folders) {
      gone &= each.remove(source, problem);
    }
    for (Left left : files) {
      try {
        Optional<Entry> now = UploadReceiver.find(source, left.path());
        if (now.isPresent() && hasChanged(left.entry(), now.get())) {
          throw new Failure.Exists("It has changed since it was copied, so it stays.", null);
        }
        if (now.isPresent()) {
          source.delete(left.path(), Entry.Kind.FILE);
        }
      } catch (Failure e) {
        gone = false;
        problem.accept(left.path(), e);
      }
    }
    return gone && (folder == null || isRemoved(source, folder, problem));
  }

  private static boolean isRemoved(
      RemoteFiles source, RemotePath folder, BiConsumer<RemotePath, Failure> problem) {
    try {
      source.delete(folder, Entry.Kind.FOLDER);
      return true;
    } catch (Failure.NotFound e) {
      // Somebody else was faster.
      return true;
    } catch (Failure e) {
      problem.accept(folder, e);
      return false;
    }
  }

  /// DELE takes a link away and leaves a folder alone.
  private static boolean isRemovedAsLink(RemoteFiles source, RemotePath path) {
    try {
      source.delete(path, Entry.Kind.LINK);
      return true;
    } catch (Failure.Denied | Failure.NotFound | Failure.Unsupported | Failure.Exists e) {
      return false;
    }
  }

  private static boolean hasChanged(Entry before, Entry now) {
    boolean otherSize = before.sizeBytes() != null && !before.sizeBytes().equals(now.sizeBytes());
    boolean otherTime = before.exactTime() && now.exactTime() && !before.etag().equals(now.etag());
    return otherSize || otherTime;
  }
}
