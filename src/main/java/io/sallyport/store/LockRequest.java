package io.sallyport.store;

import java.time.Duration;

/// The lock that somebody wants (RFC 4918 §9.10).
///
/// @param root the resource to lock; nothing need be there
/// @param infinite whether to lock everything below it too
/// @param exclusive whether to tolerate no other lock, rather than shared ones
/// @param principal who wants it: an identity of the gateway, no secret; it counts the locks of
///   every backend against one limit
/// @param ownerXml the `owner` element's content, kept byte for byte; empty for none
/// @param timeout for how long, in whole seconds; positive
public record LockRequest(
    ResourcePath root,
    boolean infinite,
    boolean exclusive,
    String principal,
    String ownerXml,
    Duration timeout) {

  /// @throws IllegalArgumentException for a timeout below a second
  public LockRequest {
    requireSeconds(timeout);
  }

  static void requireSeconds(Duration timeout) {
    if (timeout.toSeconds() < 1) {
      throw new IllegalArgumentException("a lock lasts a second or longer, not " + timeout);
    }
  }
}
