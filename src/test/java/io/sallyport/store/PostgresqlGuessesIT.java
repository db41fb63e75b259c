package io.sallyport.store;

final class PostgresqlGuessesIT extends GuessesContract {

  @Override
  StoreSettings settings() {
    return Postgresql.settings();
  }
}
