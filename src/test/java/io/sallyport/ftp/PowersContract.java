package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ftp.ScriptedBackend.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.ByteRange;
import io.sallyport.files.CopiesFiles;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.RemotePath;
import io.sallyport.files.ShowsLinks;
import io.sallyport.files.Space;
import io.sallyport.files.TellsSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Links, and what only some servers can, asked of a real one: to tell its space, to copy.
abstract class PowersContract extends ServerContract {

  /// Whether its listings tell what is a link.
  boolean tellsLinks() {
    return true;
  }

  /// Whether the server tells how much room its disk has.
  boolean tellsSpace() {
    return false;
  }

  @Test
  void spaceIsToldOrLeftOpen_andTheSessionGoesOn() throws IOException {
    Optional<Space> space = ((TellsSpace) files).space(RemotePath.ROOT);
    assertEquals(tellsSpace(), space.isPresent());
    if (tellsSpace()) {
      long free = space.orElseThrow().availableBytes().orElseThrow();
      long total = Files.getFileStore(folder).getTotalSpace();
      assertTrue(free > 0 && free <= total, "free " + free + " of " + total);
    }
    assertEquals(List.of(), names(files, RemotePath.ROOT));
  }

  private void makeLinks() throws IOException {
    Files.createDirectory(folder.resolve("real"));
    Files.writeString(folder.resolve("real/file"), "12345");
    Files.createSymbolicLink(folder.resolve("toFolder"), Path.of("real"));
    Files.createSymbolicLink(folder.resolve("toFile"), Path.of("real/file"));
  }

  @Test
  void linksAreFollowedByAStat() throws IOException {
    makeLinks();
    assertTrue(files.stat(RemotePath.of("toFolder")).isFolder());
    assertEquals(List.of("file"), names(files, RemotePath.of("toFolder")));
    Entry file = files.stat(RemotePath.of("toFile"));
    assertEquals(Entry.Kind.FILE, file.kind());
    assertEquals("12345", text(files, RemotePath.of("toFile"), ByteRange.ALL));
  }

  @Test
  void linksAreShownAsLinks_whereTheServerTells() throws IOException {
    makeLinks();
    ShowsLinks showing = files.power(ShowsLinks.class).orElseThrow();
    assertEquals(
        Map.of(
            "real", Entry.Kind.FOLDER,
            "toFolder", tellsLinks() ? Entry.Kind.LINK : Entry.Kind.FOLDER,
            "toFile", tellsLinks() ? Entry.Kind.LINK : Entry.Kind.FILE),
        kinds(showing.listWithLinks(RemotePath.ROOT)));
    assertEquals(Entry.Kind.FOLDER, kinds(files.list(RemotePath.ROOT)).get("toFolder"));
  }

  private static Map<String, Entry.Kind> kinds(Listing listing) {
    Map<String, Entry.Kind> kinds = new TreeMap<>();
    try (listing) {
      for (Optional<Entry> next = listing.next(); next.isPresent(); next = listing.next()) {
        kinds.put(next.get().name(), next.get().kind());
      }
    }
    return kinds;
  }

  /// Whether it can copy files by itself.
  boolean copiesFiles() {
    return false;
  }

  @Test
  void filesAreCopiedByTheServer_whereItCan() throws IOException {
    CopiesFiles copying = files.power(CopiesFiles.class).orElseThrow();
    byte[] content = new byte[3_000_000];
    new Random(5).nextBytes(content);
    Files.write(folder.resolve("source"), content);
    Files.writeString(folder.resolve("old"), "old");
    Files.createDirectory(folder.resolve("inner"));
    allow(folder.resolve("inner"));
    if (!copiesFiles()) {
      assertThrows(
          Failure.Unsupported.class,
          () -> copying.copy(RemotePath.of("source"), RemotePath.of("copy")));
      assertFalse(Files.exists(folder.resolve("copy")));
      return;
    }
    copying.copy(RemotePath.of("source"), RemotePath.of("inner", "copy"));
    copying.copy(RemotePath.of("source"), RemotePath.of("old"));
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("inner/copy")));
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("old")));
    assertThrows(Failure.class, () -> copying.copy(RemotePath.of("none"), RemotePath.of("copy")));
    assertThrows(
        Failure.class, () -> copying.copy(RemotePath.of("source"), RemotePath.of("no", "copy")));
    // Each is copied as itself, or not at all.
    for (String name : oddNames()) {
      Files.writeString(folder.resolve(name), name);
    }
    for (String name : oddNames()) {
      try {
        copying.copy(RemotePath.of(name), RemotePath.of("inner", name));
        assertEquals(name, Files.readString(folder.resolve("inner").resolve(name)));
      } catch (Failure.Unsupported e) {
        assertFalse(Files.exists(folder.resolve("inner").resolve(name)), name);
      }
    }
    for (Path place : List.of(folder, folder.resolve("inner"))) {
      try (Stream<Path> all = Files.list(place)) {
        assertEquals(
            List.of(), all.filter(path -> path.toString().contains(".sallyport")).toList());
      }
    }
  }
}
