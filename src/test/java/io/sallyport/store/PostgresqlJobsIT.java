package io.sallyport.store;

final class PostgresqlJobsIT extends JobsContract {

  @Override
  StoreSettings settings() {
    return Postgresql.settings();
  }
}
