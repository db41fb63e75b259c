package io.sallyport.store;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/// Everything that outlives a request, in one database: H2 in the state folder for one node,
/// PostgreSQL for several. Who opens it closes it. Thread-safe.
public interface Store extends AutoCloseable {

  /// Opens the database and brings its tables up to date.
  ///
  /// @throws IOException with one sentence for the operator: it is in use by another process,
  ///   cannot be reached, is of another kind
  static Store open(StoreSettings settings) throws IOException {
    return JdbcStore.open(settings, () -> Duration.ZERO);
  }

  /// Who may write what, for the moment.
  Locks locks();

  /// What clients noted about resources.
  Properties properties();

  /// Which temporary files are in use.
  UploadJournal journal();

  /// The uploads that go on where they were broken off.
  ResumableUploads resumable();

  /// Browsers' sessions.
  Sessions sessions();

  /// How often somebody guessed wrong.
  Guesses guesses();

  /// The work that goes on behind requests.
  Jobs jobs();

  /// What is kept here instead of on an FTP server.
  SmallFiles smallFiles();

  /// Makes changes that follow from what has happened to the files already, and so cannot be
  /// refused any more. While the database cannot be reached they are kept, and made before anything
  /// else when it is back.
  ///
  /// @param change gives the same result when it is begun again after it broke off
  void settle(Runnable change);

  /// What was at `from` is at `to` now, with everything below it: its properties go along and its
  /// locks do not (RFC 4918 §7.5), and what was at `to` has no properties of its own left. As
  /// [#settle] does it.
  ///
  /// @param user who saw it there, as the FTP server knows them
  default void moved(ResourcePath from, ResourcePath to, String user) {
    AtomicBoolean cleared = new AtomicBoolean();
    settle(() -> {
      locks().removeAtOrBelow(from);
      // Once only: on a second try, what is there may have arrived with the first.
      if (!cleared.get()) {
        properties().deleted(to);
        cleared.set(true);
      }
      if (properties().areWithin(from)) {
        properties().moved(from, to, user);
      }
    });
  }

  /// Nothing is at these places and below any more, and it has neither locks nor properties. As
  /// [#settle] does it.
  default void gone(Collection<ResourcePath> places) {
    settle(() -> {
      locks().removeAtOrBelow(places);
      properties().deleted(places);
    });
  }

  /// Ends background work and closes every connection. Running calls fail.
  @Override
  void close();
}
