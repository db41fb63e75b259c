package io.sallyport.store;

import io.sallyport.files.RemotePath;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The ground of every contract: a store in the database that a subclass names, and a backend of
/// its own for each test.
abstract class StoreContract {

  /// Names that some layer might mistake for something else: wildcards of LIKE, quotes, escapes, a
  /// byte that is not UTF-8, characters beyond the basic plane, a name that begins like another.
  static final String[] ODD_NAMES = {
    "100%",
    "a_b",
    "a\\b",
    "o'clock \"x\"",
    "?",
    "\u00E4",
    "a\u0308",
    "日本語",
    "\uD83D\uDE00",
    "caf\uDCE9",
    " a",
    "A",
    "a",
    "a b",
    "a!",
    "a0",
    "a-",
    "~"
  };

  private static int backends;

  private final String backend = "backend-" + ++backends;

  private TestStore store;

  abstract StoreSettings settings();

  @BeforeEach
  void open() {
    store = new TestStore(settings());
  }

  @AfterEach
  void close() {
    store.close();
  }

  JdbcStore store() {
    return store.store();
  }

  Locks locks() {
    return store().locks();
  }

  /// Another node on the same database.
  TestStore another() {
    return new TestStore(settings());
  }

  void pass(Duration time) {
    store.pass(time);
  }

  ResourcePath at(String path) {
    return new ResourcePath(backend, RemotePath.parseUri(path));
  }

  ResourcePath elsewhere(String path) {
    return new ResourcePath(backend + "x", RemotePath.parseUri(path));
  }
}
