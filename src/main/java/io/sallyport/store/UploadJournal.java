package io.sallyport.store;

import java.util.List;

/// The temporary files that uploads are using, so that those of a process that died can be removed
/// from the FTP server. Shared by every node on the same database. Methods block for as long as the
/// database takes. Thread-safe.
///
/// Every method throws [io.sallyport.files.Failure.Busy] while the database cannot be reached.
public interface UploadJournal {

  /// Notes that `temporary` is about to be created. The entry is kept fresh until it is closed.
  ///
  /// @param user who uploads, as the FTP server knows them: only their login may remove it
  Running opened(ResourcePath temporary, String user);

  /// The temporary files of one backend and user whose upload ended without a word: their process
  /// died, or lost the database for longer than a running upload ever does, or nobody went on with
  /// it ([ResumableUploads]). Oldest first.
  List<ResourcePath> abandoned(String backend, String user);

  /// Everything abandoned on one backend, by whichever user.
  List<Abandoned> abandoned(String backend);

  /// The temporary file is gone. Forgetting what is not noted does nothing.
  void forget(ResourcePath temporary);

  /// A temporary file that no running upload claims.
  ///
  /// @param temporary where it may be; perhaps it was never created
  /// @param user whose login can remove it
  record Abandoned(ResourcePath temporary, String user) {}

  /// The entry of an upload that is running.
  interface Running extends AutoCloseable {

    /// Takes the entry out: the temporary file was renamed or removed. Twice is fine. While the
    /// database cannot be reached the entry stays, to be found abandoned later; that is no failure
    /// of the upload.
    @Override
    void close();

    /// Nobody uses the temporary file any more, and it may still be there: the entry is abandoned
    /// at once.
    void abandon();
  }
}
