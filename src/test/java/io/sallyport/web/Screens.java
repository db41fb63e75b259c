package io.sallyport.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/// What tests say of the application's screens, in its own words.
final class Screens {

  private Screens() {}

  /// The list of a folder's entries.
  static Locator grid(Page page) {
    return page.locator("[role=grid]");
  }

  /// The row, or the tile, of an entry.
  static Locator row(Page page, String name) {
    return page.locator(
        "[data-index]",
        new Page.LocatorOptions()
            .setHas(
                page.getByRole(
                    AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))));
  }

  /// Waits until the folder shows an entry.
  static void awaitRow(Page page, String name) {
    row(page, name).waitFor();
  }

  /// Selects one entry, not by its name, which would open it.
  static void select(Page page, String name) {
    Locator row = row(page, name);
    row.click(new Locator.ClickOptions().setPosition(row.boundingBox().width - 70, 8));
  }

  static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  static Locator dialog(Page page) {
    return page.locator("dialog[open]").last();
  }

  static Locator inDialog(Page page, String button) {
    return dialog(page)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true));
  }

  static Locator tray(Page page) {
    return page.locator("section.tray");
  }

  /// Waits until exactly these are selected.
  static void awaitSelected(Page page, String... names) {
    assertThat(page.locator("[data-index][aria-selected=true]")).hasCount(names.length);
    for (String name : names) {
      assertThat(row(page, name)).hasAttribute("aria-selected", "true");
    }
  }

  /// Waits for the address bar.
  static void awaitPath(Page page, String path) {
    page.waitForURL(Pattern.compile("^[a-z]+://[^/]+" + Pattern.quote(path) + "$"));
  }
}
