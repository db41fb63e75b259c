package io.sallyport.files;

import java.time.Instant;

/// A power that [RemoteFiles] may have: to say when a file last changed, so that a copy looks as
/// old as its original. Found by `instanceof`; a server may still lack it, which shows at the first
/// call.
public interface SetsModified {

  /// Sets the modification time of what is at `path`, to the second. Blocks.
  ///
  /// @throws Failure.NotFound if nothing is there
  /// @throws Failure.Denied if the server refuses
  /// @throws Failure.Unsupported if the server has no command for it
  void setModified(RemotePath path, Instant time);
}
