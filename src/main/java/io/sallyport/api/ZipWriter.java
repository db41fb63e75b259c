package io.sallyport.api;

import io.sallyport.files.ByteRange;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Loops;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Files and folders on their way into one archive (APPNOTE 6.3, ZIP64 where it takes that, names
/// in UTF-8). What cannot be read does not stop the rest; the last entry says what is missing. For
/// one thread.
final class ZipWriter {

  private static final int BUFFER_BYTES = 64 * 1024;

  /// So many failures of the server one after the other, and the rest will fail too.
  private static final int PATIENCE = 3;

  /// What does not get smaller.
  private static final Set<String> COMPRESSED =
      Set.of(
          "7z", "aac", "apk", "avi", "avif", "br", "bz2", "docx", "epub", "flac", "gif", "gz",
          "heic", "jar", "jpeg", "jpg", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "mpeg", "mpg",
          "odt", "ogg", "opus", "png", "pptx", "rar", "tgz", "webm", "webp", "whl", "xlsx", "xz",
          "zip", "zst");

  private final OutputStream out;
  private final ZipOutputStream zip;
  private final Progress progress;
  private final Set<String> topNames = new HashSet<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private int failuresInARow;

  ZipWriter(OutputStream out, Progress progress) {
    this.out = out;
    this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    this.progress = progress;
  }

  /// Adds what is at `place`, with all that is in it.
  ///
  /// @param alone whether nothing else will be added: if it cannot be had at all, that is thrown,
  ///   and nothing has been written
  void add(RemoteFiles files, Place place, boolean alone) throws IOException {
    String name = place.isBackendRoot() ? place.backend().orElseThrow() : place.path().name();
    try {
      boolean known = place.folderForm() && !alone;
      Entry entry = known ? Entry.folder(name) : files.stat(place.path()).named(name);
      add(files, place, entry, "", topNames, Loops.top());
    } catch (Failure e) {
      if (alone && topNames.isEmpty()) {
        throw e;
      }
      failed(place, e);
    }
  }

  /// Writes what is missing, and the end.
  void finish() throws IOException {
    List<String> problems = progress.lines();
    if (!problems.isEmpty()) {
      put(new ZipEntry(free("ERRORS.txt", topNames)), Deflater.BEST_SPEED);
      String text = "These could not be read and are missing or cut short:\n\n";
      zip.write((text + String.join("\n", problems) + "\n").getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    zip.finish();
    zip.flush();
  }

  private void add(
      RemoteFiles files, Place place, Entry entry, String prefix, Set<String> siblings, Loops way)
      throws IOException {
    if (failuresInARow >= PATIENCE) {
      progress.problem(
          place, new Failure.Broken("The server had failed before.", null, false, null));
      return;
    }
    progress.at(place);
    switch (entry.kind()) {
      case FOLDER -> {
        String name = prefix + free(safe(entry.name()), siblings) + "/";
        put(stamped(name, entry), Deflater.NO_COMPRESSION);
        zip.closeEntry();
        // The first bytes are seen before the folder is listed.
        out.flush();
        folder(files, place, name, way);
      }
      case FILE -> file(files, place, entry, prefix, siblings);
      case LINK, OTHER ->
          progress.problem(
              place, new Failure.Denied("It is no file and no folder; it was left out.", null));
    }
  }

  private void folder(RemoteFiles files, Place place, String prefix, Loops way) throws IOException {
    List<Entry> members;
    try {
      members = Members.of(files, place.path());
    } catch (Failure e) {
      failed(place, e);
      return;
    }
    failuresInARow = 0;
    Loops here = way.down(members);
    if (here.isLoop()) {
      progress.problem(
          place, new Failure.Denied("A link leads back up here; it was not followed.", null));
      return;
    }
    Set<String> names = new HashSet<>();
    for (Entry member : members) {
      Place below = new Place(place.backend(), place.path().child(member.name()), false);
      add(files, below, member, prefix, names, here);
    }
  }

  private void file(
      RemoteFiles files, Place place, Entry entry, String prefix, Set<String> siblings)
      throws IOException {
    try (Download download = files.read(place.path(), ByteRange.ALL)) {
      put(stamped(prefix + free(safe(entry.name()), siblings), entry), level(entry.name()));
      out.flush();
      try {
        while (download.read(buffer.clear()) >= 0) {
          zip.write(buffer.array(), 0, buffer.position());
          progress.moved(buffer.position());
        }
      } catch (Failure e) {
        failed(place, e);
        zip.closeEntry();
        return;
      }
      zip.closeEntry();
      progress.done();
      failuresInARow = 0;
    } catch (Failure e) {
      failed(place, e);
    }
  }

  private void failed(Place place, Failure failure) {
    progress.problem(place, failure);
    boolean ofTheFile =
        failure instanceof Failure.NotFound
            || failure instanceof Failure.Denied
            || failure instanceof Failure.Malformed;
    failuresInARow = ofTheFile ? 0 : failuresInARow + 1;
  }

  private void put(ZipEntry entry, int level) throws IOException {
    zip.setLevel(level);
    zip.putNextEntry(entry);
  }

  private static ZipEntry stamped(String name, Entry entry) {
    ZipEntry stamped = new ZipEntry(name);
    Optional.ofNullable(entry.modified())
        .ifPresent(time -> stamped.setLastModifiedTime(FileTime.from(time)));
    return stamped;
  }

  private static int level(String name) {
    String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return COMPRESSED.contains(suffix) ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED;
  }

  /// A name that no program takes for a path or a drive: what a slash is to one system, another
  /// writes backwards.
  private static String safe(String name) {
    if (!RemotePath.isName(name)) {
      throw new Failure.Malformed("A name cannot be in an archive.");
    }
    String plain = LosslessUtf8.forDisplay(name).replace('\\', '_');
    return plain.length() > 1 && plain.charAt(1) == ':' ? plain.replaceFirst(":", "_") : plain;
  }

  /// Two names that look alike, or that come from two folders, are both kept.
  private static String free(String name, Set<String> taken) {
    String free = name;
    int dot = name.lastIndexOf('.');
    for (int i = 2; !taken.add(free); i++) {
      free =
          dot > 0
              ? name.substring(0, dot) + " (" + i + ")" + name.substring(dot)
              : name + " (" + i + ")";
    }
    return free;
  }
}
