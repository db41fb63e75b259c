package io.sallyport.web;

import static io.sallyport.web.Screens.awaitRow;
import static io.sallyport.web.Screens.dialog;
import static io.sallyport.web.Screens.select;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.web.Stage.Look;
import java.io.IOException;
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

    for (String name : previews(look)) {
      page.navigate(stage.url("/files/?preview=" + name));
      dialog(page).locator("article, .image img, pre, iframe, audio").first().waitFor();
      shown(page, look, "5-preview-" + name.substring(name.indexOf('.') + 1));
    }
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

  /// Contrast is what differs between light and dark; the rest is shown once more in each look.
  private static List<String> previews(Look look) {
    return look.equals(Look.PLAIN) || look.equals(Look.DARK)
        ? List.of("readme.md", "harbour.png", "notes.txt", "manual.pdf", "tone.wav")
        : List.of("readme.md");
  }

  private void shown(Page page, Look look, String name) {
    stage.assertNoErrors();
    Stage.screenshot(page, name + "-" + look.name());
    // In Chinese only the words differ.
    if (!look.equals(Look.CHINESE)) {
      Stage.assertAccessible(page);
      // What looks at the page runs in its frames, too; the sandbox of a PDF complains of that.
      stage.forgetErrors();
    }
  }
}
