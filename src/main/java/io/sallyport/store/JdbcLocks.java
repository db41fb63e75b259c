package io.sallyport.store;

import static io.sallyport.store.LimitExceeded.Limit.LOCKS_OF_PRINCIPAL;
import static io.sallyport.store.LimitExceeded.Limit.OWNER_BYTES;

import io.sallyport.files.LosslessUtf8;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// [Locks] in the database. Whatever could make two locks exclude each other - taking one, or
/// letting one live longer - has the backend's turn; the rest only asks or removes.
final class JdbcLocks implements Locks {

  /// More than an editor with every file open needs, and few enough that nobody fills the database.
  static final int MAX_OF_PRINCIPAL = 1000;

  static final int MAX_OWNER_BYTES = 8 * 1024;

  /// How long a held lock lasts beyond each renewal: some outages of the database and of nodes are
  /// shorter.
  static final Duration HOLD = Duration.ofSeconds(90);

  private static final String SELECT =
      "SELECT token, place, infinite, exclusive, principal, owner_xml, timeout_seconds,"
          + " expires_millis - <now> AS remaining_millis FROM webdav_lock"
          + " WHERE expires_millis > <now> AND ";

  private final Database database;
  private final Set<Held> held = ConcurrentHashMap.newKeySet();

  JdbcLocks(Database database) {
    this.database = database;
  }

  @Override
  public Lock take(LockRequest request) {
    byte[] owner = Binding.text(request.ownerXml());
    if (owner.length > MAX_OWNER_BYTES) {
      throw new LimitExceeded(
          OWNER_BYTES, "The owner of a lock has at most " + MAX_OWNER_BYTES + " bytes.");
    }
    return database.change(
        List.of(request.root().backend()), handle -> take(handle, request, owner));
  }

  private static Lock take(Handle handle, LockRequest request, byte[] owner) {
    List<Lock> conflicting = conflicting(handle, request);
    if (!conflicting.isEmpty()) {
      throw new LockConflict(request.root(), conflicting);
    }
    requireRoom(handle, request.principal());
    Lock lock =
        new Lock(
            LockToken.random(),
            request.root(),
            request.infinite(),
            request.exclusive(),
            request.principal(),
            request.ownerXml(),
            Duration.ofSeconds(request.timeout().toSeconds()),
            Duration.ofSeconds(request.timeout().toSeconds()));
    Binding.exact(
            handle.createUpdate(
                "INSERT INTO webdav_lock (token, place, head, infinite, exclusive, principal,"
                    + " principal_digest, owner_xml, timeout_seconds, expires_millis) VALUES"
                    + " (:token, :place, :head, :infinite, :exclusive, :principal, :digest, :owner,"
                    + " :timeout, <now> + :millis)"),
            PlaceKey.of(lock.root()))
        .bind("token", lock.token().id())
        .bind("infinite", lock.infinite())
        .bind("exclusive", lock.exclusive())
        .bind("principal", Binding.text(lock.principal()))
        .bind("digest", Dialect.digest(lock.principal()))
        .bind("owner", owner)
        .bind("timeout", lock.timeout().toSeconds())
        .bind("millis", lock.timeout().toMillis())
        .execute();
    return lock;
  }

  private static List<Lock> conflicting(Handle handle, LockRequest request) {
    // Shared locks may be many, and do not exclude one another.
    String counting = request.exclusive() ? SELECT : SELECT + "exclusive AND ";
    Stream<Lock> near = covering(handle, counting, request.root()).stream();
    Stream<Lock> below =
        request.infinite()
            ? within(handle, counting, request.root()).stream()
                .filter(lock -> !lock.root().equals(request.root()))
            : Stream.empty();
    return Stream.concat(near, below).toList();
  }

  private static void requireRoom(Handle handle, String principal) {
    int count =
        handle
            .createQuery(
                "SELECT COUNT(*) FROM webdav_lock"
                    + " WHERE principal_digest = :digest AND expires_millis > <now>")
            .bind("digest", Dialect.digest(principal))
            .mapTo(Integer.class)
            .one();
    if (count >= MAX_OF_PRINCIPAL) {
      throw new LimitExceeded(
          LOCKS_OF_PRINCIPAL, "One user has at most " + MAX_OF_PRINCIPAL + " locks.");
    }
  }

  @Override
  public int count() {
    return database.run(handle ->
        handle
            .createQuery("SELECT COUNT(*) FROM webdav_lock WHERE expires_millis > <now>")
            .mapTo(Integer.class)
            .one());
  }

  @Override
  public Optional<Lock> find(LockToken token) {
    return database.run(handle -> find(handle, token));
  }

  private static Optional<Lock> find(Handle handle, LockToken token) {
    return locks(handle.createQuery(SELECT + "token = :token").bind("token", token.id()), _ -> true)
        .stream()
        .findFirst();
  }

  @Override
  public Optional<Lock> refresh(LockToken token, ResourcePath resource, Duration timeout) {
    LockRequest.requireSeconds(timeout);
    return database.change(
        List.of(resource.backend()),
        handle -> {
          Optional<Lock> lock = find(handle, token).filter(found -> found.covers(resource));
          if (lock.isEmpty()) {
            return lock;
          }
          handle
              .createUpdate(
                  "UPDATE webdav_lock SET timeout_seconds = :timeout,"
                      + " expires_millis = <now> + :millis WHERE token = :token")
              .bind("timeout", timeout.toSeconds())
              .bind("millis", timeout.toSeconds() * 1000)
              .bind("token", token.id())
              .execute();
          return find(handle, token);
        });
  }

  @Override
  public boolean release(LockToken token, ResourcePath resource) {
    return database.change(
        List.of(resource.backend()),
        handle ->
            find(handle, token).filter(found -> found.covers(resource)).isPresent()
                && handle
                        .createUpdate("DELETE FROM webdav_lock WHERE token = :token")
                        .bind("token", token.id())
                        .execute()
                    == 1);
  }

  @Override
  public List<Lock> covering(ResourcePath resource) {
    return database.run(handle -> covering(handle, SELECT, resource));
  }

  private static List<Lock> covering(Handle handle, String select, ResourcePath resource) {
    return locks(
        handle
            .createQuery(select + "head = ANY(:heads) ORDER BY id")
            .bind("heads", Binding.heads(PlaceKey.of(resource).headsUpward())),
        lock -> lock.covers(resource));
  }

  @Override
  public List<Lock> within(ResourcePath resource) {
    return database.run(handle -> within(handle, SELECT, resource));
  }

  private static List<Lock> within(Handle handle, String select, ResourcePath resource) {
    return locks(
        Binding.range(
            handle.createQuery(select + Binding.IN_RANGE + " ORDER BY id"), PlaceKey.of(resource)),
        _ -> true);
  }

  @Override
  public Map<String, List<Lock>> onMembers(ResourcePath collection, Collection<String> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    Set<PlaceKey> keys = PlaceKey.ofMembers(collection, names);
    return database.run(handle ->
        locks(
                handle
                    .createQuery(SELECT + "head = ANY(:heads) ORDER BY id")
                    .bind("heads", Binding.headsOf(keys)),
                lock -> keys.contains(PlaceKey.of(lock.root())))
            .stream()
            .collect(Collectors.groupingBy(lock -> lock.root().path().name())));
  }

  @Override
  public void removeAtOrBelow(Collection<ResourcePath> resources) {
    if (!resources.isEmpty()) {
      database.change(
          resources.stream().map(ResourcePath::backend).distinct().toList(),
          handle -> {
            for (ResourcePath resource : resources) {
              Binding.range(
                      handle.createUpdate("DELETE FROM webdav_lock WHERE " + Binding.IN_RANGE),
                      PlaceKey.of(resource))
                  .execute();
            }
            return true;
          });
    }
  }

  @Override
  public Hold hold(Collection<Lock> locks) {
    Held hold = new Held(List.copyOf(locks));
    if (!locks.isEmpty()) {
      renew(List.of(hold));
      held.add(hold);
    }
    return hold;
  }

  /// Lets the locks that are held live on. To be called more often than [#HOLD] lasts.
  void renewHeld() {
    renew(List.copyOf(held));
  }

  private void renew(List<Held> holds) {
    Map<String, List<UUID>> tokens = new HashMap<>();
    for (Held hold : holds) {
      for (Lock lock : hold.locks) {
        tokens
            .computeIfAbsent(lock.root().backend(), _ -> new ArrayList<>())
            .add(lock.token().id());
      }
    }
    tokens.forEach((backend, ofBackend) ->
        database.change(
            backend,
            handle -> {
              for (UUID token : ofBackend) {
                handle
                    .createUpdate(
                        "UPDATE webdav_lock"
                            + " SET expires_millis = GREATEST(expires_millis, <now> + :millis)"
                            + " WHERE token = :token AND expires_millis > <now>")
                    .bind("millis", HOLD.toMillis())
                    .bind("token", token)
                    .execute();
              }
            }));
  }

  /// Removes what expired; nobody could see it any more.
  void sweep() {
    database.run(handle ->
        handle.createUpdate("DELETE FROM webdav_lock WHERE expires_millis <= <now>").execute());
  }

  private static List<Lock> locks(Query query, Predicate<Lock> wanted) {
    return query.map((row, _) -> lock(row)).stream().filter(wanted).toList();
  }

  private static Lock lock(ResultSet row) throws SQLException {
    return new Lock(
        new LockToken(row.getObject("token", UUID.class)),
        PlaceKey.resource(row.getBytes("place")),
        row.getBoolean("infinite"),
        row.getBoolean("exclusive"),
        LosslessUtf8.decode(row.getBytes("principal")),
        LosslessUtf8.decode(row.getBytes("owner_xml")),
        Duration.ofSeconds(row.getLong("timeout_seconds")),
        Duration.ofMillis(row.getLong("remaining_millis")));
  }

  private final class Held implements Hold {
    private final List<Lock> locks;

    Held(List<Lock> locks) {
      this.locks = locks;
    }

    @Override
    public void close() {
      held.remove(this);
    }
  }
}
