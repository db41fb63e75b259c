package io.sallyport.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sallyport.web.Screens.awaitRow;
import static io.sallyport.web.Screens.button;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.sallyport.ground.FtpServerSetup;
import io.sallyport.web.Stage.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The doctor's page before a server that allows no passive mode: the picture, the steps, the
/// verdict and the mode that works.
final class DoctorBrowserIT extends BrowserContract {

  @Override
  void fill(Path folder) throws IOException {
    Files.writeString(folder.resolve("a.txt"), "a");
  }

  @Override
  FtpServerSetup configured(FtpServerSetup setup) {
    return setup.passiveEnabled(false);
  }

  private Page examined(Look look) {
    Page page = stage.open(look, "/-/doctor?server=%2Ffiles%2F");
    page.locator("article.verdict").first().waitFor();
    assertThat(page.locator("ol li").first()).isVisible();
    return page;
  }

  @Test
  void itNamesWhatIsRefusedAndTakesWhatWorks() {
    Page page = examined(Look.PLAIN);
    assertThat(
            page.locator(".picture .control .state").or(page.locator(".picture .link.ok")).first())
        .containsText("works");
    assertThat(page.locator(".picture")).containsText("not allowed by the server");
    assertThat(page.locator("ol")).containsText("Passive mode, EPSV");
    assertThat(page.locator("ol")).containsText("550");
    assertThat(page.locator("ol")).containsText("Active mode");
    button(page, "Copy the report").click();
    String report = page.evaluate("navigator.clipboard.readText()").toString();
    assertTrue(report.contains("Sallyport doctor: ftp://127.0.0.1"), report);
    assertTrue(report.contains("PASS"), report);
    assertFalse(report.contains(stage.server().password()), "the report holds the password");
    page.getByText("Open the files").click();
    awaitRow(page, "a.txt");
    Stage.end(page);
  }

  @Test
  void itIsDrawnInEveryLook() {
    for (Look look : List.of(Look.PLAIN, Look.DARK, Look.CHINESE, Look.PHONE)) {
      Page page = examined(look);
      Stage.screenshot(page, "6-doctor-" + look.name());
      Stage.assertAccessible(page);
      Stage.end(page);
    }
  }

  @Test
  void aUrlIsExaminedAndWhatIsNoneIsToldSo() {
    Page page = stage.open("/-/doctor");
    page.locator("#doctor-server").selectOption("");
    page.locator("#doctor-url").fill("sftp://127.0.0.1/");
    button(page, "Examine").click();
    assertThat(page.locator(".fault")).containsText("over SSH");
    page.locator("#doctor-url").fill(stage.server().url());
    page.locator("#doctor-user").fill(stage.server().user());
    page.locator("#doctor-password").fill(stage.server().password());
    button(page, "Examine").click();
    assertThat(page.locator("ol"))
        .containsText("230", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
    page.locator("article.verdict").first().waitFor();
    Stage.end(page);
  }
}
