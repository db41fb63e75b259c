package io.sallyport.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sallyport.web.Screens.awaitRow;
import static io.sallyport.web.Screens.button;
import static io.sallyport.web.Screens.select;
import static io.sallyport.web.Screens.tray;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import io.sallyport.ground.FtpServerSetup;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/// What is downloaded: one file as it is, more as one archive that is made on the way.
final class ArchivesBrowserIT extends BrowserContract {

  @Override
  FtpServerSetup configured(FtpServerSetup setup) {
    return setup.extra("local_max_rate=8000000");
  }

  @Override
  void fill(Path folder) throws IOException {
    Path docs = Files.createDirectories(folder.resolve("docs/2026/季度"));
    Files.createDirectories(folder.resolve("docs/empty"));
    Files.writeString(docs.resolve("摘要.txt"), "第一季度\n");
    Files.writeString(folder.resolve("docs/a b & c.txt"), "ampersand");
    Files.write(folder.resolve("docs/picture.png"), Samples.picture(300, 200, 0.1f));
    Files.writeString(folder.resolve("alone.txt"), "alone");
    Files.writeString(folder.resolve("left out.txt"), "not chosen");
    Files.createDirectories(folder.resolve("big"));
    try (RandomAccessFile big =
        new RandomAccessFile(folder.resolve("big/film.bin").toFile(), "rw")) {
      big.setLength(256 << 20);
    }
    Files.createDirectories(folder.resolve("locked"));
    Files.writeString(folder.resolve("locked/readable.txt"), "readable");
  }

  @Test
  void severalFilesAndFoldersAreOneArchive() throws IOException {
    Page page = stage.open("/files/");
    awaitRow(page, "docs");
    select(page, "docs");
    page.keyboard().down("Control");
    select(page, "alone.txt");
    page.keyboard().up("Control");
    Download download = page.waitForDownload(() -> button(page, "Download").click());
    assertEquals("files.zip", download.suggestedFilename());
    SortedMap<String, byte[]> entries = read(download);
    assertThat(tray(page)).containsText("ZIP files.zip");
    assertThat(tray(page)).containsText("4 files");
    Stage.screenshot(page, "3-zip-light");
    Stage.assertAccessible(page);
    assertEquals(
        "alone.txt, docs/, docs/2026/, docs/2026/季度/, docs/2026/季度/摘要.txt,"
            + " docs/a b & c.txt, docs/empty/, docs/picture.png",
        String.join(", ", entries.keySet()));
    for (String name : entries.keySet()) {
      if (!name.endsWith("/")) {
        assertArrayEquals(
            Files.readAllBytes(stage.folder().resolve(name)), entries.get(name), name);
      }
    }
    Stage.end(page);
  }

  @Test
  void aFolderIsAnArchiveOfItsNameAndAFileIsItself() throws IOException {
    Page page = stage.open("/files/");
    awaitRow(page, "docs");
    select(page, "docs");
    Download folder = page.waitForDownload(() -> button(page, "Download").click());
    assertEquals("docs.zip", folder.suggestedFilename());
    assertTrue(read(folder).containsKey("docs/picture.png"));
    select(page, "alone.txt");
    Download file = page.waitForDownload(() -> button(page, "Download").click());
    assertEquals("alone.txt", file.suggestedFilename());
    assertEquals("alone", Files.readString(file.path()));
    assertThat(tray(page)).containsText("Handed to your browser");
    Stage.end(page);
  }

  @Test
  void anArchiveIsCancelledInTheTray() {
    Page page = stage.open("/files/");
    awaitRow(page, "big");
    select(page, "big");
    Download download = page.waitForDownload(() -> button(page, "Download").click());
    assertThat(tray(page).locator("li.running .state")).containsText("MB");
    button(page, "Cancel big.zip").click();
    assertThat(tray(page).locator("li.cancelled")).containsText("Cancelled");
    // Half an archive must not look like one.
    assertTrue(download.failure() != null);
    Stage.end(page);
  }

  @Test
  void whatCannotBeReadIsTold() throws IOException {
    Path gone = stage.folder().resolve("locked/gone.txt");
    Files.createSymbolicLink(gone, Path.of("nowhere"));
    Page page = stage.open("/files/");
    awaitRow(page, "locked");
    select(page, "locked");
    Download download = page.waitForDownload(() -> button(page, "Download").click());
    SortedMap<String, byte[]> entries = read(download);
    assertTrue(entries.containsKey("locked/readable.txt"), entries.keySet().toString());
    String errors = new String(entries.get("ERRORS.txt"), StandardCharsets.UTF_8);
    assertTrue(errors.contains("/files/locked/gone.txt"), errors);
    assertThat(tray(page)).containsText("1 problem");
    tray(page).locator("summary").click();
    assertThat(tray(page).locator("details")).containsText("/files/locked/gone.txt");
    Stage.screenshot(page, "3-zip-problem-light");
    Stage.assertAccessible(page);
    Stage.end(page);
  }

  private static SortedMap<String, byte[]> read(Download download) throws IOException {
    assertEquals(null, download.failure());
    SortedMap<String, byte[]> entries = new TreeMap<>();
    try (InputStream file = Files.newInputStream(download.path());
        ZipInputStream zip = new ZipInputStream(file, StandardCharsets.UTF_8)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }
}
