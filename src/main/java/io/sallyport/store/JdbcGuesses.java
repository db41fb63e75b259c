package io.sallyport.store;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// [Guesses] in the database.
final class JdbcGuesses implements Guesses {

  /// No backend's name.
  private static final String TURN = "-";

  private final Database database;

  JdbcGuesses(Database database) {
    this.database = database;
  }

  @Override
  public List<Integer> add(List<String> keys, Duration memory) {
    return database.change(
        List.of(TURN),
        handle ->
            keys.stream().map(key -> add(handle, HexFormat.of().parseHex(key), memory)).toList());
  }

  private static int add(Handle handle, byte[] key, Duration memory) {
    int known =
        handle
            .createUpdate(
                "UPDATE guess SET noted_millis = <now>,"
                    + " wrong = CASE WHEN noted_millis < <now> - :memory THEN 1 ELSE wrong + 1 END"
                    + " WHERE id = :id")
            .bind("id", key)
            .bind("memory", memory.toMillis())
            .execute();
    if (known == 0) {
      handle
          .createUpdate("INSERT INTO guess (id, wrong, noted_millis) VALUES (:id, 1, <now>)")
          .bind("id", key)
          .execute();
    }
    return handle
        .createQuery("SELECT wrong FROM guess WHERE id = :id")
        .bind("id", key)
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public List<Guess> since(Duration age) {
    return database.run(handle ->
        handle
            .createQuery(
                "SELECT id, wrong, <now> - noted_millis AS age FROM guess"
                    + " WHERE noted_millis >= <now> - :age")
            .bind("age", age.toMillis())
            .map((row, _) ->
                new Guess(
                    HexFormat.of().formatHex(row.getBytes("id")),
                    row.getInt("wrong"),
                    Duration.ofMillis(Math.max(0, row.getLong("age")))))
            .list());
  }

  /// Takes out what is over.
  void sweep() {
    database.run(handle ->
        handle
            .createUpdate("DELETE FROM guess WHERE noted_millis < <now> - " + KEPT.toMillis())
            .execute());
  }
}
