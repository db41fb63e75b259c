package io.sallyport.files;

import java.util.Optional;

/// The files of one backend as one login sees them: the interface between the doors and the engine.
/// This is what every server can do; powers that only some have are interfaces of their own that an
/// implementation may add.
///
/// Thread-safe: each call takes a connection of its own from the backend's pool and gives it back.
/// Every method blocks, and may throw, beyond what it names: [Failure.Unreachable],
/// [Failure.NotLoggedIn], [Failure.Busy] (no connection free in time), [Failure.NoDataConnection],
/// [Failure.Broken], [Failure.Unsupported].
public interface RemoteFiles {

  /// What is at `path` now, links followed: always asked of the server, because conditions of
  /// writes are decided by it. The root is always a folder.
  ///
  /// @throws Failure.NotFound if nothing is there
  /// @throws Failure.Denied if the server does not say
  Entry stat(RemotePath path);

  /// The members of the folder at `path`; the listing has begun when this returns, so a failure to
  /// begin is thrown here. May be a moment old where the backend allows that, but never older than
  /// a change made through this gateway. A link that leads to a folder is shown as one, unless
  /// there are very many links.
  ///
  /// @throws Failure.NotFound if there is no such folder
  /// @throws Failure.Denied if it may not be listed
  Listing list(RemotePath path);

  /// The bytes `range` of the file at `path`; the transfer has begun when this returns. A range
  /// past the end yields what there is.
  ///
  /// @throws Failure.NotFound if there is no such file
  /// @throws Failure.Denied if it may not be read
  /// @throws Failure.Unsupported if the range does not start at 0 and the server cannot restart
  ///   (REST)
  Download read(RemotePath path, ByteRange range);

  /// New content for the file at `path`, which need not exist.
  ///
  /// @throws Failure.MissingParent if its folder is not there
  /// @throws Failure.Denied if it may not be written
  Upload write(RemotePath path);

  /// Creates a folder.
  ///
  /// @throws Failure.Exists if something is there
  /// @throws Failure.MissingParent if its parent is not there
  /// @throws Failure.Denied if it may not be created
  void mkdir(RemotePath path);

  /// Renames or moves a file or a folder within the backend. A file at `to` is replaced, where the
  /// server allows that in one step or else with the old one moved aside and brought back on
  /// failure; a folder at `to` is not.
  ///
  /// @throws Failure.NotFound if nothing is at `from`
  /// @throws Failure.MissingParent if the folder of `to` is not there
  /// @throws Failure.Exists if a folder is at `to`
  /// @throws Failure.Denied if the server refuses
  void rename(RemotePath from, RemotePath to);

  /// Deletes one file, link or empty folder.
  ///
  /// @param kind what it is, from a stat or listing: FTP has one command for folders and one for
  ///   the rest
  /// @throws Failure.NotFound if nothing is there
  /// @throws Failure.Denied if the server refuses, also for a folder that is not empty
  void delete(RemotePath path, Entry.Kind kind);

  /// What these files can do beyond this interface; empty where they cannot. Files that stand on
  /// others offer what those can: ask here rather than with `instanceof`.
  default <T> Optional<T> power(Class<T> power) {
    return power.isInstance(this) ? Optional.of(power.cast(this)) : Optional.empty();
  }
}
