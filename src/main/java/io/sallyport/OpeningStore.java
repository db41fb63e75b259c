package io.sallyport;

import io.sallyport.store.SmallFiles;
import io.sallyport.store.Store;
import io.sallyport.store.StoreSettings;
import io.sallyport.store.UploadJournal;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A store that opens beside everything else that starts: a database takes its time. Thread-safe.
final class OpeningStore implements AutoCloseable {

  private final FutureTask<Store> store;

  /// Begins to open it.
  OpeningStore(StoreSettings settings) {
    store = new FutureTask<>(() -> Store.open(settings));
    Thread.ofPlatform().name("opening-store").daemon().start(store);
  }

  /// The store, once it is open. Blocks until then.
  ///
  /// @throws IOException as [Store#open]
  Store await() throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return store.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case IOException known -> throw new IOException(known.getMessage(), known);
            case null, default -> throw new IllegalStateException("the store did not open", e);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// The journal of a store that has opened. Blocks until then.
  UploadJournal journal() {
    return opened().journal();
  }

  /// The small files of a store that has opened. Blocks until then.
  SmallFiles smallFiles() {
    return opened().smallFiles();
  }

  private Store opened() {
    try {
      return await();
    } catch (IOException e) {
      throw new IllegalStateException("the store did not open", e);
    }
  }

  /// Waits until it is open, and closes it; does nothing if it did not open.
  @Override
  public void close() {
    try {
      await().close();
    } catch (IOException | IllegalStateException e) {
      // It did not open: whoever waited for it was told, or something else went wrong first.
    }
  }
}
