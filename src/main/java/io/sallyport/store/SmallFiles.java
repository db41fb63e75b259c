package io.sallyport.store;

import io.sallyport.files.Entry;
import io.sallyport.files.RemotePath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Small files that are kept here instead of on an FTP server, such as what macOS notes beside
/// every file. Each user of a backend has their own, because nothing here knows what the FTP server
/// lets whom see. Shared by every node on the same database.
///
/// The store does not know which folders exist. Every change is one transaction. Methods block for
/// as long as the database takes. Thread-safe.
///
/// Every method throws [io.sallyport.files.Failure.Busy] while the database cannot be reached.
public interface SmallFiles {

  /// The longest file that is taken, in bytes.
  int MAX_BYTES = 1024 * 1024;

  /// How much one user of one backend may keep, in bytes; a file counts for at least 4 KiB.
  long MAX_BYTES_OF_USER = 64L * 1024 * 1024;

  /// The files of one user of one backend.
  ///
  /// @param user as the FTP server knows them
  OfUser of(String backend, String user);

  /// The files of one user of one backend, by their paths there.
  interface OfUser {

    /// What is kept under `path`.
    Optional<Entry> find(RemotePath path);

    /// Those in one folder, by name.
    List<Entry> members(RemotePath folder);

    /// The content of the file at `path`.
    Optional<byte[]> content(RemotePath path);

    /// Keeps a file, in place of an older one. Returns false, and changes nothing, if it is too
    /// long or there is no room for it.
    boolean put(RemotePath path, byte[] content);

    /// Sets when the file was last changed. Returns whether there is one.
    boolean setModified(RemotePath path, Instant time);

    /// Gives the file at `from` another place; one that is there is replaced. Returns whether there
    /// is one at `from`.
    boolean move(RemotePath from, RemotePath to);

    /// Removes the file. Returns whether there was one.
    boolean remove(RemotePath path);

    /// The folder `from` with everything below it is now at `to`: so are its files, as soon as the
    /// database can be reached.
    void folderMoved(RemotePath from, RemotePath to);

    /// The folder is gone, with everything below it: so are its files, as soon as the database can
    /// be reached.
    void folderRemoved(RemotePath folder);
  }
}
