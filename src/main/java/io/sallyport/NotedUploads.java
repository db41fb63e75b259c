package io.sallyport;

import io.sallyport.files.Login;
import io.sallyport.files.RemotePath;
import io.sallyport.ftp.TemporaryFiles;
import io.sallyport.store.ResourcePath;
import io.sallyport.store.UploadJournal;
import java.util.function.Supplier;

/// Keeps the temporary files of one backend in the upload journal.
///
/// @param backend the backend's name
/// @param journal the journal; blocks until it is there
record NotedUploads(String backend, Supplier<UploadJournal> journal) implements TemporaryFiles {

  @Override
  public Note opened(RemotePath temporary, Login login) {
    UploadJournal.Running entry =
        journal.get().opened(new ResourcePath(backend, temporary), login.user());
    return new Note() {
      @Override
      public void left() {
        entry.abandon();
      }

      @Override
      public void close() {
        entry.close();
      }
    };
  }
}
