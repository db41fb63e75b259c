package io.sallyport.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sallyport.web.Screens.awaitRow;
import static io.sallyport.web.Screens.button;
import static io.sallyport.web.Screens.dialog;
import static io.sallyport.web.Screens.tray;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files and folders that are let go on the page: whole, and asked about where a name is taken.
final class UploadsBrowserIT extends BrowserContract {

  @TempDir Path disk;

  @Override
  void fill(Path folder) throws IOException {
    for (String name : List.of("drop", "picked", "conflicts", "inner")) {
      Files.createDirectories(folder.resolve(name));
    }
    Files.createDirectories(folder.resolve("inner/target"));
    Files.createDirectories(folder.resolve("inner/letters"));
    Files.writeString(folder.resolve("inner/letters/a.txt"), "theirs");
  }

  @BeforeEach
  void noErrorsYet() {
    stage.forgetErrors();
  }

  @Test
  @Timeout(300)
  void aFolderOfAThousandFilesAndEmptyOnesArrivesWhole() throws IOException {
    Path letters = Files.createDirectories(disk.resolve("letters"));
    Files.createDirectories(letters.resolve("empty/and empty again"));
    for (int number = 0; number < 1000; number++) {
      Path inside = Files.createDirectories(letters.resolve("box " + number % 3 + "/中"));
      Files.writeString(inside.resolve("letter " + number + ".txt"), "letter " + number);
    }
    Page page = stage.open("/files/drop/");
    page.locator(".empty").waitFor();
    long start = System.nanoTime();
    drop(page, Screens.grid(page), letters);
    // Nine folders are transfers of their own.
    assertThat(tray(page)).containsText("1,009 transfers complete", within(280));
    System.out.println(
        "1,000 files in "
            + Duration.ofNanos(System.nanoTime() - start).toMillis()
            + " ms after they were let go");
    assertArrived(letters, stage.folder().resolve("drop/letters"));
    awaitRow(page, "letters");
    Stage.screenshot(page, "3-transfers-light");
    Stage.assertAccessible(page);
    Stage.end(page);
  }

  @Test
  void aFolderOrSeveralFilesAreChosen() throws IOException {
    Path letters = disk.resolve("chosen");
    Files.createDirectories(letters.resolve("inside"));
    Files.writeString(letters.resolve("a.txt"), "a");
    Files.writeString(letters.resolve("inside/b.txt"), "b");
    Page page = stage.open("/files/picked/");
    page.locator(".empty").waitFor();
    FileChooser folder = page.waitForFileChooser(() -> button(page, "Upload a folder").click());
    folder.setFiles(letters);
    assertThat(tray(page)).containsText("4 transfers complete");
    assertArrived(letters, stage.folder().resolve("picked/chosen"));
    FileChooser files = page.waitForFileChooser(() -> button(page, "Upload files").click());
    files.setFiles(new Path[] {letters.resolve("a.txt"), letters.resolve("inside/b.txt")});
    awaitRow(page, "b.txt");
    assertThat(tray(page)).containsText("6 transfers complete");
    assertEquals("b", Files.readString(stage.folder().resolve("picked/b.txt")));
    Stage.end(page);
  }

  private static void assertArrived(Path sent, Path arrived) throws IOException {
    try (Stream<Path> all = Files.walk(sent)) {
      for (Path each : all.toList()) {
        Path there = arrived.resolve(sent.relativize(each).toString());
        assertTrue(Files.exists(there), there.toString());
        if (Files.isRegularFile(each)) {
          assertEquals(Files.readString(each), Files.readString(there));
        }
      }
    }
  }

  @Test
  void aTakenNameIsAskedAbout() throws IOException {
    Path there = stage.folder().resolve("conflicts");
    for (String name : List.of("a.txt", "b.txt", "c.txt", "d.txt", "e.txt")) {
      Files.writeString(there.resolve(name), "theirs");
      Files.setLastModifiedTime(
          there.resolve(name), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
      Files.writeString(disk.resolve(name), "mine");
    }
    Files.setLastModifiedTime(
        disk.resolve("d.txt"), FileTime.from(Instant.parse("2025-01-01T00:00:00Z")));
    Page page = stage.open("/files/conflicts/");
    awaitRow(page, "e.txt");

    choose(page, "a.txt");
    Stage.screenshot(page, "4-conflict-light");
    Stage.assertAccessible(page);
    answer(page, "Overwrite");
    assertThat(tray(page)).containsText("1 transfer complete");
    assertEquals("mine", Files.readString(there.resolve("a.txt")));

    choose(page, "b.txt");
    answer(page, "Keep both");
    awaitRow(page, "b (2).txt");
    assertEquals("theirs", Files.readString(there.resolve("b.txt")));
    assertEquals("mine", Files.readString(there.resolve("b (2).txt")));

    choose(page, "c.txt", "d.txt");
    dialog(page).getByRole(AriaRole.CHECKBOX).check();
    answer(page, "If newer");
    assertThat(tray(page).locator("li.skipped")).hasCount(1);
    assertThat(tray(page).locator("li.done")).hasCount(3);
    assertEquals("mine", Files.readString(there.resolve("c.txt")));
    assertEquals("theirs", Files.readString(there.resolve("d.txt")));

    choose(page, "e.txt");
    answer(page, "Skip");
    assertThat(tray(page).locator("li.skipped")).hasCount(2);
    assertEquals("theirs", Files.readString(there.resolve("e.txt")));
    Stage.end(page);
  }

  @Test
  void aConflictInsideAFolderIsAskedAboutToo() throws IOException {
    Path letters = Files.createDirectories(disk.resolve("letters"));
    Files.writeString(letters.resolve("a.txt"), "mine");
    Files.writeString(letters.resolve("b.txt"), "mine");
    Page page = stage.open("/files/inner/");
    awaitRow(page, "letters");
    drop(page, Screens.grid(page), letters);
    dialog(page).getByText("“a.txt” already exists").waitFor();
    answer(page, "Skip");
    assertThat(tray(page).locator("li.done")).hasCount(2);
    assertEquals("theirs", Files.readString(stage.folder().resolve("inner/letters/a.txt")));
    assertEquals("mine", Files.readString(stage.folder().resolve("inner/letters/b.txt")));

    // Let go on a folder of the list, files go into that.
    Path note = Files.writeString(disk.resolve("note.txt"), "note");
    drop(page, Screens.row(page, "target"), note);
    page.waitForCondition(() -> Files.exists(stage.folder().resolve("inner/target/note.txt")));
    Stage.end(page);
  }

  private void choose(Page page, String... names) {
    page.getByTestId("upload-files")
        .setInputFiles(Stream.of(names).map(disk::resolve).toArray(Path[]::new));
    dialog(page).getByText("already exists").waitFor();
  }

  private static void answer(Page page, String answer) {
    dialog(page)
        .locator(".answers button", new Locator.LocatorOptions().setHasText(answer))
        .click();
  }

  /// Lets files go over an element, as the operating system does.
  private static void drop(Page page, Locator over, Path... files) {
    BoundingBox box = over.boundingBox();
    JsonArray paths = new JsonArray();
    for (Path file : files) {
      paths.add(file.toAbsolutePath().toString());
    }
    JsonObject data = new JsonObject();
    data.add("items", new JsonArray());
    data.add("files", paths);
    data.addProperty("dragOperationsMask", 1);
    CDPSession browser = page.context().newCDPSession(page);
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      JsonObject event = new JsonObject();
      event.addProperty("type", type);
      event.addProperty("x", box.x + box.width / 2);
      event.addProperty("y", box.y + Math.min(box.height / 2, 300));
      event.add("data", data);
      browser.send("Input.dispatchDragEvent", event);
    }
    browser.detach();
  }

  private static ContainsTextOptions within(int seconds) {
    return new ContainsTextOptions().setTimeout(seconds * 1000.0);
  }
}
