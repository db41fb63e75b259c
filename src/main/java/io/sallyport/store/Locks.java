package io.sallyport.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The write locks of all backends (RFC 4918 §6-7), shared by every node on the same database.
///
/// An expired lock is gone at once, by the database's time, for every method here. Every change is
/// one transaction, and changes of one backend come one after the other, on whichever node: of two
/// that want the same resource one wins. What a method returns is true at that moment; check again
/// right before a change becomes visible. The store compares no principals: ask [Lock#principal].
///
/// Methods block for as long as the database takes. Thread-safe.
///
/// Every method throws [io.sallyport.files.Failure.Busy] while the database cannot be reached.
public interface Locks {

  /// Takes a lock (§9.10.1). A principal that holds a conflicting lock itself is refused like any
  /// other.
  ///
  /// @throws LockConflict for locks that exclude this one (423): on the resource, infinite ones
  ///   above it, and, where this one is infinite, any below it
  /// @throws LimitExceeded if the principal has too many locks, or the owner is too long
  Lock take(LockRequest request);

  /// The lock of that name, wherever it is.
  Optional<Lock> find(LockToken token);

  /// Starts the lock's time anew (§9.10.2), if it is there and covers `resource`; else empty (412).
  ///
  /// @param timeout in whole seconds, from now
  /// @throws IllegalArgumentException for a timeout below a second
  Optional<Lock> refresh(LockToken token, ResourcePath resource, Duration timeout);

  /// Removes the lock (§9.11), if it is there and covers `resource`. Returns whether it was and did
  /// (204); else 409 with `lock-token-matches-request-uri`.
  boolean release(LockToken token, ResourcePath resource);

  /// The locks that protect `resource`: its own, and infinite ones above it. Oldest first.
  List<Lock> covering(ResourcePath resource);

  /// The locks rooted at `resource` or below it: what DELETE and MOVE of it need tokens for,
  /// besides [#covering]. Oldest first.
  List<Lock> within(ResourcePath resource);

  /// The locks rooted at those members of a collection, by name; without the members that have
  /// none, and without what they inherit. One question for a batch of a long listing.
  Map<String, List<Lock>> onMembers(ResourcePath collection, Collection<String> names);

  /// Keeps locks alive, however short their timeouts, until the returned hold is closed: for a
  /// transfer that takes longer. They last a little longer than the hold; so they do when this node
  /// dies. Locks that are gone stay gone, and without any there is nothing to do.
  Hold hold(Collection<Lock> locks);

  /// Removes the locks rooted at `resource` and below: it was deleted, or moved away (§7.5, §9.6,
  /// §9.9).
  default void removeAtOrBelow(ResourcePath resource) {
    removeAtOrBelow(List.of(resource));
  }

  /// The same for several.
  void removeAtOrBelow(Collection<ResourcePath> resources);

  /// How many there are, on all backends.
  int count();

  /// Locks that are kept alive. Close it when the transfer is over; closing never fails, twice is
  /// fine.
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }
}
