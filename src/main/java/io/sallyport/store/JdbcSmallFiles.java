package io.sallyport.store;

import io.sallyport.files.Entry;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// [SmallFiles] in the database: a row each.
final class JdbcSmallFiles implements SmallFiles {

  /// What a file takes at least: a page of the database.
  private static final long LEAST_BYTES = 4 * 1024;

  private static final String OWN = "user_digest = :digest AND ";
  private static final String ENTRY =
      "SELECT file_name, size_bytes, modified_millis FROM small_file WHERE " + OWN;
  private static final String ONE = OWN + Binding.EXACT + " AND file_name = :name";

  private final Database database;

  JdbcSmallFiles(Database database) {
    this.database = database;
  }

  @Override
  public OfUser of(String backend, String user) {
    return new Own(backend, user);
  }

  private final class Own implements OfUser {
    private final String backend;
    private final String user;
    private final byte[] digest;

    Own(String backend, String user) {
      this.backend = backend;
      this.user = user;
      this.digest = Dialect.digest(RemotePath.encodeSegment(backend) + "/" + user);
    }

    @Override
    public Optional<Entry> find(RemotePath path) {
      return database.run(handle ->
          one(handle.createQuery(ENTRY + Binding.EXACT + " AND file_name = :name"), path)
              .map((row, _) -> entry(row))
              .findFirst());
    }

    @Override
    public List<Entry> members(RemotePath folder) {
      return database.run(handle ->
          Binding.exact(
                  handle.createQuery(ENTRY + Binding.EXACT + " ORDER BY file_name"), key(folder))
              .bind("digest", digest)
              .map((row, _) -> entry(row))
              .list());
    }

    @Override
    public Optional<byte[]> content(RemotePath path) {
      return database.run(handle ->
          one(handle.createQuery("SELECT content FROM small_file WHERE " + ONE), path)
              .mapTo(byte[].class)
              .findFirst());
    }

    @Override
    public boolean put(RemotePath path, byte[] content) {
      return content.length <= MAX_BYTES
          && change(handle -> {
            long others = sum(handle, "") - sum(handle, path);
            if (others + Math.max(LEAST_BYTES, content.length) > MAX_BYTES_OF_USER) {
              return false;
            }
            remove(handle, path);
            one(
                    handle.createUpdate(
                        "INSERT INTO small_file (place, head, ftp_user, user_digest, file_name,"
                            + " modified_millis, size_bytes, content) VALUES (:place, :head, :user,"
                            + " :digest, :name, <now>, :size, :content)"),
                    path)
                .bind("user", Binding.text(user))
                .bind("size", content.length)
                .bind("content", content)
                .execute();
            return true;
          });
    }

    private long sum(Handle handle, RemotePath path) {
      return one(handle.createQuery(sumOf(ONE)), path).mapTo(Long.class).one();
    }

    private long sum(Handle handle, String more) {
      return handle
          .createQuery(sumOf("user_digest = :digest" + more))
          .bind("digest", digest)
          .mapTo(Long.class)
          .one();
    }

    private String sumOf(String which) {
      return "SELECT CAST(COALESCE(SUM(GREATEST(size_bytes, "
          + LEAST_BYTES
          + ")), 0) AS BIGINT) FROM small_file WHERE "
          + which;
    }

    @Override
    public boolean setModified(RemotePath path, Instant time) {
      return change(handle ->
          one(
                      handle.createUpdate(
                          "UPDATE small_file SET modified_millis = :millis WHERE " + ONE),
                      path)
                  .bind("millis", time.toEpochMilli())
                  .execute()
              > 0);
    }

    @Override
    public boolean move(RemotePath from, RemotePath to) {
      return change(handle -> {
        if (from.equals(to)) {
          return false;
        }
        Optional<Long> id =
            one(handle.createQuery("SELECT id FROM small_file WHERE " + ONE), from)
                .mapTo(Long.class)
                .findFirst();
        if (id.isEmpty()) {
          return false;
        }
        remove(handle, to);
        one(
                handle.createUpdate(
                    "UPDATE small_file SET place = :place, head = :head, file_name = :name"
                        + " WHERE id = :id AND user_digest = :digest"),
                to)
            .bind("id", id.get())
            .execute();
        return true;
      });
    }

    @Override
    public boolean remove(RemotePath path) {
      return change(handle -> remove(handle, path) > 0);
    }

    private int remove(Handle handle, RemotePath path) {
      return one(handle.createUpdate("DELETE FROM small_file WHERE " + ONE), path).execute();
    }

    @Override
    public void folderMoved(RemotePath from, RemotePath to) {
      if (from.isAtOrBelow(to) || to.isAtOrBelow(from)) {
        throw new IllegalArgumentException(from + " and " + to + " lie one in the other");
      }
      AtomicBoolean cleared = new AtomicBoolean();
      database
          .backlog()
          .make(() -> {
            // Once only: on a second try, what is there may have arrived with the first.
            if (!cleared.get()) {
              change(handle -> removeBelow(handle, to));
              cleared.set(true);
            }
            change(handle -> moveBelow(handle, from, to));
          });
    }

    private boolean moveBelow(Handle handle, RemotePath from, RemotePath to) {
      return Binding.moving(
                  handle.createUpdate(
                      "UPDATE small_file SET place = "
                          + Binding.MOVED
                          + ", head = "
                          + Binding.MOVED_HEAD
                          + " WHERE "
                          + OWN
                          + Binding.IN_RANGE),
                  key(from),
                  key(to))
              .bind("digest", digest)
              .execute()
          > 0;
    }

    @Override
    public void folderRemoved(RemotePath folder) {
      database.backlog().make(() -> change(handle -> removeBelow(handle, folder)));
    }

    private boolean removeBelow(Handle handle, RemotePath folder) {
      return Binding.range(
                  handle.createUpdate("DELETE FROM small_file WHERE " + OWN + Binding.IN_RANGE),
                  key(folder))
              .bind("digest", digest)
              .execute()
          > 0;
    }

    private boolean change(Function<Handle, Boolean> change) {
      return database.change(List.of(backend), change);
    }

    private <S extends SqlStatement<S>> S one(S statement, RemotePath path) {
      return Binding.exact(statement, key(path.parent().orElseThrow()))
          .bind("digest", digest)
          .bind("name", Binding.text(path.name()));
    }

    private PlaceKey key(RemotePath folder) {
      return PlaceKey.of(new ResourcePath(backend, folder));
    }
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return Entry.file(
        LosslessUtf8.decode(row.getBytes("file_name")),
        row.getLong("size_bytes"),
        Instant.ofEpochSecond(row.getLong("modified_millis") / 1000));
  }
}
