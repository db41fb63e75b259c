package io.sallyport.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sallyport.web.Screens.awaitRow;
import static io.sallyport.web.Screens.dialog;
import static io.sallyport.web.Screens.inDialog;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Files shown, and texts changed, without leaving the page.
final class PreviewBrowserIT extends BrowserContract {

  private static final Charset GBK = Charset.forName("GB18030");

  @Override
  void fill(Path folder) throws IOException {
    Samples.fill(folder);
    Files.write(folder.resolve("old.txt"), "第一行\r\n第二行\r\n".getBytes(GBK));
    Files.writeString(folder.resolve("shared.txt"), "as it was\n");
    Files.writeString(folder.resolve("wrong.png"), "no picture");
  }

  private Page show(String name) {
    Page page = stage.open("/files/?preview=" + name);
    awaitRow(page, "readme.md");
    dialog(page).waitFor();
    return page;
  }

  @Test
  void markdownIsShownAndRunsNothing() {
    Page page = show("readme.md");
    assertThat(dialog(page).locator("article h1")).hasText("Harbour office");
    assertThat(dialog(page).locator("article td").first()).hasText("Aurora");
    assertThat(dialog(page).locator("article script")).hasCount(0);
    assertEquals(
        "true",
        dialog(page)
            .locator("article img[alt='The harbour']")
            .evaluate("image => image.decode().then(() => String(image.naturalWidth === 640))"));
    assertEquals(0, page.evaluate("document.querySelectorAll('article [onerror]').length"));
    assertEquals("readme.md", dialog(page).locator("h2").first().textContent());
    assertTrue(page.title().startsWith("files"), page.title());
    inDialog(page, "Source").click();
    assertThat(dialog(page).locator("pre")).containsText("# Harbour office");
    Stage.end(page);
  }

  @Test
  void picturesSoundAndPdfAreShown() {
    Page page = show("harbour.png");
    assertEquals(
        640,
        dialog(page)
            .locator(".image img")
            .evaluate("image => image.decode().then(() => image.naturalWidth)"));
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog[open]")).hasCount(0);
    page.navigate(stage.url("/files/?preview=wrong.png"));
    assertThat(dialog(page)).containsText("Your browser cannot show this file.");
    page.navigate(stage.url("/files/?preview=manual.pdf"));
    APIResponse pdf = page.request().get(stage.url("/files/manual.pdf"));
    assertEquals("application/pdf", pdf.headers().get("content-type"));
    assertTrue(pdf.headers().getOrDefault("content-security-policy", "").startsWith("sandbox"));
    // The browser's own viewer draws in a process of its own.
    page.waitForCondition(() -> Stage.isDrawn(dialog(page).locator("iframe")));
    Stage.screenshot(page, "5-pdf-light");
    Stage.end(page);
  }

  @Test
  void aBrowserWithoutAViewerIsTold() {
    Page page = stage.open("/files/");
    awaitRow(page, "manual.pdf");
    page.addInitScript("Object.defineProperty(navigator, 'pdfViewerEnabled', {get: () => false});");
    page.navigate(stage.url("/files/?preview=manual.pdf"));
    assertThat(dialog(page)).containsText("This browser shows no PDF within a page.");
    assertThat(dialog(page).locator("iframe")).hasCount(0);
    Download download = page.waitForDownload(() -> inDialog(page, "Download").last().click());
    assertEquals("manual.pdf", download.suggestedFilename());
    Stage.end(page);
  }

  @Test
  void soundSeeksByRange() {
    Page page = stage.open("/files/");
    awaitRow(page, "tone.wav");
    List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    page.onResponse(answer -> {
      if (answer.url().endsWith("tone.wav") && answer.status() == 206) {
        ranges.add(answer.headers().getOrDefault("content-range", ""));
      }
    });
    page.navigate(stage.url("/files/?preview=tone.wav"));
    dialog(page).locator("audio").waitFor();
    assertEquals(
        30,
        dialog(page)
            .locator("audio")
            .evaluate(
                "sound => new Promise(done => { const seek = () => { sound.onseeked = () =>"
                    + " done(Math.round(sound.duration)); sound.currentTime = 20; };"
                    + " if (sound.readyState > 0) seek(); else sound.onloadedmetadata = seek; })"));
    assertTrue(!ranges.isEmpty(), "no part was asked for");
    Stage.end(page);
  }

  @Test
  void aTextIsReadInTheCharsetThatIsChosen() {
    Page page = show("gbk.txt");
    assertThat(dialog(page).locator("pre")).not().containsText("中文文件");
    dialog(page).locator("select").selectOption("gb18030");
    assertThat(dialog(page).locator("pre")).containsText("中文文件");
    Stage.end(page);
  }

  @Test
  void aTextIsSavedInItsOwnCharsetWithItsOwnLineEnds() throws IOException {
    Page page = show("old.txt");
    dialog(page).locator("select").selectOption("gb18030");
    assertThat(dialog(page).locator("pre")).containsText("第二行");
    inDialog(page, "Edit").click();
    dialog(page).locator(".cm-content").waitFor();
    assertThat(dialog(page).locator(".cm-content")).containsText("第二行");
    Stage.screenshot(page, "5-editor-light");
    Stage.assertAccessible(page);
    page.keyboard().press("Control+End");
    page.keyboard().type("第三行");
    page.keyboard().press("Control+s");
    dialog(page).locator("pre").waitFor();
    assertArrayEquals(
        "第一行\r\n第二行\r\n第三行".getBytes(GBK), Files.readAllBytes(stage.folder().resolve("old.txt")));
    Stage.end(page);
  }

  @Test
  void whatSomebodyElseChangedIsNotOverwrittenUnasked() throws IOException {
    Path shared = stage.folder().resolve("shared.txt");
    Page page = show("shared.txt");
    inDialog(page, "Edit").click();
    dialog(page).locator(".cm-content").waitFor();
    page.keyboard().press("Control+End");
    page.keyboard().type("mine");
    Files.writeString(shared, "theirs, and longer\n", StandardCharsets.UTF_8);
    Files.setLastModifiedTime(shared, FileTime.from(Instant.now().plusSeconds(60)));
    page.keyboard().press("Control+s");
    dialog(page).getByText("Somebody changed this file since you opened it.").waitFor();
    Stage.screenshot(page, "5-editor-conflict-light");
    Stage.assertAccessible(page);
    assertEquals("theirs, and longer\n", Files.readString(shared));
    inDialog(page, "Replace with mine").click();
    dialog(page).locator("pre").waitFor();
    assertEquals("as it was\nmine", Files.readString(shared));
    // Changes that are not saved do not go unasked.
    inDialog(page, "Edit").click();
    dialog(page).locator(".cm-content").waitFor();
    page.keyboard().type("more");
    page.keyboard().press("Escape");
    dialog(page).getByText("Your changes are not saved.").waitFor();
    dialog(page).getByRole(AriaRole.ALERTDIALOG).getByText("Discard changes").click();
    assertThat(page.locator("dialog[open]")).hasCount(0);
    assertEquals("as it was\nmine", Files.readString(shared));
    Stage.end(page);
  }
}
