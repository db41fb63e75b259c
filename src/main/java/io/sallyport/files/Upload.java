package io.sallyport.files;

import java.nio.ByteBuffer;
import java.util.Optional;

/// The way of new content to a file. Nothing is visible under the final name before [#commit];
/// closed without it, the upload is undone and what was there before stays as it was. For one
/// thread; close it in every case.
public interface Upload extends AutoCloseable {

  /// Sends all remaining bytes of `content`. Blocks while the server is slower.
  ///
  /// @throws Failure.NoSpace if the server's disk is full
  /// @throws Failure.Broken if the connection breaks
  void write(ByteBuffer content);

  /// Ends the data and waits until the server has confirmed it and tells the size that was sent.
  /// The content is then whole on the server, and still under its temporary name: the moment for a
  /// last check of conditions and locks.
  ///
  /// @throws Failure.NoSpace if the server's disk is full
  /// @throws Failure.Broken if the server does not confirm, or confirms another size
  void finish();

  /// Makes the content visible under its final name, in one step wherever the server can; calls
  /// [#finish] if that was not done.
  ///
  /// @throws Failure.Denied if the server refuses the name; what was there before is still there
  void commit();

  /// Whether what was there before stands until [#commit]; it does not where the backend is told to
  /// upload straight to the final name.
  boolean isAtomic();

  /// What stands under the final name now, asked on the upload's own connection, between [#finish]
  /// and [#commit] or after it. Empty when nothing does.
  ///
  /// @throws Failure.Denied if the server does not say
  /// @throws Failure.Broken if the connection breaks
  Optional<Entry> standing();

  @Override
  void close();
}
