package io.sallyport.store;

import io.sallyport.files.LosslessUtf8;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// [Sessions] in the database.
final class JdbcSessions implements Sessions {

  /// Use is noted when the last note is older than this: not every request writes.
  static final Duration NOTED = Duration.ofMinutes(1);

  private static final String ALIVE =
      "used_millis > <now> - "
          + IDLE.toMillis()
          + " AND created_millis > <now> - "
          + AGE.toMillis();

  private final Database database;

  JdbcSessions(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Map<String, byte[]>> find(byte[] digest) {
    return database.run(handle -> {
      List<Long> idle =
          handle
              .createQuery(
                  "SELECT <now> - used_millis FROM web_session WHERE id = :id AND " + ALIVE)
              .bind("id", digest)
              .mapTo(Long.class)
              .list();
      if (idle.isEmpty()) {
        return Optional.empty();
      }
      if (idle.getFirst() > NOTED.toMillis()) {
        handle
            .createUpdate("UPDATE web_session SET used_millis = <now> WHERE id = :id")
            .bind("id", digest)
            .execute();
      }
      Map<String, byte[]> sealed = new HashMap<>();
      handle
          .createQuery("SELECT backend, sealed FROM web_session_login WHERE session = :id")
          .bind("id", digest)
          .map((row, _) ->
              Map.entry(LosslessUtf8.decode(row.getBytes("backend")), row.getBytes("sealed")))
          .forEach(each -> sealed.put(each.getKey(), each.getValue()));
      return Optional.of(sealed);
    });
  }

  @Override
  public void replace(byte[] before, byte[] digest, Map<String, byte[]> sealed) {
    database.change(
        List.of(),
        handle -> {
          delete(handle, before);
          handle
              .createUpdate(
                  "INSERT INTO web_session (id, created_millis, used_millis)"
                      + " VALUES (:id, <now>, <now>)")
              .bind("id", digest)
              .execute();
          sealed.forEach((backend, login) ->
              handle
                  .createUpdate(
                      "INSERT INTO web_session_login (session, backend, sealed)"
                          + " VALUES (:id, :backend, :sealed)")
                  .bind("id", digest)
                  .bind("backend", Binding.text(backend))
                  .bind("sealed", login)
                  .execute());
          return true;
        });
  }

  @Override
  public void remove(byte[] digest, String backend) {
    database.change(
        List.of(),
        handle -> {
          handle
              .createUpdate(
                  "DELETE FROM web_session_login WHERE session = :id AND backend = :backend")
              .bind("id", digest)
              .bind("backend", Binding.text(backend))
              .execute();
          return handle
              .createUpdate(
                  "DELETE FROM web_session WHERE id = :id AND NOT EXISTS"
                      + " (SELECT 1 FROM web_session_login WHERE session = :id)")
              .bind("id", digest)
              .execute();
        });
  }

  @Override
  public void end(byte[] digest) {
    database.run(handle -> delete(handle, digest));
  }

  /// Takes out what is over.
  void sweep() {
    database.run(handle ->
        handle.createUpdate("DELETE FROM web_session WHERE NOT (" + ALIVE + ")").execute());
  }

  private static int delete(Handle handle, byte[] digest) {
    return handle
        .createUpdate("DELETE FROM web_session WHERE id = :id")
        .bind("id", digest)
        .execute();
  }
}
