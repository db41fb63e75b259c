package io.sallyport.files;

/// A run of bytes of a file: `length` bytes from `offset`. Both in bytes, zero-based.
///
/// @param offset the first byte, 0 or more
/// @param length how many bytes, 0 or more; [Long#MAX_VALUE] for "to the end, whatever it is"
public record ByteRange(long offset, long length) {

  /// The whole file, however long it is.
  public static final ByteRange ALL = new ByteRange(0, Long.MAX_VALUE);

  /// @throws IllegalArgumentException if either is negative
  public ByteRange {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative range " + offset + "+" + length);
    }
  }

  /// From `offset` to the end.
  public static ByteRange from(long offset) {
    return new ByteRange(offset, Long.MAX_VALUE);
  }

  /// Whether it ends where the file ends, wherever that is.
  public boolean toEnd() {
    return length == Long.MAX_VALUE;
  }
}
