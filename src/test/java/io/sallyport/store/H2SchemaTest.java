package io.sallyport.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.files.RemotePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of tables that are there already when a store opens.
final class H2SchemaTest {

  private static final ResourcePath FILE = new ResourcePath("files", RemotePath.of("a"));

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void folder() {
    folder = temporary.resolve("state");
  }

  @Test
  void schema_isAsNewAsItsNewestFile() throws Exception {
    Path migrations = Path.of(Schema.class.getResource("migration").toURI());
    try (Stream<Path> files = Files.list(migrations)) {
      assertEquals(
          Schema.NEWEST,
          files
              .map(file -> file.getFileName().toString().replaceAll("^V(\\d+)__.*", "$1"))
              .mapToInt(Integer::parseInt)
              .max()
              .orElseThrow());
    }
  }

  @Test
  void nothingThere_isMadeInTheNewestVersion() throws Exception {
    try (Store _ = Store.open(new StoreSettings.Folder(folder))) {
      // Made.
    }
    assertEquals(List.of("1", "2", "3", "4"), versions());
    keepsLocksAndProperties();
  }

  @Test
  void olderVersion_keepsWhatItHoldsAndGetsTheRest() throws Exception {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL(url());
    database.setUser("sallyport");
    Schema.flyway(database).target("1").load().migrate();
    assertEquals(List.of("1"), versions());
    sql(
        "INSERT INTO dead_property (place, head, ordinal, namespace, local_name, xml) VALUES"
            + " (X'2f', X'2f', 1, X'61', X'62', X'63')");
    keepsLocksAndProperties();
    assertEquals(List.of("1", "2", "3", "4"), versions());
    assertEquals(List.of("1"), rows("SELECT COUNT(*) FROM dead_property WHERE local_name = X'62'"));
  }

  @Test
  void newerVersion_isRefusedInOneSentence() throws Exception {
    try (Store _ = Store.open(new StoreSettings.Folder(folder))) {
      // Made.
    }
    sql(
        "INSERT INTO sallyport_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " VALUES (50, '5', 'x', 'SQL', 'x', 'x', 1, TRUE)");
    IOException refused =
        assertThrows(IOException.class, () -> Store.open(new StoreSettings.Folder(folder)));
    assertEquals(
        "The tables in "
            + folder
            + " are of a newer Sallyport (version 5; this one knows 4): start that one, or keep"
            + " state elsewhere.",
        refused.getMessage());
    assertEquals(List.of("1", "2", "3", "4", "5"), versions());
  }

  @Test
  void tablesThatCannotBeChanged_areToldInOneSentence() throws Exception {
    sql("CREATE TABLE webdav_lock (something INT)");
    IOException refused =
        assertThrows(IOException.class, () -> Store.open(new StoreSettings.Folder(folder)));
    assertEquals(
        "The tables in " + folder + " cannot be brought up to date.", refused.getMessage());
  }

  private void keepsLocksAndProperties() throws IOException {
    try (Store store = Store.open(new StoreSettings.Folder(folder))) {
      Lock lock =
          store.locks().take(new LockRequest(FILE, false, true, "ann", "", Duration.ofHours(1)));
      assertEquals(lock.token(), store.locks().covering(FILE).getFirst().token());
      store.locks().removeAtOrBelow(FILE);
      ((JdbcStore) store).pulse();
    }
  }

  private List<String> versions() throws SQLException {
    return rows(
        "SELECT version FROM sallyport_schema_history WHERE version IS NOT NULL ORDER BY installed_rank");
  }

  private List<String> rows(String query) throws SQLException {
    try (Connection connection = connection();
        var rows = connection.createStatement().executeQuery(query)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(url(), "sallyport", "");
  }

  private String url() {
    return "jdbc:h2:async:" + folder.resolve("store") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
  }
}
