package io.sallyport.config;

import java.nio.file.Path;
import java.util.function.Function;

/// Where a gateway keeps what must survive a restart.
public sealed interface StateSettings {

  /// A folder of this machine, for one gateway alone.
  ///
  /// @param folder created when it is not there
  record Folder(Path folder) implements StateSettings {}

  /// A PostgreSQL that several gateways may share.
  ///
  /// @param url `jdbc:postgresql://HOST/DATABASE?user=...`; the password may be there too, or in
  ///   the file that PostgreSQL's own programs read (`~/.pgpass`)
  record Database(String url) implements StateSettings {

    /// Without its parameters, which may hold a password.
    @Override
    public String toString() {
      return "Database[" + url.replaceFirst("\\?.*", "") + "]";
    }
  }

  /// Reads a folder or a JDBC URL.
  ///
  /// @param folder makes a path of what is no URL
  /// @throws IllegalArgumentException if it is the URL of another database
  static StateSettings parse(String text, Function<String, Path> folder) {
    if (!text.startsWith("jdbc:")) {
      return new Folder(folder.apply(text));
    }
    if (!text.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException("a database for state starts with jdbc:postgresql:");
    }
    return new Database(text);
  }
}
