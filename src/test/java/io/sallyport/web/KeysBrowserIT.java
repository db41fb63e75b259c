package io.sallyport.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sallyport.web.Screens.awaitPath;
import static io.sallyport.web.Screens.awaitRow;
import static io.sallyport.web.Screens.awaitSelected;
import static io.sallyport.web.Screens.dialog;
import static io.sallyport.web.Screens.grid;
import static io.sallyport.web.Screens.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Everything that keys do in the list of files, each as a person would press it.
final class KeysBrowserIT extends BrowserContract {

  @Override
  void fill(Path folder) throws IOException {
    Path keys = Files.createDirectories(folder.resolve("keys"));
    Files.createDirectories(keys.resolve("inner"));
    Files.writeString(keys.resolve("inner/deep.txt"), "deep");
    for (String name : List.of("apple.txt", "banana.txt", "cherry.txt", "damson.txt")) {
      Files.writeString(keys.resolve(name), name);
    }
    Path many = Files.createDirectories(folder.resolve("many"));
    for (int number = 1; number <= 200; number++) {
      Files.createFile(many.resolve("file " + number));
    }
    Path changes = Files.createDirectories(folder.resolve("changes"));
    for (String name : List.of("old name.txt", "to delete.txt")) {
      Files.writeString(changes.resolve(name), name);
    }
  }

  private Page keys() {
    Page page = stage.open("/files/keys/");
    awaitRow(page, "damson.txt");
    grid(page).focus();
    return page;
  }

  @Test
  void arrowsMoveAndShiftSpans() {
    Page page = keys();
    page.keyboard().press("ArrowDown");
    awaitSelected(page, "inner");
    page.keyboard().press("ArrowDown");
    awaitSelected(page, "apple.txt");
    page.keyboard().press("Shift+ArrowDown");
    page.keyboard().press("Shift+ArrowDown");
    awaitSelected(page, "apple.txt", "banana.txt", "cherry.txt");
    page.keyboard().press("Shift+ArrowUp");
    awaitSelected(page, "apple.txt", "banana.txt");
    page.keyboard().press("ArrowUp");
    awaitSelected(page, "apple.txt");
    page.keyboard().press("Control+ArrowDown");
    page.keyboard().press("Control+ArrowDown");
    awaitSelected(page, "apple.txt");
    page.keyboard().press("Control+Space");
    awaitSelected(page, "apple.txt", "cherry.txt");
    page.keyboard().press("Escape");
    awaitSelected(page);
    Stage.end(page);
  }

  @Test
  void homeEndAndPagesReachEveryRow() {
    Page page = stage.open("/files/many/");
    awaitRow(page, "file 1");
    assertThat(grid(page)).hasAttribute("aria-rowcount", "201");
    grid(page).focus();
    page.keyboard().press("End");
    awaitSelected(page, "file 200");
    assertThat(row(page, "file 200")).isInViewport();
    page.keyboard().press("Home");
    awaitSelected(page, "file 1");
    page.keyboard().press("PageDown");
    page.keyboard().press("PageDown");
    assertThat(page.locator("[data-index][aria-selected=true]")).isInViewport();
    page.keyboard().press("PageUp");
    page.keyboard().press("PageUp");
    awaitSelected(page, "file 1");
    page.keyboard().press("Shift+End");
    assertThat(page.getByText("200 selected")).isVisible();
    Stage.end(page);
  }

  @Test
  void enterGoesInAndAltUpOrBackspaceGoesOut() {
    Page page = keys();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Enter");
    awaitPath(page, "/files/keys/inner/");
    awaitRow(page, "deep.txt");
    page.keyboard().press("Alt+ArrowUp");
    awaitPath(page, "/files/keys/");
    awaitRow(page, "inner");
    page.keyboard().press("Enter");
    awaitPath(page, "/files/keys/inner/");
    awaitRow(page, "deep.txt");
    page.keyboard().press("Backspace");
    awaitPath(page, "/files/keys/");
    Stage.end(page);
  }

  @Test
  void typingJumps() {
    Page page = keys();
    page.keyboard().type("ch");
    awaitSelected(page, "cherry.txt");
    Stage.end(page);
  }

  @Test
  void slashFiltersAndEscapeLeaves() {
    Page page = keys();
    page.keyboard().press("/");
    page.keyboard().type("an");
    assertThat(page.locator("[data-index]")).hasCount(1);
    awaitRow(page, "banana.txt");
    page.keyboard().press("Enter");
    awaitSelected(page, "banana.txt");
    page.keyboard().press("Escape");
    assertThat(page.locator("[data-index]")).hasCount(5);
    Stage.end(page);
  }

  @Test
  void controlAAndControlLAndQuestionMark() {
    Page page = keys();
    page.keyboard().press("Control+a");
    awaitSelected(page, "inner", "apple.txt", "banana.txt", "cherry.txt", "damson.txt");
    page.keyboard().press("Control+l");
    page.keyboard().type("/files/keys/inner");
    page.keyboard().press("Enter");
    awaitPath(page, "/files/keys/inner/");
    awaitRow(page, "deep.txt");
    page.keyboard().press("?");
    assertThat(dialog(page).getByText("Alt+Enter")).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog[open]")).hasCount(0);
    page.keyboard().press("Control+l");
    page.keyboard().press("Escape");
    assertThat(page.getByLabel("Type a path").and(page.locator("input"))).hasCount(0);
    Stage.end(page);
  }

  @Test
  void spaceShowsAndSpaceCloses() {
    Page page = keys();
    page.keyboard().type("ba");
    awaitSelected(page, "banana.txt");
    // A space soon after a letter would be one of the name.
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowUp");
    page.waitForTimeout(900);
    page.keyboard().press("Space");
    assertThat(dialog(page).locator("pre")).hasText("banana.txt");
    page.keyboard().press("ArrowRight");
    assertThat(dialog(page).locator("pre")).hasText("cherry.txt");
    page.keyboard().press("ArrowLeft");
    assertThat(dialog(page).locator("pre")).hasText("banana.txt");
    page.keyboard().press("Space");
    assertThat(page.locator("dialog[open]")).hasCount(0);
    awaitSelected(page, "banana.txt");
    Stage.end(page);
  }

  @Test
  void f2RenamesAndDeleteDeletes() {
    Page page = stage.open("/files/changes/");
    awaitRow(page, "old name.txt");
    grid(page).focus();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("F2");
    dialog(page).waitFor();
    // The extension is not selected.
    page.keyboard().type("new name");
    page.keyboard().press("Enter");
    awaitRow(page, "new name.txt");
    assertTrue(Files.exists(stage.folder().resolve("changes/new name.txt")));
    page.keyboard().press("End");
    awaitSelected(page, "to delete.txt");
    page.keyboard().press("Delete");
    dialog(page).getByText("FTP has no recycle bin.").waitFor();
    page.keyboard().press("Enter");
    assertThat(row(page, "to delete.txt")).hasCount(0);
    assertTrue(Files.notExists(stage.folder().resolve("changes/to delete.txt")));
    Stage.end(page);
  }

  @Test
  void theMenuOpensByKeyAndRunsByKey() {
    Page page = keys();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Shift+F10");
    page.locator("[role=menu]").waitFor();
    page.keyboard().press("Enter");
    awaitPath(page, "/files/keys/inner/");
    Stage.end(page);
  }

  @Test
  void tilesAnswerToAllArrows() {
    Page page = keys();
    page.keyboard().press("Control+Shift+L");
    page.locator(".tiles").waitFor();
    page.keyboard().press("ArrowDown");
    awaitSelected(page, "inner");
    page.keyboard().press("ArrowRight");
    awaitSelected(page, "apple.txt");
    page.keyboard().press("ArrowRight");
    page.keyboard().press("ArrowLeft");
    awaitSelected(page, "apple.txt");
    page.keyboard().press("Control+Shift+L");
    assertThat(page.locator(".tiles")).hasCount(0);
    awaitSelected(page, "apple.txt");
    Stage.end(page);
  }

  @Test
  void pointerAndModifiersSelect() {
    Page page = keys();
    Screens.select(page, "apple.txt");
    awaitSelected(page, "apple.txt");
    page.keyboard().down("Shift");
    Screens.select(page, "cherry.txt");
    page.keyboard().up("Shift");
    awaitSelected(page, "apple.txt", "banana.txt", "cherry.txt");
    page.keyboard().down("Control");
    Screens.select(page, "banana.txt");
    page.keyboard().up("Control");
    awaitSelected(page, "apple.txt", "cherry.txt");
    Stage.end(page);
  }

  @Test
  void aDeepLinkPointsToItsEntry() {
    Page page = stage.open("/files/keys/#cherry.txt");
    awaitSelected(page, "cherry.txt");
    page.reload();
    awaitSelected(page, "cherry.txt");
    assertEquals("keys – Sallyport", page.title());
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("files").setExact(true))
        .click();
    awaitPath(page, "/files/");
    awaitRow(page, "keys");
    page.goBack();
    awaitRow(page, "cherry.txt");
    Stage.end(page);
  }
}
