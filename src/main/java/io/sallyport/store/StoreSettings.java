package io.sallyport.store;

import java.nio.file.Path;

/// Which database a store is in.
public sealed interface StoreSettings {

  /// A database of this process alone, in a file of a folder that survives the process.
  ///
  /// @param folder created when it is not there
  record Folder(Path folder) implements StoreSettings {}

  /// A PostgreSQL that several nodes may share.
  ///
  /// @param url `jdbc:postgresql://...`
  /// @param user empty if the URL says it
  /// @param password empty if the URL says it or none is needed
  record Server(String url, String user, String password) implements StoreSettings {

    /// Without the password.
    @Override
    public String toString() {
      return "Server[" + shown() + "]";
    }

    /// The URL for people and logs: without its parameters, which may hold a password.
    String shown() {
      int parameters = url.indexOf('?');
      return parameters < 0 ? url : url.substring(0, parameters);
    }
  }

  /// A database that is gone with the store: for trying things out, and for tests.
  record Memory() implements StoreSettings {}
}
