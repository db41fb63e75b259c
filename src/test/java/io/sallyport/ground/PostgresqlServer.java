package io.sallyport.ground;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// A real PostgreSQL for all tests of this process; it ends with it.
public final class PostgresqlServer {

  private static final EmbeddedPostgres SERVER = start();

  private PostgresqlServer() {}

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Its JDBC URL, with whatever is needed to log in.
  public static String url() {
    return SERVER.getJdbcUrl("postgres", "postgres");
  }

  /// The same by another way than its own port.
  public static String urlThrough(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  /// Its port on this machine.
  public static int port() {
    return SERVER.getPort();
  }
}
