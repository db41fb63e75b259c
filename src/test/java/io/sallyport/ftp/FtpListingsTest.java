package io.sallyport.ftp;

import static io.sallyport.ftp.ScriptedBackend.FILE;
import static io.sallyport.ftp.ScriptedBackend.names;
import static io.sallyport.ftp.ScriptedBackend.text;
import static io.sallyport.ground.Answer.listing;
import static io.sallyport.ground.Answer.transfer;
import static io.sallyport.ground.Answer.usual;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.ByteRange;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.files.Listing;
import io.sallyport.files.RemoteFiles;
import io.sallyport.files.RemotePath;
import io.sallyport.ground.ScriptedFtpServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Listings and stats as servers write them.
@Timeout(60)
final class FtpListingsTest {

  private final ScriptedBackend scripted = new ScriptedBackend();
  private final ScriptedFtpServer server = scripted.server();
  private final RemoteFiles files = scripted.files();

  @AfterEach
  void close() {
    scripted.close();
  }

  @Test
  void hostileNames_areDroppedAndCounted() {
    server.on(
        "MLSD",
        listing(
            String.join(
                "\r\n",
                "type=file;size=1; ok",
                "type=file; ../../etc/passwd",
                "type=file; a/b",
                "type=dir; ..",
                "type=cdir; .",
                "type=file; x\u0007y",
                "nonsense",
                "type=file;size=abc;modify=2026; odd",
                "")));
    List<Entry> entries = new ArrayList<>();
    int skipped;
    try (Listing listing = files.list(RemotePath.ROOT)) {
      for (Optional<Entry> e = listing.next(); e.isPresent(); e = listing.next()) {
        entries.add(e.get());
      }
      skipped = listing.skipped();
    }
    assertEquals(List.of("ok", "odd"), entries.stream().map(Entry::name).toList());
    assertEquals(4, skipped);
    assertEquals(null, entries.get(1).sizeBytes());
    assertEquals(null, entries.get(1).modified());
  }

  @Test
  void listingNamesComeBackByteForByte() {
    byte[] gbk = "中文.txt".getBytes(java.nio.charset.Charset.forName("GB18030"));
    server.tree().file(join("docs/".getBytes(UTF_8), gbk), "gbk".getBytes(UTF_8));
    String name = names(files, RemotePath.of("docs")).getLast();
    assertEquals("gbk", text(files, RemotePath.of("docs", name), ByteRange.ALL));
    String listed =
        server.lines().stream().filter(line -> line.startsWith("RETR")).findFirst().orElseThrow();
    assertTrue(
        Arrays.equals(
            join("RETR /docs/".getBytes(UTF_8), gbk),
            listed.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void withoutMlsd_listShowsDotFilesAndOddNames() {
    server.without("MLSD");
    List<String> odd = List.of(".hidden", " leading", "a  b", "元素…\u00a0x", "-la", "x -> y");
    odd.forEach(name -> server.tree().file("odd/" + name, "1"));
    assertEquals(odd.stream().sorted().toList(), names(files, RemotePath.of("odd")));
    assertEquals(List.of(), names(files, RemotePath.of("docs", "sub")));
  }

  @Test
  void listDashARefused_isNotAskedAgain() {
    server.without("MLSD");
    server.on(
        "LIST",
        exchange -> {
          if (exchange.command().line().equals("LIST -a")) {
            exchange.reply("501 Invalid argument.");
          } else {
            usual().to(exchange);
          }
        });
    assertEquals(List.of("docs"), names(files, RemotePath.ROOT));
    assertEquals(List.of("docs"), names(files, RemotePath.ROOT));
    assertEquals(3, server.count("LIST"));
  }

  @Test
  void missingFolder_isNotFound() {
    assertThrows(Failure.NotFound.class, () -> files.list(RemotePath.of("none")));
    server.without("MLSD");
    assertThrows(Failure.NotFound.class, () -> files.list(RemotePath.of("none")));
    assertEquals(List.of("docs"), names(files, RemotePath.ROOT));
  }

  @Test
  void vsftpdsUnreadableFolder_isDenied() {
    server.without("MLSD");
    server.on(
        "LIST",
        transfer().sending("").closing("226 Transfer done (but failed to open directory)."));
    assertThrows(Failure.Denied.class, () -> files.list(RemotePath.of("docs")));
  }

  @Test
  void statWithoutMlst_asksSizeAndTime() {
    server.without("MLSD");
    Entry file = files.stat(FILE);
    assertEquals(Entry.Kind.FILE, file.kind());
    assertEquals(5, file.sizeBytes());
    assertTrue(file.exactTime());
    assertTrue(files.stat(RemotePath.of("docs")).isFolder());
    assertThrows(Failure.NotFound.class, () -> files.stat(RemotePath.of("none")));
  }

  private static byte[] join(byte[]... parts) {
    int length = Stream.of(parts).mapToInt(p -> p.length).sum();
    ByteBuffer all = ByteBuffer.allocate(length);
    Stream.of(parts).forEach(all::put);
    return all.array();
  }
}
