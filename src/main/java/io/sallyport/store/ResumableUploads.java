package io.sallyport.store;

import io.sallyport.store.ResumableUpload.Stage;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// The uploads that go on where they were broken off, shared by every node on the same database.
/// One that nobody goes on with for its lifetime is gone at once, by the database's time, and its
/// temporary file is [UploadJournal#abandoned]. Methods block for as long as the database takes.
/// Thread-safe.
///
/// Every method throws [io.sallyport.files.Failure.Busy] while the database cannot be reached.
public interface ResumableUploads {

  /// Notes an upload that begins.
  ///
  /// @param upload its stage and its remaining time are how it begins
  /// @throws LimitExceeded if its user has too many
  void create(ResumableUpload upload);

  /// The upload of that name.
  Optional<ResumableUpload> find(UUID id);

  /// Takes the upload for the caller alone, and starts its time anew; empty if somebody else has
  /// it, or it is gone. Until the hold is closed nobody else gets it; when this node dies, somebody
  /// else does after [#HOLD].
  Optional<Hold> hold(UUID id, Duration lifetime);

  /// Forgets the upload: it was given up, and its temporary file removed.
  void remove(UUID id);

  /// How long a hold outlasts the node that has it.
  Duration HOLD = Duration.ofSeconds(60);

  /// An upload that one caller has to itself.
  interface Hold extends AutoCloseable {

    /// The upload as it was when it was taken.
    ResumableUpload upload();

    /// Notes how far it is now.
    ///
    /// @param lifetime how long it stays known from now on
    void reached(Stage stage, Duration lifetime);

    /// Lets go. Closing never fails, twice is fine.
    @Override
    void close();
  }
}
