package io.sallyport.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.RemoteFiles;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A power that the engine has and this decorator lacks would be gone without a word. What it does
/// is tested through the WebDAV door: `KeptFilesTest`.
final class KeepingFilesTest {

  @Test
  void hasEveryPowerOfTheEngine() throws ClassNotFoundException {
    Set<Class<?>> own = Set.of(KeepingFiles.class.getInterfaces());
    for (Class<?> power : Class.forName("io.sallyport.ftp.FtpFiles").getInterfaces()) {
      // Those that the engine has for itself are not about files, and are found beneath.
      boolean ofFiles = power.getPackage().equals(RemoteFiles.class.getPackage());
      assertTrue(!ofFiles || own.contains(power), power::getName);
    }
  }
}
