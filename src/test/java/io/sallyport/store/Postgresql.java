package io.sallyport.store;

import io.sallyport.ground.PostgresqlServer;

/// A store in a real PostgreSQL.
final class Postgresql {

  private Postgresql() {}

  static StoreSettings.Server settings() {
    return new StoreSettings.Server(PostgresqlServer.url(), "", "");
  }

  static int port() {
    return PostgresqlServer.port();
  }
}
