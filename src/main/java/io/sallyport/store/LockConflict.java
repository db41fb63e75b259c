package io.sallyport.store;

import java.util.List;

/// A lock cannot be had because of others (RFC 4918 §6.2): 423, with `no-conflicting-lock` naming
/// their roots.
public final class LockConflict extends RuntimeException {

  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Never leaves the process.
  private final List<Lock> conflicting;

  LockConflict(ResourcePath wanted, List<Lock> conflicting) {
    super(wanted + " cannot be locked: " + conflicting.getFirst().root() + " is.");
    this.conflicting = List.copyOf(conflicting);
  }

  /// The locks in the way, at least one: on the resource, inherited from a collection above it, or,
  /// where an infinite lock is wanted, below it.
  public List<Lock> conflicting() {
    return conflicting;
  }
}
