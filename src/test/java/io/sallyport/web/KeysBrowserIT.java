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

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// Everything that keys do in the list of files, each as a person would press it. The application
/// has one list of its keys, from which it makes its help; a key on it that no test here presses
/// fails.
final class KeysBrowserIT extends BrowserContract {

  private final Set<String> pressed = new HashSet<>();

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
    Files.createDirectories(folder.resolve("clips/to"));
    for (String name : List.of("copy me.txt", "move me.txt")) {
      Files.writeString(folder.resolve("clips").resolve(name), name);
    }
    Path changes = Files.createDirectories(folder.resolve("changes"));
    for (String name : List.of("old name.txt", "to delete.txt")) {
      Files.writeString(changes.resolve(name), name);
    }
  }

  private Page keys() {
    return list("/files/keys/", "damson.txt");
  }

  private Page list(String path, String name) {
    Page page = stage.open(path);
    awaitRow(page, name);
    grid(page).focus();
    return page;
  }

  /// Presses a key as the application spells it.
  private void press(Page page, String key) {
    pressed.add(key);
    page.keyboard().press(key.replace("Mod+", "Control+"));
  }

  @AfterEach
  void whatIsClaimedToBePressedIs(TestInfo test) {
    Presses claimed = test.getTestMethod().orElseThrow().getAnnotation(Presses.class);
    if (claimed != null) {
      assertEquals(Set.of(), difference(Set.of(claimed.value()), pressed));
    }
    pressed.clear();
  }

  @Test
  @Presses("?")
  void everyKeyOfTheListIsPressedByATest() {
    Page page = keys();
    press(page, "?");
    dialog(page).waitFor();
    Set<String> listed = new HashSet<>();
    for (Locator key : dialog(page).locator("kbd[data-key]").all()) {
      listed.add(key.getAttribute("data-key"));
    }
    Stage.end(page);
    Set<String> tested = new HashSet<>();
    for (Method method : KeysBrowserIT.class.getDeclaredMethods()) {
      Presses presses = method.getAnnotation(Presses.class);
      if (presses != null) {
        tested.addAll(List.of(presses.value()));
      }
    }
    assertTrue(listed.size() > 20, listed.toString());
    assertEquals(Set.of(), difference(listed, tested), "keys that no test presses");
    assertEquals(Set.of(), difference(tested, listed), "keys that the help does not name");
  }

  private static Set<String> difference(Set<String> of, Set<String> without) {
    Set<String> left = new TreeSet<>(of);
    left.removeAll(without);
    return left;
  }

  @Test
  @Presses({
    "ArrowUp",
    "ArrowDown",
    "Shift+ArrowUp",
    "Shift+ArrowDown",
    "Mod+ArrowUp",
    "Mod+ArrowDown",
    "Mod+Space",
    "Escape"
  })
  void arrowsMoveAndShiftSpans() {
    Page page = keys();
    press(page, "ArrowDown");
    awaitSelected(page, "inner");
    press(page, "ArrowDown");
    awaitSelected(page, "apple.txt");
    press(page, "Shift+ArrowDown");
    press(page, "Shift+ArrowDown");
    awaitSelected(page, "apple.txt", "banana.txt", "cherry.txt");
    press(page, "Shift+ArrowUp");
    awaitSelected(page, "apple.txt", "banana.txt");
    press(page, "ArrowUp");
    awaitSelected(page, "apple.txt");
    press(page, "Mod+ArrowDown");
    press(page, "Mod+ArrowDown");
    press(page, "Mod+ArrowDown");
    press(page, "Mod+ArrowUp");
    awaitSelected(page, "apple.txt");
    press(page, "Mod+Space");
    awaitSelected(page, "apple.txt", "cherry.txt");
    press(page, "Escape");
    awaitSelected(page);
    Stage.end(page);
  }

  @Test
  @Presses({"Home", "End", "PageUp", "PageDown"})
  void homeEndAndPagesReachEveryRow() {
    Page page = stage.open("/files/many/");
    awaitRow(page, "file 1");
    assertThat(grid(page)).hasAttribute("aria-rowcount", "201");
    grid(page).focus();
    press(page, "End");
    awaitSelected(page, "file 200");
    assertThat(row(page, "file 200")).isInViewport();
    press(page, "Home");
    awaitSelected(page, "file 1");
    press(page, "PageDown");
    press(page, "PageDown");
    assertThat(page.locator("[data-index][aria-selected=true]")).isInViewport();
    press(page, "PageUp");
    press(page, "PageUp");
    awaitSelected(page, "file 1");
    press(page, "Shift+End");
    assertThat(page.getByText("200 selected")).isVisible();
    Stage.end(page);
  }

  @Test
  @Presses({"Enter", "Alt+ArrowUp", "Backspace"})
  void enterGoesInAndAltUpOrBackspaceGoesOut() {
    Page page = keys();
    press(page, "ArrowDown");
    press(page, "Enter");
    awaitPath(page, "/files/keys/inner/");
    awaitRow(page, "deep.txt");
    press(page, "Alt+ArrowUp");
    awaitPath(page, "/files/keys/");
    awaitRow(page, "inner");
    press(page, "Enter");
    awaitPath(page, "/files/keys/inner/");
    awaitRow(page, "deep.txt");
    press(page, "Backspace");
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
  @Presses({"/"})
  void slashFiltersAndEscapeLeaves() {
    Page page = keys();
    press(page, "/");
    page.keyboard().type("an");
    assertThat(page.locator("[data-index]")).hasCount(1);
    awaitRow(page, "banana.txt");
    press(page, "Enter");
    awaitSelected(page, "banana.txt");
    press(page, "Escape");
    assertThat(page.locator("[data-index]")).hasCount(5);
    Stage.end(page);
  }

  @Test
  @Presses({"Mod+a", "Mod+l"})
  void controlAAndControlLAndQuestionMark() {
    Page page = keys();
    press(page, "Mod+a");
    awaitSelected(page, "inner", "apple.txt", "banana.txt", "cherry.txt", "damson.txt");
    press(page, "Mod+l");
    page.keyboard().type("/files/keys/inner");
    press(page, "Enter");
    awaitPath(page, "/files/keys/inner/");
    awaitRow(page, "deep.txt");
    press(page, "?");
    assertThat(dialog(page).getByText("Alt+Enter")).isVisible();
    press(page, "Escape");
    assertThat(page.locator("dialog[open]")).hasCount(0);
    press(page, "Mod+l");
    press(page, "Escape");
    assertThat(page.getByLabel("Type a path").and(page.locator("input"))).hasCount(0);
    Stage.end(page);
  }

  @Test
  @Presses({"Space"})
  void spaceShowsAndSpaceCloses() {
    Page page = keys();
    page.keyboard().type("ba");
    awaitSelected(page, "banana.txt");
    // A space right after a letter would be one of the name.
    press(page, "ArrowDown");
    press(page, "ArrowUp");
    press(page, "Space");
    assertThat(dialog(page).locator("pre")).hasText("banana.txt");
    press(page, "ArrowRight");
    assertThat(dialog(page).locator("pre")).hasText("cherry.txt");
    press(page, "ArrowLeft");
    assertThat(dialog(page).locator("pre")).hasText("banana.txt");
    press(page, "Space");
    assertThat(page.locator("dialog[open]")).hasCount(0);
    awaitSelected(page, "banana.txt");
    Stage.end(page);
  }

  @Test
  @Presses({"F2", "Delete"})
  void f2RenamesAndDeleteDeletes() {
    Page page = stage.open("/files/changes/");
    awaitRow(page, "old name.txt");
    grid(page).focus();
    press(page, "ArrowDown");
    press(page, "F2");
    dialog(page).waitFor();
    // The extension is not selected.
    page.keyboard().type("new name");
    press(page, "Enter");
    awaitRow(page, "new name.txt");
    assertTrue(Files.exists(stage.folder().resolve("changes/new name.txt")));
    press(page, "End");
    awaitSelected(page, "to delete.txt");
    press(page, "Delete");
    dialog(page).getByText("FTP has no recycle bin.").waitFor();
    press(page, "Enter");
    assertThat(row(page, "to delete.txt")).hasCount(0);
    assertTrue(Files.notExists(stage.folder().resolve("changes/to delete.txt")));
    Stage.end(page);
  }

  @Test
  @Presses({"Shift+F10"})
  void theMenuOpensByKeyAndRunsByKey() {
    Page page = keys();
    press(page, "ArrowDown");
    press(page, "Shift+F10");
    page.locator("[role=menu]").waitFor();
    press(page, "Enter");
    awaitPath(page, "/files/keys/inner/");
    Stage.end(page);
  }

  @Test
  @Presses({"ArrowLeft", "ArrowRight", "Mod+Shift+l"})
  void tilesAnswerToAllArrows() {
    Page page = keys();
    press(page, "Mod+Shift+l");
    page.locator(".tiles").waitFor();
    press(page, "ArrowDown");
    awaitSelected(page, "inner");
    press(page, "ArrowRight");
    awaitSelected(page, "apple.txt");
    press(page, "ArrowRight");
    press(page, "ArrowLeft");
    awaitSelected(page, "apple.txt");
    press(page, "Mod+Shift+l");
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

  @Test
  @Presses({"Mod+c", "Mod+x", "Mod+v"})
  void controlCAndXTakeAndControlVPuts() {
    Path there = stage.folder().resolve("clips");
    Page page = list("/files/clips/", "move me.txt");
    page.keyboard().type("copy");
    awaitSelected(page, "copy me.txt");
    press(page, "Mod+c");
    assertThat(page.getByText("1 item copied")).isVisible();
    page.keyboard().type("to");
    awaitSelected(page, "to");
    press(page, "Enter");
    awaitPath(page, "/files/clips/to/");
    page.locator(".empty").waitFor();
    press(page, "Mod+v");
    awaitRow(page, "copy me.txt");
    assertTrue(Files.exists(there.resolve("copy me.txt")));
    assertTrue(Files.exists(there.resolve("to/copy me.txt")));

    press(page, "Backspace");
    awaitRow(page, "move me.txt");
    page.keyboard().type("move");
    awaitSelected(page, "move me.txt");
    press(page, "Mod+x");
    assertThat(page.getByText("1 item cut")).isVisible();
    assertThat(row(page, "move me.txt")).hasClass(Pattern.compile("\\bcut\\b"));
    page.keyboard().type("to");
    awaitSelected(page, "to");
    press(page, "Enter");
    awaitRow(page, "copy me.txt");
    press(page, "Mod+v");
    awaitRow(page, "move me.txt");
    assertTrue(Files.notExists(there.resolve("move me.txt")));
    assertTrue(Files.exists(there.resolve("to/move me.txt")));
    Stage.end(page);
  }

  @Test
  @Presses("Alt+Enter")
  void altEnterShowsProperties() {
    Page page = keys();
    page.keyboard().type("ch");
    awaitSelected(page, "cherry.txt");
    press(page, "Alt+Enter");
    assertThat(dialog(page).locator("h2")).hasText("Properties");
    assertThat(dialog(page)).containsText("cherry.txt");
    assertThat(dialog(page)).containsText("10 bytes");
    press(page, "Escape");
    assertThat(page.locator("dialog[open]")).hasCount(0);
    awaitSelected(page, "cherry.txt");
    Stage.end(page);
  }

  @Test
  @Presses("Mod+Shift+f")
  void controlShiftFSearchesBelow() {
    Page page = keys();
    press(page, "Mod+Shift+f");
    dialog(page).waitFor();
    page.keyboard().type("deep");
    press(page, "Enter");
    assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("deep.txt")))
        .isVisible();
    assertThat(page.getByText("1 found in 2 folders")).isVisible();
    press(page, "Escape");
    awaitRow(page, "damson.txt");
    Stage.end(page);
  }
}
