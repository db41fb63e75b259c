package io.sallyport.files;

import java.util.Optional;

/// A power that [RemoteFiles] may have: to go on with a file where it ends, as resumable uploads
/// do. Found by `instanceof`; a server may still lack it, which shows at the first call.
public interface Appends {

  /// A name beside `target` under which its bytes can be collected unseen until they are whole, and
  /// then be renamed; another one each time. Empty where the backend is told to upload straight to
  /// the final name. Asks no server.
  Optional<RemotePath> staging(RemotePath target);

  /// More content for the file at `path`, which must be exactly `sizeBytes` long: nobody's bytes
  /// are written behind others than those they were meant to follow. A file of no bytes need not be
  /// there yet. What is written can be seen at once, and stays when the upload is closed without
  /// [Upload#commit]; [Upload#finish] compares the size with what it must be then. Blocks.
  ///
  /// @throws Failure.NotFound if there is no such file
  /// @throws Failure.Exists if it has another size
  /// @throws Failure.MissingParent if its folder is not there
  /// @throws Failure.Denied if it may not be written
  /// @throws Failure.Unsupported if the server cannot append, or not tell sizes
  Upload append(RemotePath path, long sizeBytes);
}
