package io.sallyport.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/// The tables, in versions: each file of `migration` makes the next one of the one before it, and
/// does no harm to tables that it has already changed in part.
final class Schema {

  /// The files, the first makes version 1.
  static final List<String> FILES =
      List.of(
          "V1__locks_properties_uploads.sql",
          "V2__resumable_uploads_sessions_jobs.sql",
          "V3__small_files_and_property_users.sql",
          "V4__guesses.sql");

  /// Which versions were made. The columns are those that Flyway gives such a table, so that its
  /// tools can read it.
  private static final String HISTORY =
      """
      CREATE TABLE IF NOT EXISTS sallyport_schema_history (
        installed_rank INT NOT NULL PRIMARY KEY,
        version VARCHAR(50),
        description VARCHAR(200) NOT NULL,
        type VARCHAR(20) NOT NULL,
        script VARCHAR(1000) NOT NULL,
        checksum INT,
        installed_by VARCHAR(100) NOT NULL,
        installed_on TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL,
        execution_time INT NOT NULL,
        success BOOLEAN NOT NULL
      )\
      """;

  private static final String VERSION =
      "SELECT COALESCE(MAX(CAST(version AS INT)), 0) FROM sallyport_schema_history WHERE success";

  private static final String NOTE =
      """
      INSERT INTO sallyport_schema_history
        (installed_rank, version, description, type, script, installed_by, execution_time, success)
        SELECT COALESCE(MAX(installed_rank), 0) + 1, ?, ?, 'SQL', ?, CURRENT_USER, 0, TRUE
        FROM sallyport_schema_history\
      """;

  private Schema() {}

  /// Makes every version that is missing. Several nodes may do so at once. PostgreSQL makes all or
  /// nothing; H2 keeps what it has made when the process is killed.
  ///
  /// @param name the database, for people
  /// @throws IOException with one sentence for the operator: it is of a newer Sallyport, or a
  ///   version cannot be made
  static void bringUpToDate(DataSource database, Dialect dialect, String name) throws IOException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      dialect.takeSchemaTurn(connection);
      try (Statement statement = connection.createStatement()) {
        statement.execute(HISTORY);
        int version = version(statement);
        if (version > FILES.size()) {
          throw new IOException(
              "The tables in "
                  + name
                  + " are of a newer Sallyport (version "
                  + version
                  + "; this one knows "
                  + FILES.size()
                  + "): start that one, or keep state elsewhere.");
        }
        for (String file : FILES.subList(version, FILES.size())) {
          // Without parameters, either database takes all statements of a file as one.
          statement.execute(text(file));
          note(connection, file);
        }
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IOException("The tables in " + name + " cannot be brought up to date.", e);
    }
  }

  private static int version(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery(VERSION)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void note(Connection connection, String file) throws SQLException {
    int version = FILES.indexOf(file) + 1;
    String description =
        file.substring(file.indexOf("__") + 2, file.lastIndexOf('.')).replace('_', ' ');
    try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
      statement.setString(1, "" + version);
      statement.setString(2, description);
      statement.setString(3, file);
      statement.executeUpdate();
    }
  }

  private static String text(String file) throws IOException {
    try (InputStream in = Schema.class.getResourceAsStream("migration/" + file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
