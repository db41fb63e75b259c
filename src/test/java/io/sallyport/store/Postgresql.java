package io.sallyport.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// A real PostgreSQL for all tests of this process; it ends with it.
final class Postgresql {

  private static final EmbeddedPostgres SERVER = start();

  private Postgresql() {}

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static StoreSettings.Server settings() {
    return new StoreSettings.Server(SERVER.getJdbcUrl("postgres", "postgres"), "", "");
  }

  static int port() {
    return SERVER.getPort();
  }
}
