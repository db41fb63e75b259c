package io.sallyport.store;

import io.sallyport.files.Failure;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [UploadJournal] in the database. Every node keeps saying that its entries are alive; an entry
/// that has not been heard of for a while is abandoned.
final class JdbcUploadJournal implements UploadJournal {

  /// After this time of silence. Longer than a node that lives is ever without the database, or
  /// else the worst is a running upload that fails.
  static final Duration SILENCE = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(JdbcUploadJournal.class);

  /// The node of entries that no node keeps alive.
  private static final UUID NOBODY = new UUID(0, 0);

  private final Database database;
  private final UUID node = UUID.randomUUID();
  private final Set<UUID> running = ConcurrentHashMap.newKeySet();
  private final Queue<UUID> ended = new ConcurrentLinkedQueue<>();

  JdbcUploadJournal(Database database) {
    this.database = database;
  }

  /// What an earlier process left in a database that only one process uses is abandoned at once.
  void abandonOthers() {
    database.run(handle -> handle.createUpdate("UPDATE upload SET seen_millis = 0").execute());
  }

  @Override
  public Running opened(ResourcePath temporary, String user) {
    UUID id = UUID.randomUUID();
    database.run(handle ->
        Binding.exact(
                handle.createUpdate(
                    "INSERT INTO upload"
                        + " (id, place, head, ftp_user, node, opened_millis, seen_millis)"
                        + " VALUES (:id, :place, :head, :user, :node, <now>, <now>)"),
                PlaceKey.of(temporary))
            .bind("id", id)
            .bind("user", Binding.text(user))
            .bind("node", node)
            .execute());
    running.add(id);
    return new Running() {
      @Override
      public void close() {
        end(id);
      }

      @Override
      public void abandon() {
        forsake(id);
      }
    };
  }

  private void forsake(UUID id) {
    if (running.remove(id)) {
      try {
        database.run(handle ->
            handle
                .createUpdate("UPDATE upload SET seen_millis = 0, node = :nobody WHERE id = :id")
                .bind("id", id)
                .bind("nobody", NOBODY)
                .execute());
      } catch (Failure.Busy e) {
        // It falls silent with this node, at the latest.
        LOG.debug("event=upload-abandoned-unnoted", e);
      }
    }
  }

  private void end(UUID id) {
    if (!running.remove(id)) {
      return;
    }
    try {
      database.run(handle -> delete(handle, id));
    } catch (Failure.Busy e) {
      // The upload itself went well; the entry goes when the database is back.
      ended.add(id);
    }
  }

  private static int delete(Handle handle, UUID id) {
    return handle.createUpdate("DELETE FROM upload WHERE id = :id").bind("id", id).execute();
  }

  /// Says that this node's entries are alive, and takes out those that could not be taken out when
  /// they ended. To be called more often than [#SILENCE].
  void renewRunning() {
    for (UUID id = ended.peek(); id != null; id = ended.peek()) {
      UUID gone = id;
      database.run(handle -> delete(handle, gone));
      ended.remove(gone);
    }
    if (!running.isEmpty()) {
      database.run(handle ->
          handle
              .createUpdate("UPDATE upload SET seen_millis = <now> WHERE node = :node")
              .bind("node", node)
              .execute());
    }
  }

  @Override
  public List<ResourcePath> abandoned(String backend, String user) {
    return abandoned(backend).stream()
        .filter(each -> each.user().equals(user))
        .map(Abandoned::temporary)
        .toList();
  }

  @Override
  public List<Abandoned> abandoned(String backend) {
    PlaceKey everything = PlaceKey.of(new ResourcePath(backend, RemotePath.ROOT));
    return database.run(handle ->
        Binding.range(
                handle.createQuery(
                    "SELECT place, ftp_user, opened_millis AS since FROM upload"
                        + " WHERE seen_millis < <now> - :silence AND "
                        + Binding.IN_RANGE
                        + " UNION ALL SELECT place, ftp_user, expires_millis AS since"
                        + " FROM resumable_upload WHERE expires_millis <= <now>"
                        + " AND held_until_millis < <now> AND stage IN ('begun', 'committing') AND "
                        + Binding.IN_RANGE
                        + " ORDER BY since"),
                everything)
            .bind("silence", SILENCE.toMillis())
            .map((row, _) ->
                new Abandoned(
                    PlaceKey.resource(row.getBytes("place")),
                    LosslessUtf8.decode(row.getBytes("ftp_user"))))
            .list());
  }

  @Override
  public void forget(ResourcePath temporary) {
    for (String table : List.of("upload", "resumable_upload")) {
      database.run(handle ->
          Binding.exact(
                  handle.createUpdate("DELETE FROM " + table + " WHERE " + Binding.EXACT),
                  PlaceKey.of(temporary))
              .execute());
    }
  }
}
