package io.sallyport.store;

import io.sallyport.files.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [Store] over JDBC, with the one thread that keeps running things alive and sweeps.
final class JdbcStore implements Store {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcStore.class);

  private static final Duration PULSE = Duration.ofSeconds(20);

  private final Database database;
  private final JdbcLocks locks;
  private final JdbcProperties properties;
  private final JdbcUploadJournal journal;
  private final JdbcResumableUploads resumable;
  private final JdbcSessions sessions;
  private final JdbcGuesses guesses;
  private final JdbcJobs jobs;
  private final JdbcSmallFiles smallFiles;
  private final ScheduledExecutorService pulse;

  private JdbcStore(Database database) {
    this.database = database;
    this.locks = new JdbcLocks(database);
    this.properties = new JdbcProperties(database);
    this.journal = new JdbcUploadJournal(database);
    this.resumable = new JdbcResumableUploads(database);
    this.sessions = new JdbcSessions(database);
    this.guesses = new JdbcGuesses(database);
    this.jobs = new JdbcJobs(database);
    this.smallFiles = new JdbcSmallFiles(database);
    this.pulse =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("store").daemon().factory());
  }

  /// As [Store#open].
  ///
  /// @param ahead added to the database's time whenever it is asked for
  static JdbcStore open(StoreSettings settings, Supplier<Duration> ahead) throws IOException {
    JdbcStore store = new JdbcStore(Database.open(settings, ahead));
    if (store.database.dialect() == Dialect.H2) {
      store.journal.abandonOthers();
      store.resumable.releaseAll();
      store.jobs.failOthers();
    }
    var _ =
        store.pulse.scheduleWithFixedDelay(
            store::beat, PULSE.toMillis(), PULSE.toMillis(), TimeUnit.MILLISECONDS);
    return store;
  }

  @Override
  public Locks locks() {
    return locks;
  }

  @Override
  public Properties properties() {
    return properties;
  }

  @Override
  public UploadJournal journal() {
    return journal;
  }

  @Override
  public ResumableUploads resumable() {
    return resumable;
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public Guesses guesses() {
    return guesses;
  }

  @Override
  public Jobs jobs() {
    return jobs;
  }

  @Override
  public SmallFiles smallFiles() {
    return smallFiles;
  }

  @Override
  public void settle(Runnable change) {
    database.backlog().make(change);
  }

  /// What has to happen again and again while the store is open.
  void pulse() {
    locks.renewHeld();
    journal.renewRunning();
    resumable.renewHeld();
    locks.sweep();
    resumable.sweep();
    sessions.sweep();
    guesses.sweep();
    jobs.sweep();
  }

  private void beat() {
    try {
      pulse();
    } catch (Failure.Busy e) {
      LOG.warn("event=store-away detail=\"{}\"", e.getMessage());
    } catch (RuntimeException e) {
      // The schedule would end with it.
      LOG.error("event=store-pulse-failed", e);
    }
  }

  @Override
  public void close() {
    pulse.close();
    int lost = database.backlog().size();
    if (lost > 0) {
      LOG.error("event=changes-lost count={}", lost);
    }
    database.close();
  }
}
