package io.sallyport.store;

final class PostgresqlResumableUploadsIT extends ResumableUploadsContract {

  @Override
  StoreSettings settings() {
    return Postgresql.settings();
  }
}
