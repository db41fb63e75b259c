package io.sallyport.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// A store whose database time can be put forward, with that time as the only way to wait.
final class TestStore implements AutoCloseable {

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final JdbcStore store;

  TestStore(StoreSettings settings) {
    try {
      store = JdbcStore.open(settings, ahead::get);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JdbcStore store() {
    return store;
  }

  /// Lets time pass for whoever asks the database.
  void pass(Duration time) {
    ahead.updateAndGet(before -> before.plus(time));
  }

  @Override
  public void close() {
    store.close();
  }
}
