package io.sallyport.store;

import static io.sallyport.store.LimitExceeded.Limit.JOBS_OF_OWNER;

import io.sallyport.files.LosslessUtf8;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// [Jobs] in the database.
final class JdbcJobs implements Jobs {

  /// Of one owner and kind, under way or waiting.
  static final int MAX_OF_OWNER = 20;

  /// A running job that says nothing for so long has lost its node.
  static final Duration SILENCE = Duration.ofMinutes(2);

  /// How long a job that is over, or that nobody begins, stays known.
  static final Duration KEPT = Duration.ofHours(1);

  /// A job that nobody has begun for so long does not count any more.
  static final Duration WAITS = Duration.ofMinutes(10);

  private static final String SILENT =
      "(state = 'running' AND seen_millis < <now> - " + SILENCE.toMillis() + ")";

  private static final String KNOWN =
      "(state = 'running' OR seen_millis > <now> - " + KEPT.toMillis() + ")";

  private static final String SELECT =
      "SELECT id, kind, request, progress, created_millis, CASE WHEN "
          + SILENT
          + " THEN 'failed' ELSE state END AS state FROM job WHERE kind = :kind AND "
          + KNOWN
          + " AND owner_digest = :owner";

  private final Database database;
  private final UUID node = UUID.randomUUID();

  JdbcJobs(Database database) {
    this.database = database;
  }

  /// What an earlier process did in a database that only one process uses has failed.
  void failOthers() {
    database.run(handle ->
        handle
            .createUpdate(
                "UPDATE job SET state = 'failed', seen_millis = <now> WHERE state = 'running'")
            .execute());
  }

  @Override
  public UUID create(String kind, String owner, String request) {
    UUID id = UUID.randomUUID();
    byte[] digest = Dialect.digest(owner);
    return database.change(
        List.of(),
        handle -> {
          int open =
              handle
                  .createQuery(
                      "SELECT COUNT(*) FROM job WHERE owner_digest = :owner AND kind = :kind"
                          + " AND state IN ('waiting', 'running') AND seen_millis > <now> - "
                          + WAITS.toMillis())
                  .bind("owner", digest)
                  .bind("kind", kind)
                  .mapTo(Integer.class)
                  .one();
          if (open >= MAX_OF_OWNER) {
            throw new LimitExceeded(
                JOBS_OF_OWNER, "Too much is under way already; wait until some of it is done.");
          }
          handle
              .createUpdate(
                  "INSERT INTO job (id, kind, owner_digest, request, progress, state, cancelled,"
                      + " node, created_millis, seen_millis) VALUES (:id, :kind, :owner, :request,"
                      + " :progress, 'waiting', FALSE, :node, <now>, <now>)")
              .bind("id", id)
              .bind("kind", kind)
              .bind("owner", digest)
              .bind("request", Binding.text(request))
              .bind("progress", Binding.text(""))
              .bind("node", node)
              .execute();
          return id;
        });
  }

  @Override
  public Optional<Job> find(String kind, UUID id, Set<String> owners) {
    return of(kind, owners, " AND id = :id", id).stream().map(Aged::job).findFirst();
  }

  @Override
  public List<Job> of(String kind, Set<String> owners) {
    return of(kind, owners, "", node).stream()
        .sorted(Comparator.comparingLong(Aged::createdMillis).reversed())
        .map(Aged::job)
        .toList();
  }

  private record Aged(Job job, long createdMillis) {}

  private List<Aged> of(String kind, Set<String> owners, String more, UUID id) {
    return database.run(handle -> {
      List<Aged> found = new ArrayList<>();
      for (String owner : owners) {
        found.addAll(
            handle
                .createQuery(SELECT + more)
                .bind("kind", kind)
                .bind("owner", Dialect.digest(owner))
                .bind("id", id)
                .map((row, _) -> new Aged(read(row), row.getLong("created_millis")))
                .list());
      }
      return found;
    });
  }

  private static Job read(ResultSet row) throws SQLException {
    return new Job(
        row.getObject("id", UUID.class),
        row.getString("kind"),
        LosslessUtf8.decode(row.getBytes("request")),
        LosslessUtf8.decode(row.getBytes("progress")),
        Job.State.valueOf(row.getString("state").strip().toUpperCase(Locale.ROOT)));
  }

  @Override
  public boolean begin(UUID id) {
    return database.run(handle ->
        handle
            .createUpdate(
                "UPDATE job SET state = 'running', node = :node, seen_millis = <now>"
                    + " WHERE id = :id AND state = 'waiting' AND NOT cancelled")
            .bind("node", node)
            .bind("id", id)
            .execute())
        == 1;
  }

  @Override
  public boolean report(UUID id, String progress) {
    return database.run(handle -> {
      update(handle, id, Job.State.RUNNING, progress);
      return handle
          .createQuery("SELECT cancelled FROM job WHERE id = :id")
          .bind("id", id)
          .mapTo(Boolean.class)
          .findOne()
          .map(cancelled -> !cancelled)
          .orElse(false);
    });
  }

  @Override
  public void end(UUID id, Job.State state, String progress) {
    database.run(handle -> update(handle, id, state, progress));
  }

  private static int update(Handle handle, UUID id, Job.State state, String progress) {
    return handle
        .createUpdate(
            "UPDATE job SET state = :state, progress = :progress, seen_millis = <now>"
                + " WHERE id = :id AND state = 'running'")
        .bind("state", state.name().toLowerCase(Locale.ROOT))
        .bind("progress", Binding.text(progress))
        .bind("id", id)
        .execute();
  }

  @Override
  public void cancel(UUID id) {
    database.run(handle ->
        handle
            .createUpdate(
                "UPDATE job SET cancelled = TRUE,"
                    + " state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END"
                    + " WHERE id = :id AND state IN ('waiting', 'running')")
            .bind("id", id)
            .execute());
  }

  /// Takes out what nobody needs to know any more.
  void sweep() {
    database.run(handle ->
        handle
            .createUpdate(
                "DELETE FROM job WHERE NOT "
                    + KNOWN
                    + " OR seen_millis < <now> - "
                    + KEPT.multipliedBy(24).toMillis())
            .execute());
  }
}
