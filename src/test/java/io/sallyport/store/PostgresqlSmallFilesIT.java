package io.sallyport.store;

final class PostgresqlSmallFilesIT extends SmallFilesContract {

  @Override
  StoreSettings settings() {
    return Postgresql.settings();
  }
}
