package io.sallyport.dav;

import io.sallyport.files.CopiesFiles;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.FileCopy;
import io.sallyport.files.Listing;
import io.sallyport.files.Loops;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.ShowsLinks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Deletes and copies files and folders with all that is in them; FTP knows only one at a time. A
/// member that fails does not stop the others. Links to folders are never followed, where the
/// server tells them: they may lead out of the tree or into itself. A folder's members are read to
/// the end before anything is done with them, so that one request never holds one FTP connection
/// while it waits for another.
final class Tree {

  /// A server that will not copy so many files in a row will not copy the others.
  private static final int MAX_DECLINED = 3;

  private final RemoteFiles files;
  private final List<Casualty> casualties = new ArrayList<>();
  private final List<RemotePath> removed = new ArrayList<>();
  private final List<RemotePath> missing = new ArrayList<>();
  private boolean stopped;
  private int declined;
  private @Nullable FileCopy copying;

  Tree(RemoteFiles files) {
    this.files = files;
  }

  /// The members that it failed for so far, the deepest first; their folders are not named again
  /// (RFC 4918 §9.6.1).
  List<Casualty> casualties() {
    return List.copyOf(casualties);
  }

  /// What was deleted so far; of a folder that is gone with all that was in it, the folder alone.
  List<RemotePath> removed() {
    return List.copyOf(removed);
  }

  /// The places of copies that were not made; what would lie below them was not either.
  List<RemotePath> missing() {
    return List.copyOf(missing);
  }

  /// Deletes what is at `path`.
  ///
  /// @param kind what a stat says that it is
  /// @return whether nothing is left of it
  boolean delete(RemotePath path, Entry.Kind kind) {
    return kind == Entry.Kind.FOLDER ? deleteFolderOrLink(path) : deleteOne(path, kind);
  }

  /// Copies what is at `from` to `to`, where nothing is.
  ///
  /// @param entry what a stat of `from` says
  /// @param target where `to` is
  /// @param members whether a folder's members are copied too
  /// @return whether all of it was copied
  boolean copy(RemotePath from, Entry entry, RemoteFiles target, RemotePath to, boolean members) {
    return entry.isFolder()
        ? copyFolder(from, target, to, members, Loops.top())
        : copied(to, () -> copyFile(from, target, to));
  }

  private boolean copied(RemotePath to, Runnable step) {
    boolean there = attempt(to, step);
    if (!there) {
      missing.add(to);
    }
    return there;
  }

  /// A stat follows links, and so do listings: a link to a folder looks like a folder, and what is
  /// in it belongs to somebody else. DELE takes a link away and leaves a folder alone. Where it
  /// failed for another reason than what is there, nobody knows, and nothing is touched.
  private boolean deleteFolderOrLink(RemotePath path) {
    AtomicBoolean link = new AtomicBoolean();
    return attempt(path, () -> link.set(deletedAsLink(path))) && (link.get() || deleteFolder(path));
  }

  private boolean deletedAsLink(RemotePath path) {
    try {
      files.delete(path, Entry.Kind.LINK);
      removed.add(path);
      return true;
    } catch (Failure.Denied | Failure.NotFound | Failure.Unsupported | Failure.Exists e) {
      return false;
    }
  }

  private boolean deleteFolder(RemotePath path) {
    int before = removed.size();
    List<Entry> members = new ArrayList<>();
    boolean whole = attempt(path, () -> members.addAll(members(path)));
    for (Entry member : members) {
      if (stopped) {
        return false;
      }
      whole &= delete(path.child(member.name()), member.kind());
    }
    if (!whole || !deleteOne(path, Entry.Kind.FOLDER)) {
      return false;
    }
    removed.subList(before, removed.size()).clear();
    removed.add(path);
    return true;
  }

  private boolean deleteOne(RemotePath path, Entry.Kind kind) {
    return attempt(
        path,
        () -> {
          try {
            files.delete(path, kind);
          } catch (Failure.NotFound e) {
            // Somebody else was faster; it is gone, which is what was asked for.
          }
          removed.add(path);
        });
  }

  private boolean copyFolder(
      RemotePath from, RemoteFiles target, RemotePath to, boolean withMembers, Loops way) {
    if (!copied(to, () -> target.mkdir(to))) {
      return false;
    }
    if (!withMembers) {
      return true;
    }
    List<Entry> members = new ArrayList<>();
    boolean whole = attempt(to, () -> members.addAll(members(from)));
    Loops here = way.down(members);
    if (here.isLoop()) {
      return attempt(to, () -> refuse("A link leads back up here, so nothing in it was copied."));
    }
    for (Entry member : members) {
      RemotePath source = from.child(member.name());
      RemotePath copy = to.child(member.name());
      if (stopped) {
        missing.add(copy);
        continue;
      }
      whole &=
          switch (member.kind()) {
            case FOLDER -> copyFolder(source, target, copy, true, here);
            case FILE -> copied(copy, () -> copyFile(source, target, copy));
            case LINK -> copied(copy, () -> copyLink(source, target, copy));
            case OTHER ->
                copied(copy, () -> refuse("It is no file and no folder, so it was not copied."));
          };
    }
    return whole;
  }

  /// To everybody who reads it, a link to a file is that file.
  private void copyLink(RemotePath from, RemoteFiles target, RemotePath to) {
    if (files.stat(from).kind() != Entry.Kind.FILE) {
      refuse("It is a link to a folder, so it was not copied.");
    }
    copyFile(from, target, to);
  }

  /// On the server itself where it can, else by way of here.
  private void copyFile(RemotePath from, RemoteFiles target, RemotePath to) {
    Optional<CopiesFiles> able =
        target.equals(files) && declined < MAX_DECLINED
            ? files.power(CopiesFiles.class)
            : Optional.empty();
    if (able.isPresent()) {
      try {
        able.get().copy(from, to);
        declined = 0;
        return;
      } catch (Failure.Unsupported e) {
        declined++;
      }
    }
    copying(target).copy(from, to);
  }

  private static void refuse(String why) {
    throw new Failure.Denied(why, null);
  }

  private FileCopy copying(RemoteFiles target) {
    if (copying == null) {
      copying = new FileCopy(files, target, bytes -> {});
    }
    return copying;
  }

  private List<Entry> members(RemotePath folder) {
    List<Entry> members = new ArrayList<>();
    try (Listing listing =
        files
            .power(ShowsLinks.class)
            .map(able -> able.listWithLinks(folder))
            .orElseGet(() -> files.list(folder))) {
      for (Optional<Entry> next = listing.next(); next.isPresent(); next = listing.next()) {
        members.add(next.get());
      }
    }
    return members;
  }

  private boolean attempt(RemotePath path, Runnable step) {
    try {
      step.run();
      return true;
    } catch (Failure e) {
      Casualty casualty = new Casualty(path, e);
      casualties.add(casualty);
      stopped |= casualty.isFatal();
      return false;
    }
  }
}
