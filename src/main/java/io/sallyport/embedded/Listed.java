package io.sallyport.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One entry of a listing: what the disk says of it and how the listing formats write that.
///
/// @param name as [io.sallyport.files.LosslessUtf8] text
/// @param folder whether it is a folder; else it is a file
/// @param size in bytes
/// @param modified when it last changed
/// @param permissions as `rwxr-xr-x`
record Listed(String name, boolean folder, long size, Instant modified, String permissions) {

  private static final DateTimeFormatter FACT =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter RECENT =
      DateTimeFormatter.ofPattern("MMM dd HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter OLD =
      DateTimeFormatter.ofPattern("MMM dd  yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private static final Set<PosixFilePermission> UNKNOWN =
      PosixFilePermissions.fromString("rw-r--r--");

  /// What is at `path`, links followed where they stay below `root`. Absent for what is neither
  /// file nor folder, for a link out of the folder, and for a name that would break the line.
  static Optional<Listed> at(Path root, Path path, String name) throws IOException {
    if (name.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
      return Optional.empty();
    }
    BasicFileAttributes found = attributes(path, LinkOption.NOFOLLOW_LINKS);
    if (found.isSymbolicLink()) {
      if (!FolderView.leadsInside(root, path)) {
        return Optional.empty();
      }
      found = attributes(path);
    }
    if (!found.isDirectory() && !found.isRegularFile()) {
      return Optional.empty();
    }
    Set<PosixFilePermission> permissions =
        found instanceof PosixFileAttributes posix ? posix.permissions() : UNKNOWN;
    return Optional.of(
        new Listed(
            name,
            found.isDirectory(),
            found.size(),
            found.lastModifiedTime().toInstant(),
            PosixFilePermissions.toString(permissions)));
  }

  private static BasicFileAttributes attributes(Path path, LinkOption... options)
      throws IOException {
    try {
      return Files.readAttributes(path, PosixFileAttributes.class, options);
    } catch (UnsupportedOperationException e) {
      return Files.readAttributes(path, BasicFileAttributes.class, options);
    }
  }

  /// RFC 3659 §7.2, without the end of the line.
  String facts() {
    StringBuilder line = new StringBuilder(96);
    line.append("type=").append(folder ? "dir;" : "file;");
    if (!folder) {
      line.append("size=").append(size).append(';');
    }
    line.append("modify=").append(FACT.format(modified)).append(';');
    line.append("UNIX.mode=0").append(octal()).append("; ");
    return line.append(name).toString();
  }

  /// As `ls -l` writes it, in UTC, without the end of the line.
  String unixLine(Instant now) {
    boolean recent =
        modified.isAfter(now.minus(180, ChronoUnit.DAYS))
            && modified.isBefore(now.plus(1, ChronoUnit.DAYS));
    return (folder ? "d" : "-")
        + permissions
        + "   1 ftp      ftp      "
        + String.format(Locale.ROOT, "%12d", size)
        + ' '
        + (recent ? RECENT : OLD).format(modified)
        + ' '
        + name;
  }

  private String octal() {
    int bits = 0;
    for (int i = 0; i < permissions.length(); i++) {
      bits = bits << 1 | (permissions.charAt(i) == '-' ? 0 : 1);
    }
    return String.format(Locale.ROOT, "%03o", bits);
  }
}
