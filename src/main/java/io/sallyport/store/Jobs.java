package io.sallyport.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The work that goes on behind requests, so that every node on the same database can say how far
/// it is and can stop it. What is over stays known for an hour. Methods block for as long as the
/// database takes. Thread-safe.
///
/// Every method throws [io.sallyport.files.Failure.Busy] while the database cannot be reached.
public interface Jobs {

  /// Notes work that is to be done. Returns its name.
  ///
  /// @param kind what sort of work
  /// @param owner who may see it: an identity of the gateway, no secret
  /// @param request what is asked for
  /// @throws LimitExceeded if the owner has too much of it
  UUID create(String kind, String owner, String request);

  /// The job of that name, if it is of that kind and one of `owners` owns it.
  Optional<Job> find(String kind, UUID id, Set<String> owners);

  /// All of that kind that one of `owners` owns, the newest first.
  List<Job> of(String kind, Set<String> owners);

  /// Begins it here; false if it has begun already, or is over.
  boolean begin(UUID id);

  /// Says how far it is, and that it is alive: to be called every few seconds. Returns whether it
  /// is to go on, rather than to stop because somebody asked for that.
  boolean report(UUID id, String progress);

  /// Says how it ended.
  void end(UUID id, Job.State state, String progress);

  /// Asks it to stop; one that has not begun never will. Nothing happens to one that is over.
  void cancel(UUID id);
}
