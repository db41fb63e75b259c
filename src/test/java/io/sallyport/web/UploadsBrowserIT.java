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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files and folders that are let go on the page: whole, resumable, asked about where a name is
/// taken.
final class UploadsBrowserIT extends BrowserContract {

  private final Map<Page, CDPSession> throttles = new HashMap<>();

  @TempDir Path disk;

  @Override
  void fill(Path folder) throws IOException {
    for (String name : List.of("drop", "big", "conflicts", "pause", "inner")) {
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
  void aFolderOf150NestedFilesAndAnEmptyOneArriveWhole() throws IOException {
    Path letters = Files.createDirectories(disk.resolve("letters"));
    Files.createDirectories(letters.resolve("empty"));
    for (int number = 0; number < 150; number++) {
      Path inside = Files.createDirectories(letters.resolve("box " + number % 3 + "/中"));
      Files.writeString(inside.resolve("letter " + number + ".txt"), "letter " + number);
    }
    Page page = stage.open("/files/drop/");
    page.locator(".empty").waitFor();
    drop(page, Screens.grid(page), letters);
    assertThat(tray(page)).containsText("158 transfers complete", within(60));
    Path arrived = stage.folder().resolve("drop/letters");
    try (Stream<Path> all = Files.walk(letters)) {
      for (Path each : all.toList()) {
        Path there = arrived.resolve(letters.relativize(each).toString());
        assertTrue(Files.exists(there), there.toString());
        if (Files.isRegularFile(each)) {
          assertEquals(Files.readString(each), Files.readString(there));
        }
      }
    }
    awaitRow(page, "letters");
    Stage.screenshot(page, "3-transfers-light");
    Stage.assertAccessible(page);
    Stage.end(page);
  }

  @Test
  void anUploadThatAReloadInterruptsGoesOnWhereItWas() throws IOException {
    byte[] bytes = new byte[24 << 20];
    new Random(1).nextBytes(bytes);
    Path big = Files.write(disk.resolve("big.bin"), bytes);
    Page page = stage.open("/files/big/");
    page.locator(".empty").waitFor();
    throttle(page, 4 << 20);
    page.getByTestId("upload-files").setInputFiles(big);
    assertThat(tray(page).locator("li .state")).containsText("of 25.2 MB");
    page.waitForCondition(() -> temporaryBytes("big") > 2 << 20);
    page.onDialog(leaving -> leaving.accept());
    page.reload();
    throttle(page, -1);
    assertThat(tray(page)).containsText("choose the file again to continue");
    Stage.screenshot(page, "3-interrupted-light");
    List<String> offsets = Collections.synchronizedList(new ArrayList<>());
    page.onRequest(request -> {
      if (request.method().equals("PATCH")) {
        offsets.add(request.headers().getOrDefault("upload-offset", ""));
      }
    });
    FileChooser chooser = page.waitForFileChooser(() -> button(page, "Continue big.bin").click());
    chooser.setFiles(big);
    assertThat(tray(page)).containsText("1 transfer complete", within(60));
    assertEquals(-1, Files.mismatch(big, stage.folder().resolve("big/big.bin")));
    assertEquals(1, offsets.size(), offsets.toString());
    long offset = Long.parseLong(offsets.getFirst());
    assertTrue(offset > 0, "began anew");
    System.out.println("resumed at " + offset + " of " + bytes.length + " bytes");
    awaitRow(page, "big.bin");
    Stage.end(page);
  }

  @Test
  void anUploadPausesAndGoesOn() throws IOException {
    Path film = Files.write(disk.resolve("film.bin"), new byte[16 << 20]);
    Page page = stage.open("/files/pause/");
    page.locator(".empty").waitFor();
    throttle(page, 4 << 20);
    page.getByTestId("upload-files").setInputFiles(film);
    page.waitForCondition(() -> temporaryBytes("pause") > 1 << 20);
    button(page, "Pause film.bin").click();
    assertThat(tray(page)).containsText("1 upload paused");
    throttle(page, -1);
    button(page, "Continue film.bin").click();
    assertThat(tray(page)).containsText("1 transfer complete", within(60));
    assertEquals(16 << 20, Files.size(stage.folder().resolve("pause/film.bin")));
    Stage.end(page);
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

  /// Slows uploads down.
  ///
  /// @param bytesPerSecond -1 for full speed
  private void throttle(Page page, int bytesPerSecond) {
    JsonObject conditions = new JsonObject();
    conditions.addProperty("offline", false);
    conditions.addProperty("latency", 0);
    conditions.addProperty("downloadThroughput", -1);
    conditions.addProperty("uploadThroughput", bytesPerSecond);
    // What one session slows down, no other makes fast again.
    CDPSession browser =
        throttles.computeIfAbsent(page, each -> each.context().newCDPSession(each));
    browser.send("Network.enable");
    browser.send("Network.emulateNetworkConditions", conditions);
  }

  /// What has arrived under a hidden name.
  private long temporaryBytes(String folder) {
    try (Stream<Path> all = Files.list(stage.folder().resolve(folder))) {
      long sum = 0;
      for (Path each : all.toList()) {
        if (each.getFileName().toString().startsWith(".")) {
          sum += Files.size(each);
        }
      }
      return sum;
    } catch (IOException e) {
      return 0;
    }
  }

  private static ContainsTextOptions within(int seconds) {
    return new ContainsTextOptions().setTimeout(seconds * 1000.0);
  }
}
