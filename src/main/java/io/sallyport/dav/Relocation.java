package io.sallyport.dav;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.TemporaryName;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import io.sallyport.store.ResourcePath;
import io.sallyport.store.Store;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A COPY or MOVE from one place to another (RFC 4918 §9.8, §9.9), checked before it begins. What
/// is at the destination is never deleted before the transfer has succeeded: a file is replaced in
/// one step, a folder is moved aside first and brought back on failure.
final class Relocation {

  private final Call call;
  private static final Logger LOG = LoggerFactory.getLogger(Relocation.class);

  private final Store store;
  private final Succession succession;
  private final Place from;
  private final Place to;
  private final Entry entry;
  private final Depth depth;
  private final RemoteFiles source;
  private final RemoteFiles target;
  private final @Nullable Entry existing;

  private Relocation(
      Call call,
      Store store,
      Succession succession,
      Place to,
      Entry entry,
      Depth depth,
      RemoteFiles target,
      @Nullable Entry existing) {
    this.call = call;
    this.store = store;
    this.succession = succession;
    this.from = call.place();
    this.to = to;
    this.entry = entry;
    this.depth = depth;
    this.source = call.files();
    this.target = target;
    this.existing = existing;
  }

  /// Reads and checks the request.
  ///
  /// @throws Refusal for everything that must not begin
  /// @throws Failure.NotFound if there is nothing to relocate
  static Relocation of(Call call, Store store, Succession succession) {
    Place from = call.place();
    Place to = Destination.of(call);
    Depth depth = Depth.of(call);
    boolean move = call.is("MOVE");
    if (depth == Depth.ONE || (move && depth == Depth.ZERO)) {
      throw Refusal.badRequest(
          move ? "A MOVE has no Depth but infinity." : "A COPY has no Depth but 0 and infinity.");
    }
    boolean overwrite = overwrite(call);
    if (to.isTop() || to.isBackendRoot()) {
      throw Refusal.denied("The list of servers cannot be changed from here.");
    }
    if (from.backend().equals(to.backend())) {
      if (from.path().equals(to.path())) {
        throw Refusal.denied("Source and destination are the same.");
      }
      if (to.path().isAtOrBelow(from.path())) {
        throw Refusal.denied("The destination lies inside the source.");
      }
      if (from.path().isAtOrBelow(to.path())) {
        throw Refusal.denied("The source lies inside the destination.");
      }
    }
    Entry entry =
        call.entry()
            .orElseThrow(
                () -> new Failure.NotFound("There is nothing at " + from.path() + ".", null));
    RemoteFiles target = call.files(to);
    Optional<Entry> existing = stat(target, to.path());
    if (existing.isPresent() && !overwrite) {
      throw Refusal.preconditionFailed("There is something at the destination already.");
    }
    return new Relocation(call, store, succession, to, entry, depth, target, existing.orElse(null));
  }

  /// Where to.
  Place to() {
    return to;
  }

  /// Whether something is there already.
  boolean replaces() {
    return existing != null;
  }

  void copy() {
    Tree tree = new Tree(source);
    boolean members = depth == Depth.INFINITY;
    boolean whole =
        settle(() -> {
          boolean copied = tree.copy(from.path(), entry, target, to.path(), members);
          if (copied || existing == null) {
            copied(members, tree);
          }
          return copied;
        });
    if (whole) {
      arrived();
    }
    answer(whole, to, tree);
  }

  /// Copies that were not made have no properties.
  private void copied(boolean members, Tree tree) {
    String user = call.doorman().user(call, call.backend(to));
    List<ResourcePath> missing =
        tree.missing().stream()
            .map(path -> new ResourcePath(to.backend().orElseThrow(), path))
            .toList();
    store.settle(() -> {
      store.properties().copied(Keyring.resource(from), Keyring.resource(to), members, user);
      store.properties().deleted(missing);
    });
  }

  void move() {
    if (from.backend().equals(to.backend())) {
      Optional<RemotePath> aside = moveAside();
      try {
        source.rename(from.path(), to.path());
      } catch (Failure e) {
        aside.ifPresent(this::bringBack);
        throw e;
      }
      moved();
      aside.ifPresent(this::discard);
      call.respondEmpty(existing == null ? 201 : 204);
      return;
    }
    Tree tree = new Tree(source);
    if (!settle(() -> tree.copy(from.path(), entry, target, to.path(), true))) {
      if (existing == null) {
        copied(true, tree);
      }
      answer(false, to, tree);
      return;
    }
    // From here on the copy is whole, and stays whatever becomes of the original.
    if (tree.delete(from.path(), entry.kind())) {
      moved();
      answer(true, to, tree);
    } else {
      copied(true, tree);
      Keyring.forget(store, from, tree.removed());
      answer(false, from, tree);
    }
  }

  private void moved() {
    String user = call.doorman().user(call, call.backend(to));
    store.moved(Keyring.resource(from), Keyring.resource(to), user);
    succession.ended(Keyring.resource(from), entry);
    arrived();
  }

  /// What replaced a file must not look like it.
  private void arrived() {
    ResourcePath destination = Keyring.resource(to);
    succession.ended(destination, existing);
    if (entry.isFolder() || !succession.knows(destination)) {
      return;
    }
    try {
      var _ = succession.begun(target, destination, target.stat(to.path()));
    } catch (Failure e) {
      LOG.debug("event=time-not-set path={}", to.path(), e);
    }
  }

  private boolean settle(BooleanSupplier work) {
    Optional<RemotePath> aside = moveAside();
    boolean whole = false;
    try {
      whole = work.getAsBoolean();
    } finally {
      if (whole) {
        aside.ifPresent(this::discard);
      } else if (aside.isPresent()) {
        new Tree(target).delete(to.path(), entry.kind());
        bringBack(aside.get());
      }
    }
    return whole;
  }

  private void answer(boolean whole, Place top, Tree tree) {
    if (whole) {
      call.respondEmpty(existing == null ? 201 : 204);
    } else {
      Losses.answer(call, top, tree.casualties());
    }
  }

  /// A file over a file needs nothing: the upload or the rename replaces it in one step.
  private Optional<RemotePath> moveAside() {
    if (existing == null || (!existing.isFolder() && !entry.isFolder())) {
      return Optional.empty();
    }
    RemotePath aside = to.path().parent().orElse(RemotePath.ROOT).child(TemporaryName.old());
    target.rename(to.path(), aside);
    return Optional.of(aside);
  }

  private void bringBack(RemotePath aside) {
    target.rename(aside, to.path());
  }

  private void discard(RemotePath aside) {
    Tree old = new Tree(target);
    if (existing != null && !old.delete(aside, existing.kind())) {
      List<Casualty> left = old.casualties();
      throw left.getFirst().failure();
    }
  }

  private static Optional<Entry> stat(RemoteFiles files, RemotePath path) {
    try {
      return Optional.of(files.stat(path));
    } catch (Failure.NotFound e) {
      return Optional.empty();
    }
  }

  /// RFC 4918 §10.6: true where the request says nothing.
  private static boolean overwrite(Call call) {
    return switch (call.header("Overwrite").orElse("T").strip().toUpperCase(Locale.ROOT)) {
      case "T" -> true;
      case "F" -> false;
      default -> throw Refusal.badRequest("Overwrite is T or F.");
    };
  }
}
