package io.sallyport.dav;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import io.sallyport.store.LimitExceeded;
import io.sallyport.store.Lock;
import io.sallyport.store.LockConflict;
import io.sallyport.store.LockRequest;
import io.sallyport.store.LockToken;
import io.sallyport.store.Locks;
import io.sallyport.store.ResourcePath;
import io.sallyport.store.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The `If` header of one request: whether it holds, and which locks its tokens open (RFC 4918
/// §7.5, §10.4). A token opens a lock only for the principal who took it. For the request's thread.
final class Keyring {

  private static final String CLAIM_OWNER =
      "<D:owner xmlns:D=\"DAV:\">An upload that runs</D:owner>";
  private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(60);

  private final Call call;
  private final Locks locks;
  private final Optional<IfHeader> condition;
  private final Set<LockToken> submitted;
  private final Map<LockToken, Lock> used = new LinkedHashMap<>();

  private Keyring(Call call, Locks locks, Optional<IfHeader> condition) {
    this.call = call;
    this.locks = locks;
    this.condition = condition;
    this.submitted =
        condition.map(IfHeader::tokens).orElse(Set.of()).stream()
            .flatMap(token -> LockToken.parse(token).stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Reads the header.
  ///
  /// @throws Refusal 400 if it is malformed
  static Keyring of(Call call, Locks locks) {
    return new Keyring(call, locks, IfHeader.of(call));
  }

  /// Where the state of `place` is kept.
  static ResourcePath resource(Place place) {
    return new ResourcePath(place.backend().orElseThrow(), place.path());
  }

  /// What was at those paths of `place`'s backend is gone, and so are its locks and properties.
  static void forget(Store store, Place place, List<RemotePath> gone) {
    String backend = place.backend().orElseThrow();
    List<ResourcePath> resources =
        gone.stream().map(path -> new ResourcePath(backend, path)).toList();
    store.gone(resources);
  }

  /// The tokens that the request names.
  Set<LockToken> submitted() {
    return Set.copyOf(submitted);
  }

  /// Whether the request has an `If` header.
  boolean isPresent() {
    return condition.isPresent();
  }

  /// Checks the header against what is there.
  ///
  /// @throws Refusal 412 if it does not hold
  void check() {
    if (condition.isPresent()) {
      check(call.entry());
    }
  }

  /// As [#check()], with what is at the request's place by now.
  void check(Optional<Entry> own) {
    if (condition.isEmpty()) {
      return;
    }
    State state = new State(own);
    if (!condition.get().holds(state::is)) {
      throw Refusal.preconditionFailed("What the If header says is not so.");
    }
  }

  /// What is at `place` is about to change.
  ///
  /// @throws DavError 423 if it is locked and no token of the request opens it
  /// @throws Refusal 403 if the token is somebody else's
  void require(Place place) {
    if (place.isTop()) {
      return;
    }
    ResourcePath resource = resource(place);
    requireAny(place, locks.covering(resource));
  }

  /// A member of `place`'s folder is about to come or go: a lock of the folder alone guards that
  /// (RFC 4918 §7.4).
  ///
  /// @throws DavError and [Refusal] as [#require]
  void requireFolderOf(Place place) {
    place.path().parent().ifPresent(folder -> require(new Place(place.backend(), folder, true)));
  }

  /// What is at `place`, with everything below it, is about to go or to be replaced.
  ///
  /// @throws DavError and [Refusal] as [#require]
  void requireTree(Place place) {
    if (place.isTop()) {
      return;
    }
    ResourcePath top = resource(place);
    List<Lock> covering = locks.covering(top);
    requireAny(place, covering);
    List<Lock> within = locks.within(top);
    Set<ResourcePath> roots =
        within.stream().map(Lock::root).collect(Collectors.toCollection(LinkedHashSet::new));
    for (ResourcePath root : roots) {
      requireAny(
          place,
          Stream.concat(covering.stream(), within.stream())
              .filter(lock -> lock.covers(root))
              .distinct()
              .toList());
    }
  }

  /// Keeps the locks that the request's tokens have opened so far alive until closed.
  Locks.Hold hold() {
    return used.isEmpty() ? () -> {} : locks.hold(used.values());
  }

  /// Keeps everybody else from locking or writing `place` until closed: by a lock that the request
  /// names already, or else by one of its own.
  ///
  /// @throws DavError 423 if somebody has locked it by now
  Locks.Hold claim(Place place) {
    ResourcePath resource = resource(place);
    if (used.values().stream().anyMatch(lock -> lock.covers(resource))) {
      return () -> {};
    }
    Lock lock;
    try {
      lock =
          locks.take(
              new LockRequest(
                  resource, false, true, principal(call, place), CLAIM_OWNER, CLAIM_TIMEOUT));
    } catch (LockConflict e) {
      throw DavError.locked(
          e.conflicting().stream().map(Lock::root).map(Keyring::href).distinct().toList());
    } catch (LimitExceeded e) {
      throw new Refusal(507, "too-many-locks", String.valueOf(e.getMessage()));
    }
    Locks.Hold hold = locks.hold(List.of(lock));
    return () -> {
      hold.close();
      try {
        locks.release(lock.token(), resource);
      } catch (Failure.Busy e) {
        // Nothing renews it any more, so it ends by itself.
      }
    };
  }

  /// Who the caller is to the locks of `place`'s backend. Users of two servers are two, whatever
  /// their names.
  static String principal(Call call, Place place) {
    return call.doorman().user(call, call.backend(place)) + "@" + place.backend().orElseThrow();
  }

  private void requireAny(Place place, List<Lock> guarding) {
    if (guarding.isEmpty()) {
      return;
    }
    List<Lock> named = guarding.stream().filter(l -> submitted.contains(l.token())).toList();
    if (named.isEmpty()) {
      throw DavError.locked(
          guarding.stream().map(Lock::root).map(Keyring::href).distinct().toList());
    }
    String principal = principal(call, place);
    List<Lock> own = named.stream().filter(l -> l.principal().equals(principal)).toList();
    if (own.isEmpty()) {
      throw Refusal.denied("The lock token is somebody else's.");
    }
    own.forEach(lock -> used.put(lock.token(), lock));
  }

  /// The URL path of a lock's root.
  static String href(ResourcePath root) {
    return new Place(Optional.of(root.backend()), root.path(), root.path().isRoot()).href();
  }

  /// What the header's conditions are compared with, each looked up once.
  private final class State {
    private final Map<Place, List<Lock>> covering = new HashMap<>();
    private final Map<Place, Optional<String>> etags = new HashMap<>();
    private final Place ownPlace;

    State(Optional<Entry> own) {
      Place place = call.place();
      ownPlace = new Place(place.backend(), place.path(), false);
      etags.put(ownPlace, own.flatMap(Entry::etag));
    }

    boolean is(Optional<Place> resource, IfHeader.Condition condition) {
      Place place = resource.orElse(ownPlace);
      return switch (condition) {
        case IfHeader.Condition.Token(boolean _, String token) ->
            LockToken.parse(token).filter(parsed -> isLocked(place, parsed)).isPresent();
        case IfHeader.Condition.Tag(boolean _, String etag) ->
            etags.computeIfAbsent(place, this::etag).equals(Optional.of(etag));
      };
    }

    private boolean isLocked(Place place, LockToken token) {
      return !place.isTop()
          && covering.computeIfAbsent(place, p -> locks.covering(resource(p))).stream()
              .anyMatch(lock -> lock.token().equals(token));
    }

    private Optional<String> etag(Place place) {
      if (place.isTop()) {
        return Optional.empty();
      }
      try {
        return call.files(place).stat(place.path()).etag();
      } catch (Failure.NotFound e) {
        return Optional.empty();
      }
    }
  }
}
