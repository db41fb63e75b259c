package io.sallyport.api;

import io.sallyport.files.Entry;
import io.sallyport.files.Listing;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A folder's members, read to the end before anything is done with them, so that one request never
/// holds one FTP connection while it waits for another.
final class Members {

  private Members() {}

  /// The members of the folder at `path`.
  ///
  /// @throws io.sallyport.files.Failure as [RemoteFiles#list]
  static List<Entry> of(RemoteFiles files, RemotePath path) {
    List<Entry> members = new ArrayList<>();
    try (Listing listing = files.list(path)) {
      for (Optional<Entry> next = listing.next(); next.isPresent(); next = listing.next()) {
        members.add(next.get());
      }
    }
    return members;
  }
}
