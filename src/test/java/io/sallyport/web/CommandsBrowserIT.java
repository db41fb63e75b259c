package io.sallyport.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sallyport.web.Screens.awaitRow;
import static io.sallyport.web.Screens.awaitSelected;
import static io.sallyport.web.Screens.button;
import static io.sallyport.web.Screens.dialog;
import static io.sallyport.web.Screens.grid;
import static io.sallyport.web.Screens.inDialog;
import static io.sallyport.web.Screens.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.MouseButton;
import io.sallyport.ground.FtpSoftware;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What the toolbar and the menus do, and what they say when it cannot be done.
final class CommandsBrowserIT extends BrowserContract {

  private static final int FOLDERS = 400;

  /// It tells permissions (MLSD) and sets times (MFMT).
  @Override
  FtpSoftware software() {
    return FtpSoftware.PUREFTPD;
  }

  @Override
  void fill(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("made"));
    Files.writeString(folder.resolve("made/taken.txt"), "taken");
    Files.writeString(folder.resolve("made/renamed.tar.gz"), "renamed");
    Path gone = Files.createDirectories(folder.resolve("gone/full/inside"));
    Files.writeString(gone.resolve("deep.txt"), "deep");
    for (int number = 1; number <= 7; number++) {
      Files.writeString(folder.resolve("gone/file " + number + ".txt"), "x".repeat(number));
    }
    Files.createDirectories(folder.resolve("sorted/folder"));
    Files.writeString(folder.resolve("sorted/9.txt"), "x".repeat(50));
    Files.writeString(folder.resolve("sorted/10.txt"), "x".repeat(5000));
    Files.writeString(folder.resolve("sorted/100.txt"), "x");
    Files.createDirectories(folder.resolve("facts"));
    Files.writeString(folder.resolve("facts/script.sh"), "#!/bin/sh\n");
    for (int number = 0; number < FOLDERS; number++) {
      Path one = Files.createDirectories(folder.resolve("many/box " + number));
      Files.writeString(one.resolve(number % 2 == 0 ? "Rechnung.pdf" : "letter.txt"), "x");
    }
    Files.writeString(folder.resolve("many/Résumé rechnung 中文.txt"), "x");
  }

  private Page open(String path, String name) {
    Page page = stage.open(path);
    awaitRow(page, name);
    grid(page).focus();
    return page;
  }

  private static void menu(Page page, String of, String command) {
    row(page, of).click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
    page.getByRole(AriaRole.MENUITEM)
        .filter(new Locator.FilterOptions().setHasText(command))
        .first()
        .click();
  }

  @Test
  void aFolderIsMadeUnderANameThatIsFree() {
    Page page = open("/files/made/", "taken.txt");
    button(page, "New folder").click();
    page.keyboard().type("taken.txt");
    page.keyboard().press("Enter");
    assertThat(dialog(page)).containsText("There is already a “taken.txt” here.");
    page.keyboard().press("Control+a");
    page.keyboard().type("a/b");
    assertThat(dialog(page)).containsText("A name cannot contain “/”.");
    page.keyboard().press("Control+a");
    page.keyboard().type("季度 & 50%?#");
    page.keyboard().press("Enter");
    awaitSelected(page, "季度 & 50%?#");
    assertTrue(Files.isDirectory(stage.folder().resolve("made/季度 & 50%?#")));
    page.keyboard().press("Enter");
    page.locator(".empty").waitFor();
    assertThat(page.locator("a[aria-current]")).hasText("季度 & 50%?#");
    Stage.end(page);
  }

  @Test
  void aFileIsRenamedWithoutItsExtensionAndTheServerHasTheLastWord() throws IOException {
    Page page = open("/files/made/", "renamed.tar.gz");
    menu(page, "renamed.tar.gz", "Rename");
    page.keyboard().type("better");
    inDialog(page, "Rename").click();
    awaitSelected(page, "better.tar.gz");
    assertEquals("renamed", Files.readString(stage.folder().resolve("made/better.tar.gz")));
    // Somebody takes the name in between: the listing here does not know of it yet.
    Files.writeString(stage.folder().resolve("made/late.tar.gz"), "theirs");
    page.keyboard().press("F2");
    dialog(page).waitFor();
    page.keyboard().type("late");
    page.keyboard().press("Enter");
    assertThat(dialog(page)).containsText("could not be renamed");
    assertThat(dialog(page)).containsText("What to do");
    assertEquals("theirs", Files.readString(stage.folder().resolve("made/late.tar.gz")));
    assertEquals("renamed", Files.readString(stage.folder().resolve("made/better.tar.gz")));
    Stage.screenshot(page, "2-rename-refused-light");
    Stage.assertAccessible(page);
    page.keyboard().press("Escape");
    page.keyboard().press("Escape");
    button(page, "Refresh").click();
    awaitRow(page, "late.tar.gz");
    Stage.end(page);
  }

  @Test
  void whatIsDeletedIsAskedAboutByName() {
    Path gone = stage.folder().resolve("gone");
    Page page = open("/files/gone/", "file 7.txt");
    page.keyboard().press("Control+a");
    button(page, "Delete").click();
    assertThat(dialog(page).locator("h2")).hasText("Delete 8 items?");
    assertThat(dialog(page)).containsText("and 3 more");
    assertThat(dialog(page)).containsText("folders with all that is in them");
    Stage.screenshot(page, "2-delete-light");
    Stage.assertAccessible(page);
    inDialog(page, "Cancel").click();
    assertThat(page.locator("dialog[open]")).hasCount(0);
    assertTrue(Files.exists(gone.resolve("full/inside/deep.txt")));
    page.keyboard().press("Escape");
    menu(page, "full", "Delete");
    assertThat(dialog(page)).containsText("Everything inside will be gone");
    inDialog(page, "Delete").click();
    assertThat(row(page, "full")).hasCount(0);
    assertTrue(Files.notExists(gone.resolve("full")));
    page.keyboard().press("Control+a");
    page.keyboard().press("Delete");
    dialog(page).waitFor();
    page.keyboard().press("Enter");
    page.locator(".empty").waitFor();
    assertThat(page.getByText("7 items deleted")).isVisible();
    assertTrue(Files.exists(gone));
    Stage.end(page);
  }

  @Test
  void propertiesAreShownAndChanged() throws IOException {
    Path script = stage.folder().resolve("facts/script.sh");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
    Page page = open("/files/facts/", "script.sh");
    menu(page, "script.sh", "Properties");
    assertThat(dialog(page).locator("#mode")).hasValue("644");
    Stage.screenshot(page, "5-properties-light");
    Stage.assertAccessible(page);
    dialog(page).getByLabel("Owner: Execute").check();
    assertThat(dialog(page).locator("#mode")).hasValue("744");
    dialog(page).locator("#modified").fill("2024-02-29T12:34:56");
    inDialog(page, "Save").click();
    assertThat(page.locator("dialog[open]")).hasCount(0);
    assertEquals("rwxr--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(script)));
    assertEquals(
        Instant.parse("2024-02-29T12:34:56Z"), Files.getLastModifiedTime(script).toInstant());
    assertThat(row(page, "script.sh")).containsText("2024");
    Stage.end(page);
  }

  @Test
  void addressesAreCopied() {
    Page page = open("/files/", "facts");
    menu(page, "facts", "Copy WebDAV address");
    assertThat(page.getByText("WebDAV address copied")).isVisible();
    assertEquals(stage.url("/files/facts/"), clipboard(page));
    page.navigate(stage.url("/files/made/"));
    awaitRow(page, "taken.txt");
    menu(page, "taken.txt", "Copy link");
    assertThat(page.getByText("Link copied")).isVisible();
    assertEquals(stage.url("/files/made/taken.txt"), clipboard(page));
    Stage.end(page);
  }

  private static String clipboard(Page page) {
    return page.evaluate("navigator.clipboard.readText()").toString();
  }

  @Test
  void aSearchFindsNamesBelowWhateverTheirCaseAndAccents() {
    Page page = open("/files/many/", "box 1");
    // What the filter does not find here it offers to look for below.
    page.keyboard().press("/");
    page.keyboard().type("resume rechnung");
    awaitRow(page, "Résumé rechnung 中文.txt");
    page.keyboard().press("Control+a");
    page.keyboard().type("rechnung.pdf");
    button(page, "Search the folders below").click();
    assertThat(page.getByText("200 found in 401 folders")).isVisible();
    assertTrue(page.url().contains("search=rechnung.pdf"), page.url());
    Stage.screenshot(page, "2-search-light");
    Stage.assertAccessible(page);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Rechnung.pdf"))
        .first()
        .click();
    awaitSelected(page, "Rechnung.pdf");
    page.goBack();
    assertThat(page.getByText("found in 401 folders")).isVisible();
    Stage.end(page);
  }

  @Test
  void aSearchIsStopped() {
    Page page = open("/files/", "many");
    button(page, "Search in subfolders").click();
    page.keyboard().type("no such name anywhere");
    page.keyboard().press("Enter");
    assertThat(page.getByText("folders searched…")).isVisible();
    button(page, "Stop").click();
    assertThat(page.getByText("Stopped: 0 found so far")).isVisible();
    button(page, "Close the search").click();
    awaitRow(page, "many");
    Stage.end(page);
  }

  @Test
  void columnsSortByWhatTheyMean() {
    Page page = open("/files/sorted/", "9.txt");
    Locator names = page.locator("[data-index] .name a");
    assertThat(names).hasText(new String[] {"folder", "9.txt", "10.txt", "100.txt"});
    page.getByRole(AriaRole.COLUMNHEADER).getByText("Size").click();
    // The largest is what one looks for.
    assertThat(names).hasText(new String[] {"folder", "10.txt", "9.txt", "100.txt"});
    page.getByRole(AriaRole.COLUMNHEADER).getByText("Size").click();
    assertThat(names).hasText(new String[] {"folder", "100.txt", "9.txt", "10.txt"});
    // The order is kept.
    page.reload();
    assertThat(names).hasText(new String[] {"folder", "100.txt", "9.txt", "10.txt"});
    Stage.end(page);
  }
}
