package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ftp.ScriptedBackend.put;
import static io.sallyport.ftp.ScriptedBackend.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.ByteRange;
import io.sallyport.files.DataMode;
import io.sallyport.files.Download;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.Login;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What [RemoteFiles] promises, asked of a real FTP server.
abstract class RemoteFilesContract extends PowersContract {

  /// The odd names that this server lets a folder have.
  List<String> oddFolderNames() {
    return oddNames();
  }

  /// Whether a name need not be UTF-8.
  boolean holdsAnyBytes() {
    return true;
  }

  @Test
  void fileIsWrittenListedReadAndDeleted() throws IOException {
    RemotePath path = RemotePath.of("a.txt");
    put(files, path, "hello");
    assertEquals("hello", Files.readString(folder.resolve("a.txt")));
    assertEquals(List.of("a.txt"), names(files, RemotePath.ROOT));
    assertEquals("hello", text(files, path, ByteRange.ALL));
    Entry entry = files.stat(path);
    assertEquals(Entry.Kind.FILE, entry.kind());
    assertEquals(5, entry.sizeBytes());
    files.delete(path, entry.kind());
    assertThrows(Failure.NotFound.class, () -> files.stat(path));
    assertThrows(Failure.NotFound.class, () -> files.delete(path, Entry.Kind.FILE));
    assertThrows(Failure.NotFound.class, () -> files.read(path, ByteRange.ALL));
    assertEquals(List.of(), names(files, RemotePath.ROOT));
  }

  @Test
  void emptyFileIsAFile() throws IOException {
    put(files, RemotePath.of("empty"), "");
    assertTrue(Files.exists(folder.resolve("empty")));
    assertEquals(0, files.stat(RemotePath.of("empty")).sizeBytes());
    assertEquals("", text(files, RemotePath.of("empty"), ByteRange.ALL));
  }

  @Test
  void writingReplacesWhatWasThere_andLeavesNothingElse() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "a much longer text than before");
    put(files, RemotePath.of("a.txt"), "short");
    assertEquals("short", Files.readString(folder.resolve("a.txt")));
    assertEquals(List.of("a.txt"), onDisk());
  }

  @Test
  void abortedUpload_leavesWhatWasThere() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "old");
    for (RemotePath path : List.of(RemotePath.of("a.txt"), RemotePath.of("new.txt"))) {
      try (Upload upload = files.write(path)) {
        upload.write(ByteBuffer.allocate(300_000));
      }
    }
    assertEquals("old", Files.readString(folder.resolve("a.txt")));
    assertEquals(List.of("a.txt"), onDisk());
  }

  @Test
  void millionsOfBytesComeBackAsTheyWent() {
    byte[] bytes = new byte[5_000_011];
    new Random(7).nextBytes(bytes);
    RemotePath path = RemotePath.of("big.bin");
    try (Upload upload = files.write(path)) {
      for (int at = 0; at < bytes.length; at += 65_536) {
        upload.write(ByteBuffer.wrap(bytes, at, Math.min(65_536, bytes.length - at)));
      }
      upload.commit();
    }
    assertArrayEquals(bytes, bytes(path, ByteRange.ALL, bytes.length));
    byte[] middle = new byte[100_000];
    System.arraycopy(bytes, 2_500_000, middle, 0, middle.length);
    assertArrayEquals(middle, bytes(path, new ByteRange(2_500_000, middle.length), middle.length));
  }

  @Test
  void foldersAreMadeListedAndDeleted() {
    RemotePath folder = RemotePath.of("dir");
    files.mkdir(folder);
    assertTrue(files.stat(folder).isFolder());
    assertThrows(Failure.Exists.class, () -> files.mkdir(folder));
    assertThrows(Failure.MissingParent.class, () -> files.mkdir(RemotePath.of("none", "dir")));
    assertThrows(Failure.MissingParent.class, () -> files.write(RemotePath.of("none", "file")));
    put(files, folder.child("x"), "1");
    assertThrows(Failure.Denied.class, () -> files.delete(folder, Entry.Kind.FOLDER));
    files.delete(folder.child("x"), Entry.Kind.FILE);
    files.delete(folder, Entry.Kind.FOLDER);
    assertThrows(Failure.NotFound.class, () -> names(files, folder));
  }

  @Test
  void filesAndFoldersAreRenamedAndMoved() throws IOException {
    files.mkdir(RemotePath.of("from"));
    files.mkdir(RemotePath.of("to"));
    put(files, RemotePath.of("from", "a"), "new");
    put(files, RemotePath.of("to", "a"), "old");
    files.rename(RemotePath.of("from", "a"), RemotePath.of("to", "a"));
    assertEquals("new", Files.readString(folder.resolve("to/a")));
    files.rename(RemotePath.of("to"), RemotePath.of("from", "inner"));
    assertEquals("new", text(files, RemotePath.of("from", "inner", "a"), ByteRange.ALL));
    assertThrows(
        Failure.NotFound.class, () -> files.rename(RemotePath.of("none"), RemotePath.of("x")));
    assertThrows(
        Failure.MissingParent.class,
        () -> files.rename(RemotePath.of("from", "inner", "a"), RemotePath.of("none", "x")));
    assertEquals(List.of("from"), onDisk());
  }

  @Test
  void oddNamesAreTakenLiterally() {
    RemotePath odd = RemotePath.of("odd");
    files.mkdir(odd);
    for (String name : oddNames()) {
      put(files, odd.child(name), name);
    }
    assertEquals(oddNames().stream().sorted().toList(), names(files, odd));
    for (String name : oddNames()) {
      RemotePath path = odd.child(name);
      assertEquals(name, text(files, path, ByteRange.ALL));
      Entry entry = files.stat(path);
      assertEquals(
          (long)
              text(files, path, ByteRange.ALL)
                  .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                  .length,
          entry.sizeBytes(),
          name);
      files.rename(path, odd.child("renamed"));
      files.rename(odd.child("renamed"), path);
      files.delete(path, Entry.Kind.FILE);
    }
    assertEquals(List.of(), names(files, odd));
    for (String name : oddFolderNames()) {
      files.mkdir(odd.child(name));
      put(files, odd.child(name).child("x"), "1");
      assertEquals(List.of("x"), names(files, odd.child(name)), name);
    }
  }

  @Test
  void namesThatAreNotUtf8_comeBackByteForByte() throws IOException {
    if (!holdsAnyBytes()) {
      return;
    }
    String name =
        io.sallyport.files.LosslessUtf8.decode("中文.txt".getBytes(Charset.forName("GB18030")));
    put(files, RemotePath.of(name), "gbk");
    assertEquals(List.of(name), names(files, RemotePath.ROOT));
    assertEquals("gbk", text(files, RemotePath.of(name), ByteRange.ALL));
    files.delete(RemotePath.of(name), Entry.Kind.FILE);
    assertEquals(List.of(), onDisk());
  }

  @Test
  void timesAreInUtc_andExactInAStat() throws IOException {
    Instant time = Instant.parse("2021-03-04T05:06:07Z");
    Files.writeString(folder.resolve("old"), "x");
    Files.setLastModifiedTime(folder.resolve("old"), FileTime.from(time));
    Entry stat = files.stat(RemotePath.of("old"));
    assertTrue(stat.exactTime());
    assertEquals(time, stat.modified());
    Entry listed = entries(RemotePath.ROOT).getFirst();
    Instant listedTime = listed.modified();
    assertEquals(
        time.truncatedTo(ChronoUnit.DAYS),
        listedTime == null ? null : listedTime.truncatedTo(ChronoUnit.DAYS));
    if (listed.exactTime()) {
      assertEquals(stat.etag(), listed.etag());
    }
  }

  @Test
  void tenThousandEntries_areListed() throws IOException {
    for (int i = 0; i < 10_000; i++) {
      Files.createFile(folder.resolve("file-" + i));
    }
    assertEquals(10_000, names(files, RemotePath.ROOT).size());
  }

  @Test
  void listingClosedEarly_harmsNothing() throws IOException {
    for (int i = 0; i < 3_000; i++) {
      Files.createFile(folder.resolve("file-" + i));
    }
    for (int i = 0; i < 3; i++) {
      try (Listing listing = files.list(RemotePath.ROOT)) {
        assertTrue(listing.next().isPresent());
      }
    }
    assertEquals(3_000, names(files, RemotePath.ROOT).size());
  }

  @Test
  void downloadClosedEarly_harmsNothing() throws IOException {
    Files.write(folder.resolve("big"), new byte[20_000_000]);
    for (int i = 0; i < 3; i++) {
      try (Download download = files.read(RemotePath.of("big"), ByteRange.ALL)) {
        assertTrue(download.read(ByteBuffer.allocate(1000)) > 0);
      }
    }
    assertEquals(20_000_000, files.stat(RemotePath.of("big")).sizeBytes());
  }

  @Test
  void manyCallersShareFewConnections() throws Exception {
    int cap = running.settings().connections();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> tasks =
          IntStream.range(0, 40)
              .<Callable<String>>mapToObj(i ->
                  () -> {
                    RemotePath path = RemotePath.of("file-" + i);
                    put(files, path, "content " + i);
                    return text(files, path, ByteRange.ALL);
                  })
              .toList();
      List<Future<String>> answers = callers.invokeAll(tasks);
      for (int i = 0; i < answers.size(); i++) {
        assertEquals("content " + i, answers.get(i).get());
      }
    }
    assertTrue(backend.openConnections() <= cap);
    assertEquals(40, names(files, RemotePath.ROOT).size());
  }

  @Test
  void everyDataModeWorks() throws Exception {
    for (DataMode mode : modes()) {
      FtpSettings s = running.settings();
      FtpSettings one =
          s.withData(new FtpSettings.DataSettings(List.of(mode), null, null, List.of()))
              .withConnections(1);
      try (FtpBackend only = new FtpBackend("only", one)) {
        RemoteFiles files = only.files(running.login());
        RemotePath path = RemotePath.of(mode.name());
        put(files, path, "by " + mode);
        assertEquals("by " + mode, text(files, path, ByteRange.ALL));
        assertTrue(names(files, RemotePath.ROOT).contains(mode.name()));
        assertEquals(1, only.openConnections());
      }
    }
  }

  /// The data modes that this server offers.
  List<DataMode> modes() {
    return List.of(DataMode.values());
  }

  @Test
  void wrongPasswordIsNotLoggedIn() {
    RemoteFiles stranger = backend.files(new Login(running.login().user(), "wrong"));
    assertThrows(Failure.NotLoggedIn.class, () -> stranger.stat(RemotePath.ROOT));
    assertFalse(names(files, RemotePath.ROOT).contains("x"));
  }

  private byte[] bytes(RemotePath path, ByteRange range, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length + 1);
    try (Download download = files.read(path, range)) {
      while (download.read(bytes) >= 0) {
        assertTrue(bytes.hasRemaining(), "more bytes than expected");
      }
    }
    byte[] read = new byte[bytes.position()];
    bytes.flip().get(read);
    return read;
  }

  private List<Entry> entries(RemotePath path) {
    List<Entry> entries = new ArrayList<>();
    try (Listing listing = files.list(path)) {
      for (Optional<Entry> e = listing.next(); e.isPresent(); e = listing.next()) {
        entries.add(e.get());
      }
    }
    return entries;
  }

  private List<String> onDisk() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
