package io.sallyport.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sallyport.web.Screens.dialog;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.OddNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Names and files of somebody who wants to run something in the reader's page.
final class HostileBrowserIT extends BrowserContract {

  private static final List<String> NAMES =
      List.of(
          "<img src=x onerror=\"window.hacked=1\">.txt",
          "<script>window.hacked=1<\u2215script>",
          "javascript:window.hacked=1",
          "\"><svg onload=window.hacked=1>",
          "{{constructor.constructor('window.hacked=1')()}}",
          "\u202Egnp.exe");

  private static final String SCRIPT =
      "try { parent.hacked = 1; } catch (e) {} window.hacked = 1; document.title = 'hacked';";

  @Override
  void fill(Path folder) throws IOException {
    Path names = Files.createDirectories(folder.resolve("names"));
    for (String name : NAMES) {
      Files.writeString(names.resolve(name), "text");
    }
    Path odd = Files.createDirectories(folder.resolve("odd"));
    for (String name : OddNames.heldBy(FtpSoftware.VSFTPD)) {
      Files.writeString(odd.resolve(name), "text");
    }
    Path pages = Files.createDirectories(folder.resolve("pages"));
    Files.writeString(pages.resolve("a.html"), "<script>" + SCRIPT + "</script>");
    Files.writeString(
        pages.resolve("b.svg"),
        "<svg xmlns='http://www.w3.org/2000/svg' width='50' height='50'><rect width='50'"
            + " height='50'/><script>"
            + SCRIPT
            + "</script></svg>");
    Files.writeString(pages.resolve("c.md"), "<iframe srcdoc=\"<script>" + SCRIPT + "</script>\">");
    Files.writeString(pages.resolve("d.txt"), "<script>" + SCRIPT + "</script>");
  }

  private static void assertNothingRan(Page page) {
    assertEquals(false, page.evaluate("'hacked' in window"));
    assertTrue(!page.title().equals("hacked"), page.title());
  }

  @Test
  void namesAreText() {
    Page page = stage.open("/files/names/");
    for (String name : NAMES) {
      Screens.awaitRow(page, name);
      Screens.select(page, name);
      page.keyboard().press("F2");
      assertThat(dialog(page).locator("h2")).containsText(name.strip());
      page.keyboard().press("Escape");
      page.keyboard().press("Delete");
      assertThat(dialog(page).locator("h2")).containsText(name.strip());
      page.keyboard().press("Escape");
    }
    page.locator(".switch button").last().click();
    page.locator(".tiles").waitFor();
    assertNothingRan(page);
    Stage.end(page);
  }

  @Test
  void oddNamesOpen() {
    Page page = stage.open(new Stage.Look("en-US", ColorScheme.LIGHT, 1280, 2400), "/files/odd/");
    Screens.awaitRow(page, "plain.txt");
    assertThat(Screens.grid(page))
        .hasAttribute(
            "aria-rowcount", String.valueOf(OddNames.heldBy(FtpSoftware.VSFTPD).size() + 1));
    for (String name : List.of("%2F..%2F", "what?", "hash#tag", "-la", "50%")) {
      Screens.row(page, name)
          .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name).setExact(true))
          .click();
      dialog(page).waitFor();
      if (dialog(page).getByText("Show as text").isVisible()) {
        dialog(page).getByText("Show as text").click();
      }
      assertThat(dialog(page).locator("pre")).hasText("text");
      page.keyboard().press("Escape");
      assertThat(page.locator("dialog[open]")).hasCount(0);
    }
    Stage.end(page);
  }

  @Test
  void hostedFilesRunNothingInThePreview() {
    Page page = stage.open("/files/pages/?preview=a.html");
    assertThat(dialog(page).locator("pre")).containsText("<script>");
    assertNothingRan(page);
    page.navigate(stage.url("/files/pages/?preview=b.svg"));
    dialog(page).locator(".image img").waitFor();
    assertNothingRan(page);
    page.navigate(stage.url("/files/pages/?preview=c.md"));
    dialog(page).locator("article").waitFor();
    assertThat(dialog(page).locator("article iframe")).hasCount(0);
    assertNothingRan(page);
    Stage.end(page);
  }

  @Test
  void hostedFilesOpenedByThemselvesRunNothing() {
    Page page = stage.open("/files/pages/d.txt");
    assertThat(page.locator("body")).containsText("<script>");
    assertNothingRan(page);
    // HTML and SVG are saved instead of shown.
    page.navigate(stage.url("/files/pages/"));
    Screens.awaitRow(page, "d.txt");
    for (String name : List.of("a.html", "b.svg")) {
      String url = stage.url("/files/pages/" + name);
      page.waitForDownload(() -> page.evaluate("url => { location.href = url; }", url));
      assertNothingRan(page);
    }
    Stage.end(page);
  }
}
