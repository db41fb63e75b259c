package io.sallyport.store;

import io.sallyport.files.Appends;
import io.sallyport.files.ByteRange;
import io.sallyport.files.BytesDownload;
import io.sallyport.files.CopiesFiles;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.SetsMode;
import io.sallyport.files.SetsModified;
import io.sallyport.files.ShowsLinks;
import io.sallyport.files.Space;
import io.sallyport.files.TellsSpace;
import io.sallyport.files.Upload;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files of which those with certain names are kept in the store. Whatever of such a name is on the
/// server all the same is seen where the store has none, and a file that is too large for the store
/// goes to the server like any other: nothing is lost by the choice of names.
///
/// The server is asked for the folder before anything in it is touched here: so a login is one that
/// the server takes, and a folder that is gone takes what was kept in it along.
final class KeepingFiles
    implements RemoteFiles, SetsModified, SetsMode, Appends, TellsSpace, ShowsLinks, CopiesFiles {

  private static final Logger LOG = LoggerFactory.getLogger(KeepingFiles.class);

  private final RemoteFiles server;
  private final Predicate<String> kept;
  private final SmallFiles.OfUser small;

  KeepingFiles(RemoteFiles server, Predicate<String> kept, SmallFiles.OfUser small) {
    this.server = server;
    this.kept = kept;
    this.small = small;
  }

  @Override
  public Entry stat(RemotePath path) {
    return found(path).orElseGet(() -> server.stat(path));
  }

  @Override
  public Listing list(RemotePath path) {
    return with(server.list(path), path);
  }

  @Override
  public Listing listWithLinks(RemotePath path) {
    return with(
        server
            .power(ShowsLinks.class)
            .map(able -> able.listWithLinks(path))
            .orElseGet(() -> server.list(path)),
        path);
  }

  private Listing with(Listing there, RemotePath path) {
    try {
      List<Entry> here = small.members(path);
      return here.isEmpty() ? there : new KeepingListing(there, here);
    } catch (Failure.Busy e) {
      LOG.warn("event=small-files-left-out detail=\"{}\"", e.getMessage());
      return there;
    }
  }

  @Override
  public Download read(RemotePath path, ByteRange range) {
    Optional<byte[]> content = found(path).flatMap(_ -> small.content(path));
    return content.isPresent()
        ? new BytesDownload(ByteBuffer.wrap(content.get()), range)
        : server.read(path, range);
  }

  @Override
  public Upload write(RemotePath path) {
    if (!isKept(path)) {
      return server.write(path);
    }
    requireFolderOf(path);
    return new SmallUpload(server, small, path, new byte[0]);
  }

  @Override
  public Optional<RemotePath> staging(RemotePath target) {
    return server.power(Appends.class).flatMap(able -> able.staging(target));
  }

  @Override
  public Upload append(RemotePath path, long sizeBytes) {
    Optional<byte[]> content = found(path).flatMap(_ -> small.content(path));
    if (content.isEmpty()) {
      return power(Appends.class, "append").append(path, sizeBytes);
    }
    if (content.get().length != sizeBytes) {
      throw new Failure.Exists("The file has another size.", null);
    }
    return new SmallUpload(server, small, path, content.get());
  }

  @Override
  public void mkdir(RemotePath path) {
    if (found(path).isPresent()) {
      throw new Failure.Exists("There is a file of that name already.", null);
    }
    server.mkdir(path);
  }

  @Override
  public void rename(RemotePath from, RemotePath to) {
    if (found(from).isEmpty()) {
      server.rename(from, to);
      if (isKept(to)) {
        small.remove(to);
      }
      if (!from.isAtOrBelow(to) && !to.isAtOrBelow(from)) {
        small.folderMoved(from, to);
      }
      return;
    }
    if (isKept(to)) {
      requireFolderOf(to);
      small.move(from, to);
      return;
    }
    try (Upload upload = server.write(to)) {
      upload.write(ByteBuffer.wrap(small.content(from).orElseGet(() -> new byte[0])));
      upload.commit();
    }
    small.remove(from);
  }

  @Override
  public void copy(RemotePath from, RemotePath to) {
    if (isKept(from) || isKept(to)) {
      throw new Failure.Unsupported("The server has not all of what the gateway keeps.", null);
    }
    power(CopiesFiles.class, "copy files").copy(from, to);
  }

  @Override
  public void delete(RemotePath path, Entry.Kind kind) {
    boolean here = found(path).isPresent() && small.remove(path);
    try {
      server.delete(path, kind);
    } catch (Failure.NotFound e) {
      if (!here) {
        throw e;
      }
    }
    if (kind == Entry.Kind.FOLDER) {
      small.folderRemoved(path);
    }
  }

  @Override
  public void setModified(RemotePath path, Instant time) {
    if (found(path).isEmpty() || !small.setModified(path, time)) {
      power(SetsModified.class, "set times").setModified(path, time);
    }
  }

  @Override
  public void setMode(RemotePath path, int mode) {
    if (found(path).isPresent()) {
      throw new Failure.Unsupported("A file that the gateway keeps has no permissions.", null);
    }
    power(SetsMode.class, "set permissions").setMode(path, mode);
  }

  @Override
  public Optional<Space> space(RemotePath folder) {
    return server.power(TellsSpace.class).flatMap(telling -> telling.space(folder));
  }

  @Override
  public <T> Optional<T> power(Class<T> power) {
    return power.isInstance(this) ? Optional.of(power.cast(this)) : server.power(power);
  }

  private <T> T power(Class<T> power, String verb) {
    return server
        .power(power)
        .orElseThrow(() -> new Failure.Unsupported("The server cannot " + verb + ".", null));
  }

  private boolean isKept(RemotePath path) {
    return !path.isRoot() && kept.test(path.name());
  }

  /// What is kept at `path`, in a folder that the server shows.
  private Optional<Entry> found(RemotePath path) {
    return isKept(path) ? small.find(path).filter(_ -> hasFolderOf(path)) : Optional.empty();
  }

  private void requireFolderOf(RemotePath path) {
    if (!hasFolderOf(path)) {
      throw new Failure.MissingParent("There is no folder for " + path + ".", null);
    }
  }

  private boolean hasFolderOf(RemotePath path) {
    RemotePath folder = path.parent().orElseThrow();
    boolean there;
    try {
      there = server.stat(folder).isFolder();
    } catch (Failure.NotFound e) {
      there = false;
    }
    if (!there) {
      small.folderRemoved(folder);
    }
    return there;
  }
}
