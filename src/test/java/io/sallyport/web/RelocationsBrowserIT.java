package io.sallyport.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sallyport.web.Screens.awaitRow;
import static io.sallyport.web.Screens.button;
import static io.sallyport.web.Screens.dialog;
import static io.sallyport.web.Screens.grid;
import static io.sallyport.web.Screens.inDialog;
import static io.sallyport.web.Screens.row;
import static io.sallyport.web.Screens.select;
import static io.sallyport.web.Screens.tray;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.MouseButton;
import io.sallyport.ground.FtpServerSetup;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.RealFtpServer;
import io.sallyport.web.Stage.Plan;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies and moves that the gateway makes by itself: between folders of a server, and between a
/// vsftpd and a Pure-FTPd, with what the tray tells of them.
final class RelocationsBrowserIT extends BrowserContract {

  private static final long BIG_BYTES = 256 << 20;
  private static final String TIME = "2026-02-03T04:05:06Z";

  @TempDir static Path otherFolder;

  private @Nullable RealFtpServer other;

  @AfterAll
  void stopOther() {
    if (other != null) {
      other.close();
    }
  }

  @Override
  Plan planned(Plan plan) {
    other = FtpSoftware.PUREFTPD.over(otherFolder).start();
    String address = other.url().substring("ftp://".length());
    return plan.withBackends(
        "  other:\n    url: ftp://" + other.user() + ":" + other.password() + "@" + address + "\n");
  }

  /// Slow enough for a person to press Cancel, and for a test.
  @Override
  FtpServerSetup configured(FtpServerSetup setup) {
    return setup.extra("local_max_rate=8000000");
  }

  @Override
  void fill(Path folder) throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree/季度"));
    Files.createDirectories(folder.resolve("tree/empty"));
    Files.writeString(tree.resolve("a b.txt"), "first");
    Files.write(folder.resolve("tree/picture.png"), Samples.picture(200, 100, 0.3f));
    for (String name : List.of("drag", "drag/into", "merge", "merge/there", "big", "big/there")) {
      Files.createDirectories(folder.resolve(name));
    }
    for (String name : List.of("one.txt", "two.txt", "three.txt")) {
      Files.writeString(folder.resolve("drag").resolve(name), name);
    }
    for (String name : List.of("same.txt", "old.txt", "new.txt")) {
      Files.writeString(folder.resolve("merge").resolve(name), "mine");
      Files.writeString(folder.resolve("merge/there").resolve(name), "theirs");
    }
    FileTime time = FileTime.from(Instant.parse(TIME));
    Files.setLastModifiedTime(folder.resolve("merge/there/new.txt"), time);
    Files.setLastModifiedTime(folder.resolve("merge/old.txt"), time);
    try (RandomAccessFile big =
        new RandomAccessFile(folder.resolve("big/film.bin").toFile(), "rw")) {
      big.setLength(BIG_BYTES);
    }
  }

  private Page open(String path, String name) {
    Page page = stage.open(path);
    awaitRow(page, name);
    grid(page).focus();
    return page;
  }

  private static void command(Page page, String name) {
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name)).first().click();
  }

  @Test
  void aFolderGoesToAnotherServerByTheMenu() throws IOException {
    Page page = open("/files/", "tree");
    row(page, "tree").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
    command(page, "Copy");
    page.navigate(stage.url("/other/"));
    page.locator(".empty").waitFor();
    // A page that was loaded anew has nothing to paste.
    page.goBack();
    awaitRow(page, "tree");
    select(page, "tree");
    page.keyboard().press("Control+c");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("All servers")).click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("other")).first().click();
    page.locator(".empty").waitFor();
    button(page, "Paste").click();
    awaitRow(page, "tree");
    assertThat(tray(page)).containsText("1 transfer complete");
    assertThat(tray(page)).containsText("2 files");
    Stage.screenshot(page, "3-copied-light");
    Stage.assertAccessible(page);
    assertSame(stage.folder().resolve("tree"), otherFolder.resolve("tree"));
    assertTrue(Files.exists(stage.folder().resolve("tree/picture.png")));
    Stage.end(page);
  }

  @Test
  void draggedOntoAFolderEntriesMoveAndWithControlTheyAreCopied() {
    Path there = stage.folder().resolve("drag");
    Page page = open("/files/drag/", "two.txt");
    row(page, "one.txt").dragTo(row(page, "into"));
    page.waitForCondition(() -> Files.exists(there.resolve("into/one.txt")));
    assertThat(row(page, "one.txt")).hasCount(0);
    assertTrue(Files.notExists(there.resolve("one.txt")));

    select(page, "two.txt");
    page.keyboard().down("Control");
    select(page, "three.txt");
    Locator from = row(page, "three.txt");
    from.hover();
    page.mouse().down();
    row(page, "into").hover();
    row(page, "into").hover();
    page.mouse().up();
    page.keyboard().up("Control");
    page.waitForCondition(() ->
        Files.exists(there.resolve("into/two.txt"))
            && Files.exists(there.resolve("into/three.txt")));
    assertThat(tray(page)).containsText("2 transfers complete");
    assertTrue(Files.exists(there.resolve("two.txt")));
    assertTrue(Files.exists(there.resolve("three.txt")));

    // Onto a step of the path it goes up.
    page.navigate(stage.url("/files/drag/into/"));
    awaitRow(page, "one.txt");
    row(page, "one.txt")
        .dragTo(
            page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName("drag").setExact(true)));
    page.waitForCondition(() -> Files.exists(there.resolve("one.txt")));
    assertThat(row(page, "one.txt")).hasCount(0);
    Stage.end(page);
  }

  @Test
  void aTakenNameIsAskedAboutBeforeAnythingIsCopied() throws IOException {
    Path there = stage.folder().resolve("merge/there");
    Page page = open("/files/merge/", "same.txt");

    paste(page, "Skip", "same.txt");
    assertThat(tray(page)).containsText("1 transfer complete");
    assertEquals("theirs", Files.readString(there.resolve("same.txt")));

    paste(page, "Keep both", "same.txt");
    awaitRow(page, "same (2).txt");
    assertEquals("theirs", Files.readString(there.resolve("same.txt")));
    assertEquals("mine", Files.readString(there.resolve("same (2).txt")));

    paste(page, "If newer", "old.txt", "new.txt");
    assertThat(tray(page)).containsText("3 transfers complete");
    assertEquals("theirs", Files.readString(there.resolve("old.txt")));
    assertEquals("mine", Files.readString(there.resolve("new.txt")));

    paste(page, "Overwrite", "same.txt", "old.txt");
    assertThat(tray(page)).containsText("4 transfers complete");
    assertEquals("mine", Files.readString(there.resolve("same.txt")));
    assertEquals("mine", Files.readString(there.resolve("old.txt")));

    // Closed without an answer, nothing happens.
    copied(page, "new.txt");
    dialog(page).waitFor();
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog[open]")).hasCount(0);
    assertThat(tray(page)).containsText("4 transfers complete");
    Stage.end(page);
  }

  private void paste(Page page, String answer, String... names) {
    copied(page, names);
    dialog(page).getByText(names.length == 1 ? "already exists" : "already exist").waitFor();
    if (answer.equals("Skip")) {
      Stage.screenshot(page, "4-conflict-copy-light");
      Stage.assertAccessible(page);
    }
    inDialog(page, answer)
        .or(
            dialog(page)
                .locator(".answers button")
                .filter(new Locator.FilterOptions().setHasText(answer)))
        .first()
        .click();
    assertThat(page.locator("dialog[open]")).hasCount(0);
  }

  private void copied(Page page, String... names) {
    if (!page.url().endsWith("/merge/")) {
      page.keyboard().press("Backspace");
    }
    awaitRow(page, "there");
    for (String name : names) {
      page.keyboard().down("Control");
      select(page, name);
      page.keyboard().up("Control");
    }
    page.keyboard().press("Control+c");
    row(page, "there").getByRole(AriaRole.LINK).click();
    Screens.awaitPath(page, "/files/merge/there/");
    awaitRow(page, "same.txt");
    page.keyboard().press("Control+v");
  }

  @Test
  void aCopyShowsItsProgressAndIsCancelled() {
    Path there = stage.folder().resolve("big/there");
    Page page = open("/files/big/", "film.bin");
    select(page, "film.bin");
    page.keyboard().press("Control+c");
    row(page, "there").getByRole(AriaRole.LINK).click();
    page.locator(".empty").waitFor();
    page.keyboard().press("Control+v");
    Locator progress = tray(page).locator("li progress");
    progress.waitFor();
    page.waitForFunction(
        "progress => progress.value > 0 && progress.value < progress.max",
        progress.elementHandle());
    assertEquals((double) BIG_BYTES, ((Number) progress.evaluate("it => it.max")).doubleValue());
    assertThat(tray(page)).containsText("/s");
    assertThat(tray(page)).containsText("left");
    Stage.screenshot(page, "3-copying-light");
    Stage.assertAccessible(page);
    button(page, "Cancel film.bin").click();
    assertThat(tray(page)).containsText("Cancelled");
    // Nothing is left behind, under whatever name.
    page.waitForCondition(() -> isEmpty(there));
    page.reload();
    page.locator(".empty").waitFor();
    Stage.end(page);
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.findAny().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static void assertSame(Path expected, Path actual) throws IOException {
    try (Stream<Path> all = Files.walk(expected)) {
      for (Path each : all.toList()) {
        Path there = actual.resolve(expected.relativize(each).toString());
        assertEquals(Files.isDirectory(each), Files.isDirectory(there), there.toString());
        if (Files.isRegularFile(each)) {
          assertArrayEquals(Files.readAllBytes(each), Files.readAllBytes(there), there.toString());
        }
      }
    }
  }
}
