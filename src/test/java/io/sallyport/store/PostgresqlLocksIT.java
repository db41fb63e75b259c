package io.sallyport.store;

final class PostgresqlLocksIT extends LocksContract {

  @Override
  StoreSettings settings() {
    return Postgresql.settings();
  }
}
