package io.sallyport.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// The tables, in the versions that Flyway brought them to.
final class Schema {

  /// The newest file in `migration`.
  static final String NEWEST = "4";

  private static final String HISTORY = "sallyport_schema_history";

  private Schema() {}

  /// Creates what is missing. Several nodes may do so at once.
  static void bringUpToDate(DataSource database) {
    if (isNewest(database)) {
      return;
    }
    Flyway.configure()
        .dataSource(database)
        .loggers("slf4j")
        .locations("classpath:io/sallyport/store/migration")
        .table(HISTORY)
        // Other tables may be in the same schema.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }

  /// Flyway takes a good part of a second to find out the same.
  private static boolean isNewest(DataSource database) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT version FROM "
                    + HISTORY
                    + " WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC")) {
      return rows.next() && NEWEST.equals(rows.getString(1));
    } catch (SQLException e) {
      // No such table yet, or something that Flyway words better.
      return false;
    }
  }
}
