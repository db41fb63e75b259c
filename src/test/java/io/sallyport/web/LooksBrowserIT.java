package io.sallyport.web;

import static io.sallyport.web.Screens.awaitRow;
import static io.sallyport.web.Screens.dialog;
import static io.sallyport.web.Screens.select;
import static io.sallyport.web.Screens.tray;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.web.Stage.Look;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every screen in every look: light, dark, Chinese and on a phone; each held against WCAG 2.2 and
/// written to `target/screens`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class LooksBrowserIT {

  private Stage stage;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    Samples.fill(folder);
    stage = Stage.over(FtpSoftware.VSFTPD.over(folder), folder);
  }

  @AfterAll
  void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  static List<Look> looks() {
    return List.of(Look.PLAIN, Look.DARK, Look.CHINESE, Look.PHONE);
  }

  @ParameterizedTest
  @MethodSource("looks")
  void everyScreen(Look look) {
    Page page = stage.open(look, "/");
    page.locator("#address").waitFor();
    shown(page, look, "1-connect");
    page.locator("summary").first().click();
    shown(page, look, "1-connect-advanced");

    page.navigate(stage.url("/private/"));
    page.locator("#user").waitFor();
    shown(page, look, "1-sign-in");

    page.navigate(stage.url("/files/"));
    awaitRow(page, "readme.md");
    shown(page, look, "2-list");
    select(page, "harbour.png");
    shown(page, look, "2-selection");
    page.keyboard().press("Shift+F10");
    page.locator("[role=menu]").waitFor();
    shown(page, look, "2-menu");
    page.keyboard().press("Escape");
    page.keyboard().press("?");
    dialog(page).waitFor();
    shown(page, look, "2-help");
    page.keyboard().press("Escape");

    page.locator(".switch button").last().click();
    page.locator(".picture img").first().waitFor();
    shown(page, look, "2-tiles");
    page.locator(".switch button").first().click();

    dialogs(page, look);
    uploads(page, look);
    for (String name : previews(look)) {
      page.navigate(stage.url("/files/?preview=" + name));
      Locator content =
          dialog(page).locator("article, .image img, pre, iframe, audio, .none").first();
      content.waitFor();
      if (content.evaluate("it => it.localName").equals("iframe")) {
        page.waitForCondition(() -> Stage.isDrawn(content));
      }
      shown(page, look, "5-preview-" + name.substring(name.indexOf('.') + 1));
    }
    page.navigate(stage.url("/files/?preview=notes.txt"));
    dialog(page).locator("pre").waitFor();
    dialog(page).getByText(look.locale().equals("zh-CN") ? "编辑" : "Edit").click();
    dialog(page).locator(".cm-content").waitFor();
    shown(page, look, "5-editor");
    page.keyboard().press("Escape");
    page.navigate(stage.url("/files/?search=prices"));
    page.locator(".hits li").first().waitFor();
    shown(page, look, "2-search");
    page.navigate(stage.url("/files/missing/"));
    page.locator("[role=alert]").waitFor();
    shown(page, look, "2-error");
    page.navigate(stage.url("/files/empty/"));
    page.locator(".empty").waitFor();
    shown(page, look, "2-empty");
    page.navigate(stage.url("/-/status"));
    page.getByRole(AriaRole.HEADING).first().waitFor();
    page.locator("pre").first().waitFor();
    shown(page, look, "7-status");
    Stage.end(page);
    stage.assertNoErrors();
  }

  private void dialogs(Page page, Look look) {
    select(page, "notes.txt");
    page.keyboard().press("Alt+Enter");
    dialog(page).locator("#modified").waitFor();
    shown(page, look, "5-properties");
    page.keyboard().press("Escape");
    page.keyboard().press("F2");
    dialog(page).locator("input").waitFor();
    shown(page, look, "2-rename");
    page.keyboard().press("Escape");
    page.keyboard().press("Control+a");
    page.keyboard().press("Delete");
    dialog(page).waitFor();
    shown(page, look, "2-delete");
    page.keyboard().press("Escape");
    page.keyboard().press("Escape");
  }

  /// A conflict, and the tray with what came of it.
  private void uploads(Page page, Look look) {
    byte[] text = "mine".getBytes(StandardCharsets.UTF_8);
    page.getByTestId("upload-files")
        .setInputFiles(
            new FilePayload[] {
              new FilePayload("notes.txt", "text/plain", text),
              new FilePayload("new " + look.name() + ".txt", "text/plain", text)
            });
    dialog(page).locator(".answers").waitFor();
    shown(page, look, "4-conflict");
    dialog(page).locator(".answers button").last().click();
    tray(page).locator("li.skipped").waitFor();
    tray(page).locator("li.done").waitFor();
    shown(page, look, "3-transfers");
    tray(page).locator("header button").last().click();
  }

  /// Contrast is what differs between light and dark; the rest is shown once more in each look.
  private static List<String> previews(Look look) {
    return look.equals(Look.PLAIN) || look.equals(Look.DARK)
        ? List.of("readme.md", "harbour.png", "notes.txt", "manual.pdf", "tone.wav")
        : List.of("readme.md", "manual.pdf");
  }

  private void shown(Page page, Look look, String name) {
    stage.assertNoErrors();
    Stage.screenshot(page, name + "-" + look.name());
    if (look.equals(Look.DARK)) {
      Stage.assertLegible(page);
    } else {
      Stage.assertAccessible(page);
    }
    // What looks at the page runs in its frames, too; the sandbox of a PDF complains of that.
    stage.forgetErrors();
  }
}
