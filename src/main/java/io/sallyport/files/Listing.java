package io.sallyport.files;

import java.util.Optional;

/// The members of one folder, as they come from the server: nothing is buffered whole, so a folder
/// of any size takes the same memory. For one thread. Close it in every case; closed before the
/// end, it ends the transfer.
public interface Listing extends AutoCloseable {

  /// The next member, never `.`, `..` or a name that cannot be sent back; empty after the last, and
  /// then the server has said that the listing is whole. Blocks.
  ///
  /// @throws Failure.Broken if the listing ends before it is whole
  Optional<Entry> next();

  /// How many lines were left out so far because they could not be read or held a hostile name.
  int skipped();

  @Override
  void close();
}
