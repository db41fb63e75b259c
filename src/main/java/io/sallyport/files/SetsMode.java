package io.sallyport.files;

/// A power that [RemoteFiles] may have: to change Unix permissions. Found by `instanceof`; a server
/// may still lack it, which shows at the first call.
public interface SetsMode {

  /// Sets the permission bits (`0644` and the like) of what is at `path`. Blocks.
  ///
  /// @throws Failure.NotFound if nothing is there
  /// @throws Failure.Denied if the server refuses
  /// @throws Failure.Unsupported if the server has no command for it
  void setMode(RemotePath path, int mode);
}
