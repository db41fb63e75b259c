package io.sallyport.ftp;

import io.sallyport.files.Login;
import io.sallyport.files.RemotePath;

/// Who wants to know which temporary files an FTP server holds for uploads that are running, so
/// that those of a process that died can be removed. Thread-safe.
public interface TemporaryFiles {

  /// Nobody wants to know.
  TemporaryFiles UNNOTED =
      (temporary, login) ->
          new Note() {
            @Override
            public void left() {}

            @Override
            public void close() {}
          };

  /// `temporary` is about to be created.
  ///
  /// @param login whose it is
  /// @throws io.sallyport.files.Failure.Busy if that cannot be noted now
  Note opened(RemotePath temporary, Login login);

  /// What is noted of one temporary file. None of its methods throws.
  interface Note extends AutoCloseable {

    /// The file could not be removed: it stays behind.
    void left();

    /// The file is gone, or was never there. Does nothing after [#left].
    @Override
    void close();
  }
}
