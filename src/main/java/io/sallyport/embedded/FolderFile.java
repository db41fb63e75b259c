package io.sallyport.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.ftpserver.ftplet.FtpFile;

/// A file or folder, there or not yet, inside the served folder.
final class FolderFile implements FtpFile {

  private final Path root;
  private final boolean mayWrite;
  private final List<String> names;
  private final Path path;

  FolderFile(Path root, boolean mayWrite, List<String> names, Path path) {
    this.root = root;
    this.mayWrite = mayWrite;
    this.names = names;
    this.path = path;
  }

  /// The served folder.
  Path root() {
    return root;
  }

  /// Where it is on the disk.
  Path path() {
    return path;
  }

  @Override
  public String getAbsolutePath() {
    return "/" + String.join("/", names);
  }

  @Override
  public String getName() {
    return names.isEmpty() ? "/" : names.getLast();
  }

  @Override
  public boolean isHidden() {
    return false;
  }

  @Override
  public boolean isDirectory() {
    return Files.isDirectory(path);
  }

  @Override
  public boolean isFile() {
    return Files.isRegularFile(path);
  }

  @Override
  public boolean doesExist() {
    return Files.exists(path);
  }

  @Override
  public boolean isReadable() {
    return Files.isReadable(path);
  }

  @Override
  public boolean isWritable() {
    return mayWrite && (Files.exists(path) ? Files.isWritable(path) : parentIsWritable());
  }

  @Override
  public boolean isRemovable() {
    return mayWrite && !names.isEmpty() && parentIsWritable();
  }

  private boolean parentIsWritable() {
    Path parent = path.getParent();
    return parent != null && Files.isDirectory(parent) && Files.isWritable(parent);
  }

  @Override
  public String getOwnerName() {
    return "ftp";
  }

  @Override
  public String getGroupName() {
    return "ftp";
  }

  @Override
  public int getLinkCount() {
    return 1;
  }

  @Override
  public long getLastModified() {
    try {
      return Files.getLastModifiedTime(path).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public boolean setLastModified(long millis) {
    if (!mayWrite) {
      return false;
    }
    try {
      Files.setLastModifiedTime(path, FileTime.fromMillis(millis));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public long getSize() {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public Object getPhysicalFile() {
    return path;
  }

  @Override
  public boolean mkdir() {
    try {
      Files.createDirectory(path);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public boolean delete() {
    try {
      Files.delete(path);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// A rename in one step that replaces a file, as rename(2) does and as every other FTP server
  /// does; MINA's own refuses. A folder in the way stays.
  @Override
  public boolean move(FtpFile target) {
    Path to = ((FolderFile) target).path;
    try {
      if (Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      Files.move(path, to, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public List<? extends FtpFile> listFiles() {
    List<FolderFile> members = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
      for (Path member : stream) {
        if (FolderView.leadsInside(root, member)) {
          List<String> longer = new ArrayList<>(names);
          longer.add(FolderView.name(member));
          members.add(new FolderFile(root, mayWrite, longer, member));
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return members;
  }

  @Override
  public OutputStream createOutputStream(long offset) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    try {
      if (offset > channel.size()) {
        throw new IOException("the restart point lies behind the end of the file");
      }
      channel.truncate(offset).position(offset);
      return Channels.newOutputStream(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public InputStream createInputStream(long offset) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    channel.position(offset);
    return Channels.newInputStream(channel);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FolderFile file && file.path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }
}
