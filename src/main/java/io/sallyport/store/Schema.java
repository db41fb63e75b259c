package io.sallyport.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// The tables, in the versions that Flyway brought them to.
final class Schema {

  /// The newest file in `migration`.
  static final int NEWEST = 4;

  private static final String HISTORY = "sallyport_schema_history";

  private Schema() {}

  /// Creates what is missing. Several nodes may do so at once.
  ///
  /// @param name the database, for people
  /// @throws IOException with one sentence for the operator: it is of a newer Sallyport, or cannot
  ///   be brought up to date
  static void bringUpToDate(DataSource database, String name) throws IOException {
    int version = version(database);
    if (version > NEWEST) {
      throw new IOException(
          "The tables in "
              + name
              + " are of a newer Sallyport (version "
              + version
              + "; this one knows "
              + NEWEST
              + "): start that one, or keep state elsewhere.");
    }
    if (version < NEWEST) {
      try {
        flyway(database).load().migrate();
      } catch (FlywayException e) {
        throw new IOException("The tables in " + name + " cannot be brought up to date.", e);
      }
    }
  }

  static FluentConfiguration flyway(DataSource database) {
    return Flyway.configure()
        .dataSource(database)
        .loggers("slf4j")
        .locations("classpath:io/sallyport/store/migration")
        .table(HISTORY)
        // Other tables may be in the same schema.
        .baselineOnMigrate(true)
        .baselineVersion("0");
  }

  /// 0 where it is for Flyway to find out, which takes a good part of a second for it.
  private static int version(DataSource database) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT version FROM "
                    + HISTORY
                    + " WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC")) {
      return rows.next() ? Integer.parseInt(rows.getString(1)) : 0;
    } catch (SQLException | NumberFormatException e) {
      // No such table yet, or something that Flyway words better.
      return 0;
    }
  }
}
