package io.sallyport.store;

import static io.sallyport.store.LimitExceeded.Limit.UPLOADS_OF_PRINCIPAL;

import io.sallyport.files.Failure;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.store.ResumableUpload.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [ResumableUploads] in the database.
final class JdbcResumableUploads implements ResumableUploads {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcResumableUploads.class);

  /// More than a browser with a folder of files under way needs.
  static final int MAX_OF_PRINCIPAL = 2000;

  private static final UUID NOBODY = new UUID(0, 0);

  private static final String SELECT =
      "SELECT id, place, target, ftp_user, length_bytes, overwrite, if_match, modified_millis,"
          + " stage, expires_millis - <now> AS remaining_millis FROM resumable_upload"
          + " WHERE expires_millis > <now> AND ";

  private final Database database;
  private final Set<UUID> holders = ConcurrentHashMap.newKeySet();

  JdbcResumableUploads(Database database) {
    this.database = database;
  }

  /// What an earlier process held in a database that only one process uses is free at once.
  void releaseAll() {
    database.run(handle ->
        handle.createUpdate("UPDATE resumable_upload SET held_until_millis = 0").execute());
  }

  /// Keeps what is held so. To be called more often than [#HOLD].
  void renewHeld() {
    for (UUID holder : holders) {
      database.run(handle ->
          handle
              .createUpdate(
                  "UPDATE resumable_upload SET held_until_millis = <now> + :hold"
                      + " WHERE holder = :holder")
              .bind("hold", HOLD.toMillis())
              .bind("holder", holder)
              .execute());
    }
  }

  /// Takes out finished uploads whose time is over.
  void sweep() {
    database.run(handle ->
        handle
            .createUpdate(
                "DELETE FROM resumable_upload WHERE expires_millis <= <now>"
                    + " AND stage IN ('created', 'done')")
            .execute());
  }

  @Override
  public void create(ResumableUpload upload) {
    database.change(upload.target().backend(), handle -> insert(handle, upload));
  }

  private static void insert(Handle handle, ResumableUpload upload) {
    byte[] principal = Dialect.digest(upload.user() + "@" + upload.target().backend());
    int open =
        handle
            .createQuery(
                "SELECT COUNT(*) FROM resumable_upload WHERE principal_digest = :principal"
                    + " AND expires_millis > <now> AND stage <> 'done'")
            .bind("principal", principal)
            .mapTo(Integer.class)
            .one();
    if (open >= MAX_OF_PRINCIPAL) {
      throw new LimitExceeded(
          UPLOADS_OF_PRINCIPAL,
          "There are " + MAX_OF_PRINCIPAL + " unfinished uploads of yours already.");
    }
    Binding.exact(
            handle.createUpdate(
                "INSERT INTO resumable_upload (id, place, head, target, ftp_user,"
                    + " principal_digest, length_bytes, overwrite, if_match, modified_millis,"
                    + " stage, holder, held_until_millis, expires_millis) VALUES (:id, :place,"
                    + " :head, :target, :user, :principal, :length, :overwrite, :if_match,"
                    + " :modified, :stage, :nobody, 0, <now> + :remaining)"),
            PlaceKey.of(upload.temporary()))
        .bind("id", upload.id())
        .bind("target", PlaceKey.of(upload.target()).bytes())
        .bind("user", Binding.text(upload.user()))
        .bind("principal", principal)
        .bind("length", upload.lengthBytes())
        .bind("overwrite", upload.overwrite())
        .bind("if_match", Binding.text(upload.ifMatch().orElse("")))
        .bind("modified", upload.modified().map(Instant::toEpochMilli).orElse(null))
        .bind("stage", name(upload.stage()))
        .bind("nobody", NOBODY)
        .bind("remaining", upload.remaining().toMillis())
        .execute();
  }

  @Override
  public Optional<ResumableUpload> find(UUID id) {
    return database.run(handle ->
        handle
            .createQuery(SELECT + "id = :id")
            .bind("id", id)
            .map((row, _) -> read(row))
            .findOne());
  }

  @Override
  public Optional<Hold> hold(UUID id, Duration lifetime) {
    UUID holder = UUID.randomUUID();
    holders.add(holder);
    boolean taken = false;
    try {
      Optional<ResumableUpload> upload =
          database.<Boolean>run(handle -> take(handle, id, holder, lifetime))
              ? find(id)
              : Optional.empty();
      taken = upload.isPresent();
      return upload.map(found -> new Held(holder, found));
    } finally {
      if (!taken) {
        holders.remove(holder);
      }
    }
  }

  private static boolean take(Handle handle, UUID id, UUID holder, Duration lifetime) {
    return handle
            .createUpdate(
                "UPDATE resumable_upload SET holder = :holder, held_until_millis = <now> + :hold,"
                    + " expires_millis = <now> + :lifetime WHERE id = :id AND held_until_millis <"
                    + " <now> AND expires_millis > <now>")
            .bind("holder", holder)
            .bind("hold", HOLD.toMillis())
            .bind("lifetime", lifetime.toMillis())
            .bind("id", id)
            .execute()
        == 1;
  }

  @Override
  public void remove(UUID id) {
    database.run(handle ->
        handle
            .createUpdate("DELETE FROM resumable_upload WHERE id = :id")
            .bind("id", id)
            .execute());
  }

  private static ResumableUpload read(ResultSet row) throws SQLException {
    String ifMatch = LosslessUtf8.decode(row.getBytes("if_match"));
    long modified = row.getLong("modified_millis");
    boolean known = !row.wasNull();
    return new ResumableUpload(
        row.getObject("id", UUID.class),
        PlaceKey.resource(row.getBytes("target")),
        PlaceKey.resource(row.getBytes("place")),
        LosslessUtf8.decode(row.getBytes("ftp_user")),
        row.getLong("length_bytes"),
        row.getBoolean("overwrite"),
        ifMatch.isEmpty() ? Optional.empty() : Optional.of(ifMatch),
        known ? Optional.of(Instant.ofEpochMilli(modified)) : Optional.empty(),
        Stage.valueOf(row.getString("stage").toUpperCase(Locale.ROOT)),
        Duration.ofMillis(row.getLong("remaining_millis")));
  }

  private static String name(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }

  private final class Held implements Hold {
    private final UUID holder;
    private final ResumableUpload upload;

    Held(UUID holder, ResumableUpload upload) {
      this.holder = holder;
      this.upload = upload;
    }

    @Override
    public ResumableUpload upload() {
      return upload;
    }

    @Override
    public void reached(Stage stage, Duration lifetime) {
      database.run(handle ->
          handle
              .createUpdate(
                  "UPDATE resumable_upload SET stage = :stage, expires_millis = <now> + :lifetime"
                      + " WHERE id = :id AND holder = :holder")
              .bind("stage", name(stage))
              .bind("lifetime", lifetime.toMillis())
              .bind("id", upload.id())
              .bind("holder", holder)
              .execute());
    }

    @Override
    public void close() {
      if (!holders.remove(holder)) {
        return;
      }
      try {
        database.run(handle ->
            handle
                .createUpdate(
                    "UPDATE resumable_upload SET held_until_millis = 0 WHERE holder = :holder")
                .bind("holder", holder)
                .execute());
      } catch (Failure.Busy e) {
        // It ends by itself, no longer renewed.
        LOG.debug("event=upload-hold-unreleased", e);
      }
    }
  }
}
