package io.sallyport.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// An upload that goes on where it was broken off, as it was when it was read. How much of it is
/// there is no part of this: only the temporary file's size tells.
///
/// @param id its name: nobody can guess it
/// @param target what it is to become
/// @param temporary where its bytes are collected
/// @param user who uploads, as the FTP server knows them
/// @param lengthBytes how long it will be
/// @param overwrite whether it may replace what is at the target
/// @param ifMatch the entity tag of the only version that it may replace; empty for any
/// @param modified when the original last changed; empty where nobody said
/// @param stage how far it is
/// @param remaining how long it still has when nobody goes on with it
public record ResumableUpload(
    UUID id,
    ResourcePath target,
    ResourcePath temporary,
    String user,
    long lengthBytes,
    boolean overwrite,
    Optional<String> ifMatch,
    Optional<Instant> modified,
    Stage stage,
    Duration remaining) {

  /// How far an upload is.
  public enum Stage {
    /// There is no temporary file yet.
    CREATED,
    /// There may be a temporary file.
    BEGUN,
    /// All bytes are there, and the temporary file is about to become the target, or has.
    COMMITTING,
    /// The target is there.
    DONE
  }
}
