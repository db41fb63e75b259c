package io.sallyport.store;

import static io.sallyport.store.LimitExceeded.Limit.PROPERTIES_OF_RESOURCE;
import static io.sallyport.store.LimitExceeded.Limit.PROPERTY_BYTES;

import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// [Properties] in the database: a row each.
final class JdbcProperties implements Properties {

  static final int MAX_OF_RESOURCE = 256;
  static final int MAX_BYTES = 64 * 1024;

  private static final String SELECT =
      "SELECT place, namespace, local_name, xml FROM dead_property WHERE ";
  private static final String INSERT =
      "INSERT INTO dead_property"
          + " (place, head, ordinal, namespace, local_name, xml, ftp_user, seen_millis) ";

  private final Database database;

  JdbcProperties(Database database) {
    this.database = database;
  }

  @Override
  public List<DeadProperty> of(ResourcePath resource) {
    return database.run(handle -> of(handle, PlaceKey.of(resource)));
  }

  private static List<DeadProperty> of(Handle handle, PlaceKey key) {
    return Binding.exact(handle.createQuery(SELECT + Binding.EXACT + " ORDER BY ordinal"), key)
        .map((row, _) -> property(row))
        .list();
  }

  @Override
  public Map<String, List<DeadProperty>> ofMembers(
      ResourcePath collection, Collection<String> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    Set<PlaceKey> keys = PlaceKey.ofMembers(collection, names);
    List<OfMember> rows =
        database.run(handle ->
            handle
                .createQuery(SELECT + "head = ANY(:heads) ORDER BY ordinal")
                .bind("heads", Binding.headsOf(keys))
                .map((row, _) ->
                    new OfMember(PlaceKey.resource(row.getBytes("place")), property(row)))
                .list());
    return rows.stream()
        .filter(row -> keys.contains(PlaceKey.of(row.member())))
        .collect(
            Collectors.groupingBy(
                row -> row.member().path().name(),
                Collectors.mapping(OfMember::property, Collectors.toList())));
  }

  private record OfMember(ResourcePath member, DeadProperty property) {}

  @Override
  public void change(ResourcePath resource, String user, List<PropertyChange> changes) {
    changes.forEach(JdbcProperties::requireSmall);
    PlaceKey key = PlaceKey.of(resource);
    database.change(
        resource.backend(),
        handle -> {
          List<DeadProperty> before = of(handle, key);
          List<DeadProperty> after = changed(before, changes);
          if (after.size() > MAX_OF_RESOURCE && after.size() > before.size()) {
            throw new LimitExceeded(
                PROPERTIES_OF_RESOURCE,
                "A resource has at most " + MAX_OF_RESOURCE + " dead properties.");
          }
          if (!after.equals(before)) {
            replace(handle, key, user, after);
          }
        });
  }

  private static void requireSmall(PropertyChange change) {
    int bytes =
        Binding.text(change.name().namespace()).length + Binding.text(change.name().local()).length;
    if (change instanceof PropertyChange.Set set) {
      bytes = Math.max(bytes, Binding.text(set.property().xml()).length);
    }
    if (bytes > MAX_BYTES) {
      throw new LimitExceeded(PROPERTY_BYTES, "A property has at most " + MAX_BYTES + " bytes.");
    }
  }

  private static List<DeadProperty> changed(
      List<DeadProperty> before, List<PropertyChange> changes) {
    Map<PropertyKey, DeadProperty> properties = new LinkedHashMap<>();
    before.forEach(property -> properties.put(property.name(), property));
    for (PropertyChange change : changes) {
      switch (change) {
        case PropertyChange.Set set -> properties.put(set.name(), set.property());
        case PropertyChange.Remove remove -> properties.remove(remove.name());
      }
    }
    return List.copyOf(properties.values());
  }

  private static void replace(
      Handle handle, PlaceKey key, String user, List<DeadProperty> properties) {
    Binding.exact(handle.createUpdate("DELETE FROM dead_property WHERE " + Binding.EXACT), key)
        .execute();
    if (properties.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            INSERT + "VALUES (:place, :head, :ordinal, :namespace, :local, :xml, :user, <now>)");
    int ordinal = 0;
    for (DeadProperty property : properties) {
      Binding.exact(batch, key)
          .bind("ordinal", ordinal++)
          .bind("namespace", Binding.text(property.name().namespace()))
          .bind("local", Binding.text(property.name().local()))
          .bind("xml", Binding.text(property.xml()))
          .bind("user", Binding.text(user))
          .add();
    }
    batch.execute();
  }

  @Override
  public boolean areWithin(ResourcePath resource) {
    return database.run(handle ->
        Binding.range(
                handle.createQuery(
                    "SELECT 1 FROM dead_property WHERE " + Binding.IN_RANGE + " LIMIT 1"),
                PlaceKey.of(resource))
            .mapTo(Integer.class)
            .findFirst()
            .isPresent());
  }

  @Override
  public void moved(ResourcePath from, ResourcePath to, String user) {
    if (from.equals(to)) {
      return;
    }
    requireApart(from, to);
    change(
        from,
        to,
        handle -> {
          delete(handle, to);
          Binding.moving(
                  handle.createUpdate(
                      "UPDATE dead_property SET place = "
                          + Binding.MOVED
                          + ", head = "
                          + Binding.MOVED_HEAD
                          + ", ftp_user = :user, seen_millis = <now> WHERE "
                          + Binding.IN_RANGE),
                  PlaceKey.of(from),
                  PlaceKey.of(to))
              .bind("user", Binding.text(user))
              .execute();
        });
  }

  @Override
  public void copied(ResourcePath from, ResourcePath to, boolean infinite, String user) {
    if (from.equals(to)) {
      return;
    }
    if (infinite) {
      requireApart(from, to);
    }
    change(
        from,
        to,
        handle -> {
          PlaceKey source = PlaceKey.of(from);
          List<DeadProperty> own = of(handle, source);
          delete(handle, to);
          if (!infinite) {
            replace(handle, PlaceKey.of(to), user, own);
            return;
          }
          Binding.moving(
                  handle.createUpdate(
                      INSERT
                          + "SELECT "
                          + Binding.MOVED
                          + ", "
                          + Binding.MOVED_HEAD
                          + ", ordinal, namespace, local_name, xml, :user, <now>"
                          + " FROM dead_property WHERE "
                          + Binding.IN_RANGE),
                  source,
                  PlaceKey.of(to))
              .bind("user", Binding.text(user))
              .execute();
        });
  }

  private void change(ResourcePath from, ResourcePath to, Consumer<Handle> change) {
    database.change(
        List.of(from.backend(), to.backend()),
        handle -> {
          change.accept(handle);
          return true;
        });
  }

  private static void requireApart(ResourcePath from, ResourcePath to) {
    if (from.isAtOrBelow(to) || to.isAtOrBelow(from)) {
      throw new IllegalArgumentException(from + " and " + to + " lie one in the other");
    }
  }

  @Override
  public void deleted(Collection<ResourcePath> resources) {
    if (!resources.isEmpty()) {
      database.change(
          resources.stream().map(ResourcePath::backend).distinct().toList(),
          handle -> {
            resources.forEach(resource -> delete(handle, resource));
            return true;
          });
    }
  }

  @Override
  public List<ResourcePath> unseen(String backend, String user, Duration time, int count) {
    return database.run(handle ->
        Binding.range(
                handle.createQuery(
                    "SELECT place, MIN(seen_millis) AS seen FROM dead_property"
                        + " WHERE ftp_user = :user AND seen_millis <= <now> - :millis AND "
                        + Binding.IN_RANGE
                        + " GROUP BY place ORDER BY seen LIMIT :count"),
                PlaceKey.of(new ResourcePath(backend, RemotePath.ROOT)))
            .bind("user", Binding.text(user))
            .bind("millis", time.toMillis())
            .bind("count", count)
            .map((row, _) -> PlaceKey.resource(row.getBytes("place")))
            .list());
  }

  @Override
  public void seen(ResourcePath resource) {
    database.change(
        resource.backend(),
        handle ->
            Binding.exact(
                    handle.createUpdate(
                        "UPDATE dead_property SET seen_millis = <now> WHERE " + Binding.EXACT),
                    PlaceKey.of(resource))
                .execute());
  }

  private static void delete(Handle handle, ResourcePath resource) {
    Binding.range(
            handle.createUpdate("DELETE FROM dead_property WHERE " + Binding.IN_RANGE),
            PlaceKey.of(resource))
        .execute();
  }

  private static DeadProperty property(ResultSet row) throws SQLException {
    return new DeadProperty(
        new PropertyKey(
            LosslessUtf8.decode(row.getBytes("namespace")),
            LosslessUtf8.decode(row.getBytes("local_name"))),
        LosslessUtf8.decode(row.getBytes("xml")));
  }
}
