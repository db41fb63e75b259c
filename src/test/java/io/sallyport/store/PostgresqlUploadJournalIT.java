package io.sallyport.store;

final class PostgresqlUploadJournalIT extends UploadJournalContract {

  @Override
  StoreSettings settings() {
    return Postgresql.settings();
  }
}
