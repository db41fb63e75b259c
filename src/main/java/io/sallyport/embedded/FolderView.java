package io.sallyport.embedded;

import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpFile;

/// The folder as one FTP session sees it: `/` is the folder, names are literal, and a path that
/// leads out of the folder, by `..` or through a link, is refused.
final class FolderView implements FileSystemView {

  private final Path root;
  private final boolean mayWrite;
  private List<String> working = List.of();

  /// @param root a real path: absolute, without links
  /// @param mayWrite whether this login may change anything
  FolderView(Path root, boolean mayWrite) {
    this.root = root;
    this.mayWrite = mayWrite;
  }

  @Override
  public FolderFile getHomeDirectory() {
    return new FolderFile(root, mayWrite, List.of(), root);
  }

  @Override
  public FolderFile getWorkingDirectory() throws FtpException {
    return file(working);
  }

  @Override
  public boolean changeWorkingDirectory(String path) throws FtpException {
    List<String> names = names(path);
    if (!file(names).isDirectory()) {
      return false;
    }
    working = names;
    return true;
  }

  @Override
  public FtpFile getFile(String path) throws FtpException {
    return file(names(path));
  }

  @Override
  public boolean isRandomAccessible() {
    return true;
  }

  @Override
  public void dispose() {}

  private FolderFile file(List<String> names) throws FtpException {
    try {
      Path path = root;
      for (String name : names) {
        path = child(path, name);
      }
      if (!leadsInside(root, path)) {
        throw new FtpException("The path leads out of the folder.");
      }
      return new FolderFile(root, mayWrite, names, path);
    } catch (InvalidPathException e) {
      throw new FtpException("The name cannot be used here.", e);
    }
  }

  private List<String> names(String path) {
    String plain = path.replace(ControlLines.KEPT_SPACE, ' ');
    List<String> names = new ArrayList<>(plain.startsWith("/") ? List.of() : working);
    for (String name : plain.split("/", -1)) {
      switch (name) {
        case "", "." -> {}
        case ".." -> {
          if (!names.isEmpty()) {
            names.removeLast();
          }
        }
        default -> names.add(name);
      }
    }
    return List.copyOf(names);
  }

  /// The member `name` of `folder`, byte for byte: where the JVM's own encoding of file names is
  /// not UTF-8 (a container without a locale), only a URI carries other bytes than ASCII.
  static Path child(Path folder, String name) {
    if (name.indexOf('\0') >= 0 || name.indexOf(File.separatorChar) >= 0) {
      throw new InvalidPathException(LosslessUtf8.forDisplay(name), "not one name");
    }
    if (isAscii(name) || File.separatorChar != '/') {
      return folder.resolve(name);
    }
    String base = folder.toUri().getRawPath();
    return Path.of(
        URI.create(
            "file://" + base + (base.endsWith("/") ? "" : "/") + RemotePath.encodeSegment(name)));
  }

  /// The name of `member` as [LosslessUtf8] text.
  static String name(Path member) {
    String name = String.valueOf(member.getFileName());
    if (isAscii(name) || File.separatorChar != '/') {
      return name;
    }
    String raw = member.toUri().getRawPath();
    int end = raw.endsWith("/") ? raw.length() - 1 : raw.length();
    return RemotePath.parseUri(raw.substring(raw.lastIndexOf('/', end - 1) + 1, end)).name();
  }

  /// Whether `path`, or what there is of it, lies in `root` once all links are followed. A link
  /// that leads nowhere does not: a write through it could create a file anywhere.
  static boolean leadsInside(Path root, Path path) {
    Path existing = path;
    while (!existing.equals(root) && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
      existing = existing.getParent();
      if (existing == null) {
        return false;
      }
    }
    try {
      return existing.toRealPath().startsWith(root);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
