package io.sallyport.store;

final class PostgresqlPropertiesIT extends PropertiesContract {

  @Override
  StoreSettings settings() {
    return Postgresql.settings();
  }
}
