package io.sallyport.files;

import java.nio.ByteBuffer;

/// The bytes of a file, or of a range of it, as they come from the server. For one thread. Close it
/// in every case; closed before the end, it ends the transfer and the connection behind it is not
/// used again.
public interface Download extends AutoCloseable {

  /// Reads some bytes into `target`, at least one. Returns how many, or -1 at the end; -1 is only
  /// returned once the server has confirmed the transfer, so whoever sees it has the file whole.
  /// Blocks.
  ///
  /// @throws Failure.Broken if the data ends early or the server says it failed
  int read(ByteBuffer target);

  /// Moves some bytes into `pipe`, which is empty, without copying them; blocks until there are
  /// some. Returns how many; 0 if there are none or this download cannot do it, and then
  /// [#read(ByteBuffer)] goes on.
  ///
  /// @param atMost not more bytes than these
  /// @throws Failure.Broken if the data ends early
  default long read(KernelPipe pipe, long atMost) {
    return 0;
  }

  @Override
  void close();
}
