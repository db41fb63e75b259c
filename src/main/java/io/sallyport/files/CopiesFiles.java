package io.sallyport.files;

/// A power that [RemoteFiles] may have: to copy a file on the server itself, so that its bytes need
/// not come here and go back. A server may still lack it, which shows at the first call.
public interface CopiesFiles {

  /// Copies the file at `from` to `to`, where a file is replaced. Nothing is visible there before
  /// it is whole. Blocks.
  ///
  /// @throws Failure.NotFound if there is no such file
  /// @throws Failure.MissingParent if the folder of `to` is not there
  /// @throws Failure.Denied if the server refuses
  /// @throws Failure.NoSpace if the server's disk is full
  /// @throws Failure.Unsupported if the server has no command for it, or none that is safe for
  ///   these names or this size; nothing was done then
  void copy(RemotePath from, RemotePath to);
}
