package io.sallyport.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sallyport.web.Screens.awaitPath;
import static io.sallyport.web.Screens.awaitRow;
import static io.sallyport.web.Screens.button;
import static io.sallyport.web.Screens.dialog;
import static io.sallyport.web.Screens.grid;
import static io.sallyport.web.Screens.row;
import static io.sallyport.web.Screens.select;
import static io.sallyport.web.Screens.tray;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.sallyport.web.Stage.Plan;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The application of a gateway whose URLs all begin with a path of their own, as behind a proxy
/// that has other things to serve: no request leaves that path.
final class BasePathBrowserIT extends BrowserContract {

  private final List<String> strays = Collections.synchronizedList(new ArrayList<>());

  @Override
  Plan planned(Plan plan) {
    return plan.withSettings("base-path: /tools/ftp\n");
  }

  @Override
  void fill(Path folder) throws IOException {
    Samples.fill(folder);
  }

  private Page watched(String path) {
    Page page = stage.open(path);
    page.onRequest(request -> {
      URI uri = URI.create(request.url());
      if (uri.getScheme().startsWith("http") && !uri.getPath().startsWith("/tools/ftp/")) {
        strays.add(request.url());
      }
    });
    return page;
  }

  @Test
  void foldersAreListedOpenedAndFoundAgain() {
    Page page = watched("/");
    awaitPath(page, "/tools/ftp/");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("files")).first().click();
    awaitPath(page, "/tools/ftp/files/");
    row(page, "Price lists").getByRole(AriaRole.LINK).click();
    awaitPath(page, "/tools/ftp/files/Price%20lists/");
    awaitRow(page, "2026");
    page.reload();
    awaitRow(page, "2026");
    grid(page).focus();
    page.keyboard().press("Backspace");
    awaitPath(page, "/tools/ftp/files/");
    page.keyboard().press("Control+l");
    page.keyboard().type("/files/Price lists/2026");
    page.keyboard().press("Enter");
    awaitRow(page, "prices.csv");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("files").setExact(true))
        .click();
    awaitRow(page, "readme.md");
    page.keyboard().press("Control+Shift+f");
    dialog(page).waitFor();
    page.keyboard().type("prices");
    page.keyboard().press("Enter");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("prices.csv")).click();
    awaitRow(page, "prices.csv");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("All servers")).click();
    awaitPath(page, "/tools/ftp/");
    page.getByRole(
            AriaRole.LINK,
            new Page.GetByRoleOptions().setName("files › Price lists").setExact(true))
        .click();
    awaitRow(page, "2026");
    assertEquals(List.of(), strays);
    Stage.end(page);
  }

  @Test
  void filesAreShownSentRenamedCopiedAndFetched() throws IOException {
    Page page = watched("/files/");
    awaitRow(page, "readme.md");
    row(page, "readme.md").getByRole(AriaRole.LINK).click();
    assertThat(dialog(page).locator("article h1")).hasText("Harbour office");
    assertEquals(
        640,
        dialog(page)
            .locator("article img[alt='The harbour']")
            .evaluate("image => image.decode().then(() => image.naturalWidth)"));
    page.keyboard().press("Escape");

    page.navigate(stage.url("/files/empty/"));
    page.locator(".empty").waitFor();
    // One in a single request, one resumable.
    page.getByTestId("upload-files")
        .setInputFiles(
            new FilePayload[] {
              new FilePayload("small.txt", "text/plain", "small".getBytes(StandardCharsets.UTF_8)),
              new FilePayload("large.bin", "application/octet-stream", new byte[2 << 20])
            });
    assertThat(tray(page)).containsText("2 transfers complete");
    awaitRow(page, "small.txt");
    assertEquals(2 << 20, Files.size(stage.folder().resolve("empty/large.bin")));
    select(page, "small.txt");
    page.keyboard().press("F2");
    dialog(page).waitFor();
    page.keyboard().type("renamed");
    page.keyboard().press("Enter");
    awaitRow(page, "renamed.txt");
    assertTrue(Files.exists(stage.folder().resolve("empty/renamed.txt")));
    page.keyboard().press("Control+c");
    page.keyboard().press("Control+v");
    awaitRow(page, "renamed (2).txt");
    page.keyboard().press("Alt+Enter");
    assertThat(dialog(page)).containsText(stage.url("/files/empty/renamed"));
    page.keyboard().press("Escape");
    page.keyboard().press("Control+a");
    Download zip = page.waitForDownload(() -> button(page, "Download").click());
    assertEquals("empty.zip", zip.suggestedFilename());
    assertTrue(Files.size(zip.path()) > 100);
    page.keyboard().press("Delete");
    dialog(page).waitFor();
    page.keyboard().press("Enter");
    page.locator(".empty").waitFor();
    assertEquals(List.of(), strays);
    Stage.end(page);
  }

  @Test
  void signingInTheDoctorTheStatusAndLinksStayBelowIt() {
    Page page = watched("/private/?user=" + stage.server().user());
    assertThat(page.locator("#user")).hasValue(stage.server().user());
    assertThat(page.locator("#password")).isFocused();
    page.keyboard().type(stage.server().password());
    page.keyboard().press("Enter");
    awaitRow(page, "readme.md");
    awaitPath(page, "/tools/ftp/private/");
    page.navigate(stage.url("/-/doctor?server=%2Ftools%2Fftp%2Fprivate%2F"));
    page.locator("article.verdict").first().waitFor();
    button(page, "Open the files").click();
    awaitRow(page, "readme.md");
    page.navigate(stage.url("/-/status"));
    assertThat(page.locator("pre").first()).containsText("tools\\ftp\\files");
    assertThat(page.getByText("RegisteredProtocolHandlers"))
        .containsText("/tools/ftp/-/open?url=%s");
    page.navigate(stage.url("/-/open?url=ftp%3A%2F%2Fann%40127.0.0.1%3A" + stage.server().port()));
    // The server of that address is one of the configured ones; which says what the URL is worth.
    page.locator("#user, [role=grid]").first().waitFor();
    assertTrue(page.url().startsWith(stage.url("/")), page.url());
    button(page, "Language").click();
    page.keyboard().press("Escape");
    assertEquals(List.of(), strays);
    Stage.end(page);
  }
}
