package io.sallyport.http;

import java.nio.ByteBuffer;

/// Makes requests that the HTTP parser would refuse, or take for something else, into requests that
/// it reads as they are meant. Called on I/O threads: never blocks. Thread-safe.
public interface HeadRewriter {

  /// How many bytes [#wants] needs at most.
  int DECIDED_AFTER_BYTES = 24;

  /// Whether a request that begins so is for it: at least [#DECIDED_AFTER_BYTES] of it, or all up
  /// to the end of its first line. Bytes as characters (ISO 8859-1).
  boolean wants(String begins);

  /// A request's head in other words.
  ///
  /// @param head from the method to the empty line, which is included
  Rewritten rewrite(byte[] head);

  /// What the parser gets to read instead.
  ///
  /// @param head the head
  /// @param bodyBytes how many bytes of body follow it, which nobody touches; -1 if that cannot be
  ///   told, so that the rest of the connection is left as it is
  record Rewritten(ByteBuffer head, long bodyBytes) {}
}
