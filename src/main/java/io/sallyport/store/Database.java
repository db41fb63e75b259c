package io.sallyport.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.sallyport.files.Failure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// The connections to one database, its schema, and the two ways to use it: [#run] and [#change].
/// In SQL, `<now>` stands for the database's time in milliseconds since 1970. Thread-safe.
final class Database implements AutoCloseable {

  static final int H2_RETENTION_MILLIS = 2000;

  /// - `async:`: a thread that is interrupted while it writes would close the file for all.
  /// - `WRITE_DELAY=0`: what is committed is in the file, also when the process is killed.
  /// - `RETENTION_TIME`: every commit writes some kilobytes; their space is used again after that
  ///   many milliseconds, not after 45 s.
  /// - `DB_CLOSE_ON_EXIT=FALSE`: transfers that still run while the process ends need it.
  private static final String H2_OPTIONS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
          + ";RETENTION_TIME="
          + H2_RETENTION_MILLIS
          + ";LOCK_TIMEOUT=10000";

  private static final String H2_FILE = "store";
  private static final String POSTGRESQL_URL = "jdbc:postgresql:";

  private static final int CONNECTIONS = 8;
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(20);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /// For so long after a connection could not be had, nobody waits for another in vain: what can do
  /// without the database goes on at once.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// SQLSTATE classes of a database that is away, stopping, full, or busy with somebody else.
  private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58");

  private static final Set<Integer> H2_PASSING = Set.of(50200, 90067, 90098, 90121);
  private static final int H2_ALREADY_OPEN = 90020;

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Dialect dialect;
  private final Supplier<Duration> ahead;
  private final Backlog backlog = new Backlog();
  private final Set<String> prepared = ConcurrentHashMap.newKeySet();
  private volatile long pausedUntilNanos = System.nanoTime();

  private Database(HikariDataSource pool, Dialect dialect, Supplier<Duration> ahead) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
    this.dialect = dialect;
    this.ahead = ahead;
  }

  /// Connects and brings the schema up to date.
  ///
  /// @param ahead added to the database's time whenever it is asked for
  /// @throws IOException with one sentence for the operator
  static Database open(StoreSettings settings, Supplier<Duration> ahead) throws IOException {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_PATIENCE.toMillis());
    Dialect dialect =
        switch (settings) {
          case StoreSettings.Memory _ -> {
            h2(config, "mem:" + UUID.randomUUID());
            yield Dialect.H2;
          }
          case StoreSettings.Folder folder -> {
            h2(config, "async:" + file(folder.folder()));
            yield Dialect.H2;
          }
          case StoreSettings.Server server -> {
            postgresql(config, server);
            yield Dialect.POSTGRESQL;
          }
        };
    HikariDataSource pool = connect(config, settings);
    boolean whole = false;
    try {
      Schema.bringUpToDate(pool, name(settings));
      Database database = new Database(pool, dialect, ahead);
      whole = true;
      return database;
    } finally {
      if (!whole) {
        pool.close();
      }
    }
  }

  private static void h2(HikariConfig config, String where) {
    config.setDriverClassName("org.h2.Driver");
    config.setJdbcUrl("jdbc:h2:" + where + H2_OPTIONS);
    config.setUsername("sallyport");
    config.setPassword("");
    // An embedded connection never goes stale, and the last one to go closes the database.
    config.setMaxLifetime(0);
  }

  private static Path file(Path folder) throws IOException {
    Path file = folder.toAbsolutePath().normalize().resolve(H2_FILE);
    if (file.toString().indexOf(';') >= 0) {
      throw new IOException("State cannot be kept in " + folder + ": its path holds a semicolon.");
    }
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("State cannot be kept in " + folder + ": it is no folder.", e);
    } catch (IOException e) {
      throw new IOException("State cannot be kept in " + folder + ": it cannot be made.", e);
    }
    return file;
  }

  private static void postgresql(HikariConfig config, StoreSettings.Server server)
      throws IOException {
    if (!server.url().startsWith(POSTGRESQL_URL)) {
      throw new IOException(
          "State cannot be kept in " + server.shown() + ": only PostgreSQL is known.");
    }
    config.setDriverClassName("org.postgresql.Driver");
    config.setJdbcUrl(server.url());
    if (!server.user().isEmpty()) {
      config.setUsername(server.user());
    }
    if (!server.password().isEmpty()) {
      config.setPassword(server.password());
    }
    // A database that falls silent must not hold requests for ever.
    config.addDataSourceProperty("connectTimeout", "" + CONNECT_PATIENCE.toSeconds());
    config.addDataSourceProperty("socketTimeout", "" + ANSWER_PATIENCE.toSeconds());
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("ApplicationName", "sallyport");
  }

  private static HikariDataSource connect(HikariConfig config, StoreSettings settings)
      throws IOException {
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      Optional<SQLException> cause = sqlCause(e);
      if (cause.isPresent() && cause.get().getErrorCode() == H2_ALREADY_OPEN) {
        throw new IOException(
            "The state in "
                + name(settings)
                + " is in use by another gateway: stop that one, or give this one a folder of its"
                + " own, or let both share a PostgreSQL.",
            e);
      }
      String why =
          cause.map(Throwable::getMessage).orElse("no connection").lines().findFirst().orElse("");
      throw new IOException("State cannot be kept in " + name(settings) + ": " + why, e);
    }
  }

  private static String name(StoreSettings settings) {
    return switch (settings) {
      case StoreSettings.Memory _ -> "memory";
      case StoreSettings.Folder folder -> folder.folder().toString();
      case StoreSettings.Server server -> server.shown();
    };
  }

  Dialect dialect() {
    return dialect;
  }

  /// What is still to be changed.
  Backlog backlog() {
    return backlog;
  }

  /// Statements that each stand alone: questions, and changes that need no turn.
  ///
  /// @throws Failure.Busy while the database cannot be reached
  <T> T run(Function<Handle, T> statements) {
    return translating(() -> jdbi.withHandle(handle -> statements.apply(withTime(handle))));
  }

  /// One transaction, after every other of the same backends and before the next.
  ///
  /// @throws Failure.Busy while the database cannot be reached; nothing was changed then, or nobody
  ///   knows
  <T> T change(List<String> backends, Function<Handle, T> change) {
    // In one order, so that no two wait for each other.
    Set<String> sorted = new TreeSet<>(backends);
    return translating(() -> {
      for (String backend : sorted) {
        if (!prepared.contains(backend)) {
          dialect.prepareTurn(jdbi, backend);
          prepared.add(backend);
        }
      }
      return jdbi.inTransaction(handle -> {
        sorted.forEach(backend -> dialect.takeTurn(handle, backend));
        return change.apply(withTime(handle));
      });
    });
  }

  /// As [#change(List, Function)].
  void change(String backend, Consumer<Handle> change) {
    change(
        List.of(backend),
        handle -> {
          change.accept(handle);
          return true;
        });
  }

  private Handle withTime(Handle handle) {
    return handle.define("now", dialect.nowMillis(ahead.get().toMillis()));
  }

  private <T> T translating(Supplier<T> work) {
    if (System.nanoTime() - pausedUntilNanos < 0) {
      throw busy();
    }
    backlog.catchUp();
    try {
      return work.get();
    } catch (JdbiException e) {
      if (sqlCause(e).filter(Database::passes).isPresent()) {
        if (e instanceof ConnectionException) {
          pausedUntilNanos = System.nanoTime() + PAUSE.toNanos();
        }
        Failure.Busy busy = busy();
        busy.addSuppressed(e);
        throw busy;
      }
      throw e;
    }
  }

  private static Failure.Busy busy() {
    return new Failure.Busy(
        "The database that keeps locks and properties cannot be used now.", null, RETRY_AFTER);
  }

  private static boolean passes(SQLException e) {
    String state = e.getSQLState();
    return e instanceof SQLTransientException
        || e instanceof SQLRecoverableException
        || H2_PASSING.contains(e.getErrorCode())
        || (state != null && state.length() == 5 && PASSING.contains(state.substring(0, 2)));
  }

  private static Optional<SQLException> sqlCause(Throwable thrown) {
    SQLException found = null;
    for (@Nullable Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        found = sql;
      }
    }
    return Optional.ofNullable(found);
  }

  @Override
  public void close() {
    pool.close();
  }
}
