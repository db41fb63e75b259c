package io.sallyport.store;

import java.time.Duration;

/// A write lock as it was when it was read (RFC 4918 §6). It had not expired then, by the
/// database's time; nothing here asks this machine's clock.
///
/// @param token its name
/// @param root the resource that LOCK named (§14.12); nothing need be there
/// @param infinite whether it covers everything below the root too (`Depth: infinity`), rather than
///   the root alone
/// @param exclusive whether it tolerates no other lock, rather than shared ones
/// @param principal who took it: an identity of the gateway, no secret
/// @param ownerXml the `owner` element's content as the client sent it (§14.17); empty for none
/// @param timeout how long it was granted for, by LOCK or the last refresh
/// @param remaining how long it still had when it was read, more than nothing; while a transfer
///   holds it this can exceed the timeout
public record Lock(
    LockToken token,
    ResourcePath root,
    boolean infinite,
    boolean exclusive,
    String principal,
    String ownerXml,
    Duration timeout,
    Duration remaining) {

  /// Whether it protects `resource`: it is the root, or below it and the lock is infinite.
  public boolean covers(ResourcePath resource) {
    return infinite ? resource.isAtOrBelow(root) : resource.equals(root);
  }
}
