package io.sallyport.auth;

import io.sallyport.files.Appends;
import io.sallyport.files.ByteRange;
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
import io.sallyport.files.TemporaryName;
import io.sallyport.files.Upload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Files without those of certain names: they are in no listing, cannot be read, and nothing can be
/// put in their place. A power that the files behind it lack shows as [Failure.Unsupported].
record HidingFiles(RemoteFiles files, List<Pattern> hidden)
    implements RemoteFiles, Appends, SetsMode, SetsModified, TellsSpace, ShowsLinks {

  @Override
  public Entry stat(RemotePath path) {
    return files.stat(shown(path));
  }

  @Override
  public Listing list(RemotePath path) {
    return new Shown(files.list(shown(path)));
  }

  @Override
  public Listing listWithLinks(RemotePath path) {
    return new Shown(
        files instanceof ShowsLinks shows
            ? shows.listWithLinks(shown(path))
            : files.list(shown(path)));
  }

  @Override
  public Download read(RemotePath path, ByteRange range) {
    return files.read(shown(path), range);
  }

  @Override
  public Upload write(RemotePath path) {
    return files.write(allowed(path));
  }

  @Override
  public void mkdir(RemotePath path) {
    files.mkdir(allowed(path));
  }

  @Override
  public void rename(RemotePath from, RemotePath to) {
    files.rename(shown(from), allowed(to));
  }

  @Override
  public void delete(RemotePath path, Entry.Kind kind) {
    files.delete(shown(path), kind);
  }

  @Override
  public Optional<RemotePath> staging(RemotePath target) {
    return files instanceof Appends appends ? appends.staging(allowed(target)) : Optional.empty();
  }

  @Override
  public Upload append(RemotePath path, long sizeBytes) {
    if (files instanceof Appends appends) {
      return appends.append(allowed(path), sizeBytes);
    }
    throw lacking();
  }

  @Override
  public void setMode(RemotePath path, int mode) {
    if (!(files instanceof SetsMode sets)) {
      throw lacking();
    }
    sets.setMode(shown(path), mode);
  }

  @Override
  public void setModified(RemotePath path, Instant time) {
    if (!(files instanceof SetsModified sets)) {
      throw lacking();
    }
    sets.setModified(shown(path), time);
  }

  @Override
  public Optional<Space> space(RemotePath folder) {
    return files instanceof TellsSpace tells ? tells.space(shown(folder)) : Optional.empty();
  }

  private RemotePath shown(RemotePath path) {
    if (path.names().stream().anyMatch(this::isHidden)) {
      throw new Failure.NotFound("There is nothing at " + path + ".", null);
    }
    return path;
  }

  private RemotePath allowed(RemotePath path) {
    if (path.names().stream().anyMatch(this::isHidden)) {
      throw new Failure.Denied("A file or folder of that name is not allowed here.", null);
    }
    return path;
  }

  private boolean isHidden(String name) {
    // What the gateway itself collects uploads under is hidden from listings by itself.
    return !TemporaryName.matches(name)
        && hidden.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }

  private static Failure lacking() {
    return new Failure.Unsupported("The FTP server cannot do this.", null);
  }

  /// The members that are not hidden.
  private final class Shown implements Listing {
    private final Listing all;

    Shown(Listing all) {
      this.all = all;
    }

    @Override
    public Optional<Entry> next() {
      Optional<Entry> next = all.next();
      while (next.isPresent() && isHidden(next.get().name())) {
        next = all.next();
      }
      return next;
    }

    @Override
    public int skipped() {
      return all.skipped();
    }

    @Override
    public void close() {
      all.close();
    }
  }
}
