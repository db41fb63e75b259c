package io.sallyport.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sallyport.web.Screens.awaitPath;
import static io.sallyport.web.Screens.awaitRow;
import static io.sallyport.web.Screens.button;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The way to a server: the address box, signing in and out, what the browser remembers.
final class ConnectBrowserIT extends BrowserContract {

  @Override
  void fill(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("docs"));
    Files.writeString(folder.resolve("docs/a.txt"), "a");
  }

  @Test
  void signingInShowsTheFolderThatWasAskedForAndSigningOutForgets() {
    Page page = stage.open("/private/docs/");
    page.getByLabel("User name").fill(stage.server().user());
    page.locator("#password").fill("wrong");
    button(page, "Sign in").click();
    assertThat(page.getByRole(AriaRole.ALERT))
        .containsText("The FTP server refused this user name and password.");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("530");
    Stage.screenshot(page, "1-sign-in-refused-light");
    page.locator("#password").fill(stage.server().password());
    button(page, "Sign in").click();
    awaitRow(page, "a.txt");
    awaitPath(page, "/private/docs/");
    page.reload();
    awaitRow(page, "a.txt");
    button(page, "Sign out of private").click();
    awaitPath(page, "/");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("private › docs")).click();
    page.locator("#user").waitFor();
    assertFalse(
        page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
            .toString()
            .contains(stage.server().password()));
    Stage.end(page);
  }

  @Test
  void whatIsNoFtpAddressIsToldSo() {
    Page page = stage.open("/");
    page.getByLabel("FTP address").fill("sftp://ftp.example.org/");
    button(page, "Connect").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("it is file transfer over SSH");
    page.getByLabel("FTP address").fill("https://example.org/");
    button(page, "Connect").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("ftp:, ftps: and ftpes: addresses");
    page.getByLabel("FTP address").fill("/files/docs/");
    button(page, "Connect").click();
    awaitRow(page, "a.txt");
    Stage.end(page);
  }

  @Test
  void ftpLinksAreTakenOverWhereTheBrowserAllowsIt() {
    Page page = stage.open("/");
    page.evaluate(
        "() => { window.asked = []; navigator.registerProtocolHandler = (scheme, url) =>"
            + " window.asked.push(scheme + ' ' + new URL(url).pathname + new URL(url).search); }");
    button(page, "Open links here").click();
    assertEquals("ftp /-/open?url=%s,ftps /-/open?url=%s", page.evaluate("window.asked.join(',')"));
    assertThat(page.getByText("sftp: links are not taken over")).isVisible();
    Stage.end(page);
  }

  @Test
  void theLanguageIsChosenAndKept() {
    Page page = stage.open("/");
    button(page, "Language").click();
    page.getByRole(AriaRole.MENUITEMRADIO, new Page.GetByRoleOptions().setName("简体中文")).click();
    assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("连接");
    page.reload();
    assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("连接");
    assertEquals("zh-CN", page.locator("html").getAttribute("lang"));
    Stage.end(page);
  }

  @Test
  void anErrorTellsCauseRemedyAndReply() {
    Page page = stage.open("/files/missing/");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("missing could not be opened");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("What to do");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("The gateway says");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("FTP reply");
    Stage.end(page);
  }
}
