package io.sallyport.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.files.RemotePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of tables that are there already when a store opens.
final class H2SchemaTest {

  private static final ResourcePath FILE = new ResourcePath("files", RemotePath.of("a"));

  /// As Flyway makes it, which once kept these tables.
  private static final String FLYWAYS_HISTORY =
      """
      CREATE TABLE "sallyport_schema_history" (
        "installed_rank" INT NOT NULL,
        "version" VARCHAR(50),
        "description" VARCHAR(200) NOT NULL,
        "type" VARCHAR(20) NOT NULL,
        "script" VARCHAR(1000) NOT NULL,
        "checksum" INT,
        "installed_by" VARCHAR(100) NOT NULL,
        "installed_on" TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL,
        "execution_time" INT NOT NULL,
        "success" BOOLEAN NOT NULL,
        CONSTRAINT "sallyport_schema_history_pk" PRIMARY KEY ("installed_rank")
      )\
      """;

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void folder() {
    folder = temporary.resolve("state");
  }

  @Test
  void everyFileOfTheFolder_isMadeInItsTurn() throws Exception {
    Path migrations = Path.of(Schema.class.getResource("migration").toURI());
    try (Stream<Path> files = Files.list(migrations)) {
      assertEquals(
          files.map(file -> file.getFileName().toString()).sorted().toList(),
          Schema.FILES.stream().sorted().toList());
    }
    for (int i = 0; i < Schema.FILES.size(); i++) {
      assertEquals("V" + (i + 1), Schema.FILES.get(i).replaceAll("__.*", ""));
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
    sql(FLYWAYS_HISTORY, file("V1__locks_properties_uploads.sql"), noted(1));
    sql(
        "INSERT INTO dead_property (place, head, ordinal, namespace, local_name, xml) VALUES"
            + " (X'2f', X'2f', 1, X'61', X'62', X'63')");
    keepsLocksAndProperties();
    assertEquals(List.of("1", "2", "3", "4"), versions());
    assertEquals(List.of("1"), rows("SELECT COUNT(*) FROM dead_property WHERE local_name = X'62'"));
  }

  @Test
  void versionThatWasMadeInPart_isMadeWhole() throws Exception {
    String second = file("V2__resumable_uploads_sessions_jobs.sql");
    sql(
        FLYWAYS_HISTORY,
        file("V1__locks_properties_uploads.sql"),
        noted(1),
        second.substring(0, second.indexOf("CREATE TABLE IF NOT EXISTS web_session_login")));
    keepsLocksAndProperties();
    assertEquals(List.of("1", "2", "3", "4"), versions());
  }

  @Test
  void newerVersion_isRefusedInOneSentence() throws Exception {
    try (Store _ = Store.open(new StoreSettings.Folder(folder))) {
      // Made.
    }
    sql(noted(5).replace("VALUES (5,", "VALUES (50,"));
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

  private static String noted(int version) {
    return "INSERT INTO sallyport_schema_history (installed_rank, version, description, type,"
        + " script, installed_by, execution_time, success) VALUES ("
        + version
        + ", '"
        + version
        + "', 'x', 'SQL', 'x', 'x', 1, TRUE)";
  }

  private static String file(String name) throws IOException {
    try (var in = Schema.class.getResourceAsStream("migration/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> versions() throws SQLException {
    return rows("SELECT version FROM sallyport_schema_history ORDER BY installed_rank");
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
    return DriverManager.getConnection(
        "jdbc:h2:async:" + folder.resolve("store") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
        "sallyport",
        "");
  }
}
