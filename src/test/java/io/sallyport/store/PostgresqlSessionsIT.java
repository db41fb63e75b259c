package io.sallyport.store;

final class PostgresqlSessionsIT extends SessionsContract {

  @Override
  StoreSettings settings() {
    return Postgresql.settings();
  }
}
