package io.sallyport.auth;

import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.ShowsLinks;
import io.sallyport.files.Space;
import io.sallyport.files.TellsSpace;
import io.sallyport.files.Upload;
import java.util.Optional;

/// Files that can be looked at and not changed, whatever the FTP server allows. It has none of the
/// powers to change something.
record ReadOnlyFiles(RemoteFiles files) implements RemoteFiles, TellsSpace, ShowsLinks {

  @Override
  public Entry stat(RemotePath path) {
    return files.stat(path);
  }

  @Override
  public Listing list(RemotePath path) {
    return files.list(path);
  }

  @Override
  public Listing listWithLinks(RemotePath path) {
    return files instanceof ShowsLinks shows ? shows.listWithLinks(path) : files.list(path);
  }

  @Override
  public Download read(RemotePath path, ByteRange range) {
    return files.read(path, range);
  }

  @Override
  public Upload write(RemotePath path) {
    throw refused();
  }

  @Override
  public void mkdir(RemotePath path) {
    throw refused();
  }

  @Override
  public void rename(RemotePath from, RemotePath to) {
    throw refused();
  }

  @Override
  public void delete(RemotePath path, Entry.Kind kind) {
    throw refused();
  }

  @Override
  public Optional<Space> space(RemotePath folder) {
    return files instanceof TellsSpace tells ? tells.space(folder) : Optional.empty();
  }

  private static Failure refused() {
    return new Failure.Denied(
        "Nothing here may be changed: this server is served read-only.", null);
  }
}
