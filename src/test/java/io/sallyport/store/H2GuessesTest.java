package io.sallyport.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class H2GuessesTest extends GuessesContract {

  @TempDir Path folder;

  @Override
  StoreSettings settings() {
    return new StoreSettings.Folder(folder);
  }
}
