package io.sallyport.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class H2SessionsTest extends SessionsContract {

  @TempDir Path folder;

  @Override
  StoreSettings settings() {
    return new StoreSettings.Folder(folder);
  }
}
