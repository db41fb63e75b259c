package io.sallyport.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Entry;
import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What [SmallFiles] promises, on whichever database.
abstract class SmallFilesContract extends StoreContract {

  private SmallFiles.OfUser files() {
    return store().smallFiles().of(at("").backend(), "ann");
  }

  private static RemotePath path(String path) {
    return RemotePath.parseUri(path);
  }

  private void put(String path) {
    assertTrue(files().put(path(path), path.getBytes(UTF_8)));
  }

  private Optional<String> content(String path) {
    return files().content(path(path)).map(bytes -> new String(bytes, UTF_8));
  }

  private List<String> names(String folder) {
    return files().members(path(folder)).stream().map(Entry::name).toList();
  }

  @Test
  void put_isFoundListedAndReplaced() {
    byte[] bytes = new byte[SmallFiles.MAX_BYTES];
    new Random(1).nextBytes(bytes);
    assertTrue(files().put(path("d/._a"), bytes));
    assertArrayEquals(bytes, files().content(path("d/._a")).orElseThrow());
    put("d/._a");
    put("d/._b");
    put("._top");
    assertEquals(Optional.of("d/._a"), content("d/._a"));
    Entry entry = files().find(path("d/._a")).orElseThrow();
    assertEquals("._a", entry.name());
    assertEquals(5L, entry.sizeBytes());
    assertTrue(entry.etag().isPresent());
    assertEquals(List.of("._a", "._b"), names("d"));
    assertEquals(List.of("._top"), names(""));
    assertTrue(files().setModified(path("d/._a"), Instant.ofEpochSecond(1_700_000_000)));
    assertEquals(
        Instant.ofEpochSecond(1_700_000_000), files().find(path("d/._a")).orElseThrow().modified());
    assertFalse(files().setModified(path("d/none"), Instant.EPOCH));
    assertTrue(files().remove(path("d/._a")));
    assertFalse(files().remove(path("d/._a")));
    assertEquals(Optional.empty(), files().find(path("d/._a")));
  }

  @Test
  void anotherUser_hasTheirOwn() {
    put("._a");
    SmallFiles.OfUser bob = store().smallFiles().of(at("").backend(), "bob");
    assertEquals(Optional.empty(), bob.find(path("._a")));
    assertEquals(List.of(), bob.members(RemotePath.ROOT));
    assertTrue(bob.put(path("._a"), new byte[] {1}));
    bob.folderRemoved(RemotePath.ROOT);
    assertEquals(Optional.of("._a"), content("._a"));
    assertEquals(
        List.of(),
        store().smallFiles().of(elsewhere("").backend(), "ann").members(RemotePath.ROOT));
  }

  @Test
  void tooLongOrTooMany_areNotTaken() {
    assertFalse(files().put(path("._a"), new byte[SmallFiles.MAX_BYTES + 1]));
    byte[] megabyte = new byte[SmallFiles.MAX_BYTES];
    for (int i = 0; i < SmallFiles.MAX_BYTES_OF_USER / megabyte.length; i++) {
      assertTrue(files().put(path("._" + i), megabyte));
    }
    assertFalse(files().put(path("._more"), new byte[1]));
    assertTrue(files().put(path("._0"), new byte[1]));
    assertTrue(files().put(path("._more"), new byte[1]));
  }

  @Test
  void moved_replacesWhatIsThere() {
    put("d/._a");
    put("e/._b");
    assertTrue(files().move(path("d/._a"), path("e/._b")));
    assertEquals(Optional.of("d/._a"), content("e/._b"));
    assertEquals(List.of(), names("d"));
    assertEquals(List.of("._b"), names("e"));
    assertFalse(files().move(path("d/._a"), path("e/._c")));
  }

  @Test
  void folders_takeTheirsAlong() {
    for (String place : List.of("a/._1", "a/x/._2", "ab/._3", "b/._old")) {
      put(place);
    }
    files().folderMoved(path("a"), path("b"));
    assertEquals(Optional.of("a/._1"), content("b/._1"));
    assertEquals(Optional.of("a/x/._2"), content("b/x/._2"));
    assertEquals(Optional.of("ab/._3"), content("ab/._3"));
    assertEquals(Optional.empty(), content("b/._old"));
    assertEquals(List.of(), names("a"));
    files().folderRemoved(path("b"));
    assertEquals(List.of(), names("b/x"));
    assertEquals(List.of("._3"), names("ab"));
  }

  @Test
  void oddNames_eachIsItsOwn() {
    RemotePath folder = RemotePath.ROOT.child("o'dd %_");
    Stream.of(ODD_NAMES)
        .forEach(
            name -> assertTrue(files().put(folder.child("._" + name), LosslessUtf8.encode(name))));
    assertEquals(ODD_NAMES.length, files().members(folder).size());
    for (String name : ODD_NAMES) {
      assertArrayEquals(
          LosslessUtf8.encode(name), files().content(folder.child("._" + name)).orElseThrow());
    }
  }
}
