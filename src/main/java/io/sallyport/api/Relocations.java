package io.sallyport.api;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.FileCopy;
import io.sallyport.files.Loops;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.SetsModified;
import io.sallyport.files.Upload;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import io.sallyport.store.Job;
import io.sallyport.store.ResourcePath;
import io.sallyport.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One task: files and folders on their way to a folder. A file is there whole or not at all, and
/// the old one stands until then; what is moved to another server goes from its old place only when
/// all of it has arrived. What fails does not stop the rest. For one thread.
final class Relocations {

  private static final Logger LOG = LoggerFactory.getLogger(Relocations.class);

  private final Store store;
  private final Unlocked unlocked;
  private final Place to;
  private final String targetUser;
  private final RemoteFiles target;
  private final boolean move;
  private final Conflict conflict;
  private final List<Source> sources = new ArrayList<>();

  private record Source(Place place, RemoteFiles files, String user) {}

  /// Takes all that it needs from the request, which will be over.
  ///
  /// @throws Failure.NotLoggedIn if the caller has no login at one of the servers
  Relocations(Call call, Store store, List<Place> from, Place to, boolean move, Conflict conflict) {
    this.store = store;
    this.unlocked = Unlocked.of(call, store.locks());
    this.to = to;
    this.targetUser = Unlocked.user(call, to);
    this.target = call.files(to);
    this.move = move;
    this.conflict = conflict;
    for (Place each : from) {
      RemoteFiles files = each.backend().equals(to.backend()) ? target : call.files(each);
      sources.add(new Source(each, files, Unlocked.user(call, each)));
    }
  }

  /// Does it all.
  void run(Progress progress) {
    Job.State end = Job.State.FAILED;
    try {
      count(progress);
      for (Source source : sources) {
        new Item(source, progress).relocate();
      }
      end = Job.State.DONE;
    } catch (Progress.Cancelled e) {
      end = Job.State.CANCELLED;
    } catch (Stopped e) {
      // What stopped it is among its problems.
      LOG.debug("event=task-stopped", e);
    } catch (RuntimeException e) {
      LOG.error("event=task-failed", e);
    } finally {
      progress.end(end);
    }
  }

  private void count(Progress progress) {
    Census census = new Census();
    for (Source source : sources) {
      Place place = source.place();
      if (move && isSameServer(place)) {
        census.one();
      } else {
        census.add(
            source.files(),
            place.path(),
            folder -> progress.at(new Place(place.backend(), folder, true)));
      }
    }
    census.tell(progress);
  }

  private boolean isSameServer(Place place) {
    return place.backend().equals(to.backend());
  }

  /// One of the things that are to go there, with all that is in it.
  private final class Item {
    private final Source source;
    private final Progress progress;
    private final FileCopy copy;
    private boolean whole = true;

    Item(Source source, Progress progress) {
      this.source = source;
      this.progress = progress;
      this.copy = new FileCopy(source.files(), target, progress::moved);
    }

    void relocate() {
      Place place = source.place();
      attempt(
          place.path(),
          () -> {
            Entry entry = source.files().stat(place.path()).named(place.path().name());
            if (move) {
              unlocked.requireTree(Named.resource(place), source.user());
            }
            Departed left = new Departed();
            relocate(place.path(), entry, to.path().child(entry.name()), Loops.top(), left);
            if (move && whole) {
              var _ = left.remove(source.files(), this::problem);
            }
          });
    }

    /// @param left takes what is to go from the old place
    private void relocate(
        RemotePath from, Entry entry, RemotePath wanted, Loops way, Departed left) {
      progress.at(at(from));
      attempt(
          from,
          () -> {
            switch (entry.kind()) {
              case FOLDER -> folder(from, wanted, way, left);
              case FILE -> file(from, entry, wanted, left);
              case LINK, OTHER ->
                  throw new Failure.Denied("It is no file and no folder; it was left out.", null);
            }
          });
    }

    private void file(RemotePath from, Entry entry, RemotePath wanted, Departed left) {
      Optional<Entry> existing = UploadReceiver.find(target, wanted);
      RemotePath path = wanted;
      if (existing.isPresent()) {
        Entry there = existing.get();
        boolean folder = there.isFolder();
        switch (conflict) {
          case FAIL -> throw exists(wanted);
          case SKIP -> {
            left.keep();
            return;
          }
          case NEWER -> {
            if (!isNewer(entry, there)) {
              left.keep();
              return;
            }
          }
          case KEEP_BOTH -> {
            path = free(wanted);
            existing = Optional.empty();
          }
          case OVERWRITE -> {}
        }
        if (folder && existing.isPresent()) {
          throw exists(wanted);
        }
      }
      boolean fresh = existing.isEmpty();
      ResourcePath resource = resource(path);
      unlocked.require(resource, targetUser, fresh);
      if (move && isSameServer()) {
        source.files().rename(from, path);
        moved(from, resource);
      } else {
        RemotePath written = path;
        copy.copy(from, written, upload -> lastLook(upload, written, fresh));
        Optional.ofNullable(entry.modified()).ifPresent(time -> keepTime(written, time));
        store.properties().copied(resourceOf(from), resource, false, targetUser);
        left.file(from, entry);
      }
      progress.done();
    }

    /// A long copy leaves time for another writer.
    private void lastLook(Upload upload, RemotePath path, boolean fresh) {
      unlocked.require(resource(path), targetUser, fresh);
      if (fresh && upload.isAtomic() && upload.standing().isPresent()) {
        throw exists(path);
      }
    }

    private void folder(RemotePath from, RemotePath wanted, Loops way, Departed left) {
      Optional<Entry> existing = UploadReceiver.find(target, wanted);
      RemotePath path = wanted;
      if (existing.isPresent()) {
        if (conflict == Conflict.FAIL || !existing.get().isFolder()) {
          throw exists(wanted);
        }
        if (conflict == Conflict.KEEP_BOTH) {
          path = free(wanted);
          existing = Optional.empty();
        }
      }
      ResourcePath resource = resource(path);
      if (existing.isEmpty()) {
        unlocked.require(resource, targetUser, true);
        if (move && isSameServer()) {
          source.files().rename(from, path);
          moved(from, resource);
          progress.done();
          return;
        }
        target.mkdir(path);
        store.properties().copied(resourceOf(from), resource, false, targetUser);
      }
      List<Entry> members = Members.of(source.files(), from);
      Loops here = way.down(members);
      if (here.isLoop()) {
        throw new Failure.Denied("A link leads back up here; it was not followed.", null);
      }
      Departed below = left.folder(from);
      for (Entry member : members) {
        relocate(from.child(member.name()), member, path.child(member.name()), here, below);
      }
    }

    private void attempt(RemotePath path, Runnable step) {
      try {
        step.run();
      } catch (Failure e) {
        problem(path, e);
      } catch (Refusal e) {
        whole = false;
        progress.problem(at(path), e);
      }
    }

    private void problem(RemotePath path, Failure failure) {
      whole = false;
      progress.problem(at(path), failure);
      if (endsAll(failure)) {
        throw new Stopped();
      }
    }

    private boolean isSameServer() {
      return Relocations.this.isSameServer(source.place());
    }

    /// Properties go along, locks do not (RFC 4918 §7.5).
    private void moved(RemotePath from, ResourcePath resource) {
      store.moved(resourceOf(from), resource, targetUser);
    }

    private ResourcePath resourceOf(RemotePath path) {
      return new ResourcePath(source.place().backend().orElseThrow(), path);
    }

    private Place at(RemotePath path) {
      return new Place(source.place().backend(), path, false);
    }
  }

  /// A server itself is in trouble: going on with the rest would only take long.
  private static boolean endsAll(Failure failure) {
    return switch (failure) {
      case Failure.Unreachable _, Failure.NoDataConnection _, Failure.NotLoggedIn _ -> true;
      case Failure.Busy _, Failure.NoSpace _ -> true;
      case Failure.NotFound _, Failure.Denied _, Failure.Exists _, Failure.MissingParent _ -> false;
      case Failure.Unsupported _, Failure.Malformed _, Failure.Broken _ -> false;
    };
  }

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("The rest would fail too.", null, false, false);
    }
  }

  private ResourcePath resource(RemotePath path) {
    return new ResourcePath(to.backend().orElseThrow(), path);
  }

  private static boolean isNewer(Entry entry, Entry there) {
    Instant mine = entry.modified();
    Instant theirs = there.modified();
    return mine != null && theirs != null && mine.isAfter(theirs);
  }

  private static Failure exists(RemotePath path) {
    return new Failure.Exists(path + " is there already.", null);
  }

  private RemotePath free(RemotePath wanted) {
    String name = wanted.name();
    int dot = name.lastIndexOf('.');
    RemotePath folder = wanted.parent().orElse(RemotePath.ROOT);
    for (int i = 2; ; i++) {
      RemotePath path =
          folder.child(
              dot > 0
                  ? name.substring(0, dot) + " (" + i + ")" + name.substring(dot)
                  : name + " (" + i + ")");
      if (UploadReceiver.find(target, path).isEmpty()) {
        return path;
      }
    }
  }

  /// The copy looks as old as its original where the server can.
  private void keepTime(RemotePath path, Instant time) {
    if (target instanceof SetsModified setting) {
      try {
        setting.setModified(path, time);
      } catch (Failure.Unsupported | Failure.Denied e) {
        LOG.debug("event=time-not-kept path={} detail=\"{}\"", path, e.getMessage());
      }
    }
  }
}
