package io.sallyport.files;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of one file or folder, from a listing or a stat.
///
/// @param name its name in its folder, as [LosslessUtf8] text; empty for a backend's root
/// @param kind what it is
/// @param sizeBytes its size in bytes; absent where the server did not say and for folders
/// @param modified when its content last changed; absent where the server did not say
/// @param exactTime whether `modified` is exact to the second. A LIST line tells minutes, or days
///   for old files: such a time is fit for people, not for a validator, because a later MDTM would
///   differ
/// @param mode Unix permission bits (`0755` and the like); absent where the server did not say
public record Entry(
    String name,
    Kind kind,
    @Nullable Long sizeBytes,
    @Nullable Instant modified,
    boolean exactTime,
    @Nullable Integer mode) {

  /// What an entry is.
  public enum Kind {
    /// A file: it can be read.
    FILE,
    /// A folder: it can be listed.
    FOLDER,
    /// A symbolic link that has not been followed; it may lead to a file, a folder or nowhere.
    LINK,
    /// A device, a socket or what else a listing may hold.
    OTHER
  }

  /// A file.
  public static Entry file(String name, long sizeBytes, @Nullable Instant modified) {
    return new Entry(name, Kind.FILE, sizeBytes, modified, modified != null, null);
  }

  /// A folder of which nothing more is known.
  public static Entry folder(String name) {
    return new Entry(name, Kind.FOLDER, null, null, false, null);
  }

  /// Whether this is a folder.
  public boolean isFolder() {
    return kind == Kind.FOLDER;
  }

  /// The same under another name.
  public Entry named(String other) {
    return new Entry(other, kind, sizeBytes, modified, exactTime, mode);
  }

  /// A validator of the content (RFC 9110 §8.8.3), quotes included: size and modification time.
  /// Absent unless both are known and the time is exact, so that a listing and a stat never give
  /// different ones for the same content; it is strong in form because clients like davfs2 send it
  /// in `If-Match`, which takes no weak one.
  public Optional<String> etag() {
    return kind == Kind.FILE && exactTime && modified != null && sizeBytes != null
        ? Optional.of(
            '"'
                + Long.toHexString(modified.getEpochSecond())
                + '-'
                + Long.toHexString(sizeBytes)
                + '"')
        : Optional.empty();
  }
}
