package io.sallyport.store;

import java.util.UUID;

/// Work that goes on behind a request, as it was when it was read.
///
/// @param id its name: nobody can guess it
/// @param kind what sort of work
/// @param request what was asked for, in the words of whoever does it
/// @param progress how far it is, likewise; empty before it has begun
/// @param state whether it runs
public record Job(UUID id, String kind, String request, String progress, State state) {

  /// Whether a job runs, or how it ended.
  public enum State {
    /// Nobody has begun it.
    WAITING,
    /// It runs.
    RUNNING,
    /// It ended, with or without problems of its own.
    DONE,
    /// It broke off; so did its node, or it fell silent.
    FAILED,
    /// Somebody asked it to stop.
    CANCELLED
  }

  /// Whether nothing more will happen.
  public boolean isOver() {
    return state != State.WAITING && state != State.RUNNING;
  }
}
