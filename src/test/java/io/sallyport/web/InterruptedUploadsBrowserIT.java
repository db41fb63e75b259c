package io.sallyport.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sallyport.web.Screens.awaitRow;
import static io.sallyport.web.Screens.button;
import static io.sallyport.web.Screens.tray;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import io.sallyport.ground.FtpServerSetup;
import io.sallyport.ground.Relay;
import io.sallyport.web.Stage.Look;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads that something cuts off go on where they were, and what arrives is what was sent.
final class InterruptedUploadsBrowserIT extends BrowserContract {

  private static final int SIZE_BYTES = 24 << 20;

  @TempDir static Path disk;

  private Path film;

  /// Slow enough to be interrupted.
  @Override
  FtpServerSetup configured(FtpServerSetup setup) {
    return setup.extra("local_max_rate=6000000");
  }

  @Override
  void fill(Path folder) throws IOException {
    for (String name : List.of("offline", "reload", "restart", "pause", "cancel")) {
      Files.createDirectories(folder.resolve(name));
    }
  }

  @BeforeAll
  void write() throws IOException {
    byte[] bytes = new byte[SIZE_BYTES];
    new Random(1).nextBytes(bytes);
    film = Files.write(disk.resolve("film.bin"), bytes);
  }

  /// An upload of which more than two megabytes are on the server.
  private Page begun(String folder, String server) {
    return begun(folder, server, stage.url("/"));
  }

  private Page begun(String folder, String server, String gateway) {
    Page page = stage.openAt(Look.PLAIN, gateway + server + "/" + folder + "/");
    if (server.equals("private")) {
      page.locator("#user").fill(stage.server().user());
      page.locator("#password").fill(stage.server().password());
      button(page, "Sign in").click();
    }
    page.locator(".empty").waitFor();
    page.getByTestId("upload-files").setInputFiles(film);
    assertThat(tray(page).locator("li .state")).containsText("of 25.2 MB");
    page.waitForCondition(() -> temporaryBytes(folder) > 2 << 20);
    return page;
  }

  private static List<Long> offsetsFromNowOn(Page page) {
    List<Long> offsets = Collections.synchronizedList(new ArrayList<>());
    page.onRequest(request -> {
      if (request.method().equals("PATCH")) {
        offsets.add(Long.parseLong(request.headers().getOrDefault("upload-offset", "-1")));
      }
    });
    return offsets;
  }

  private void assertWentOn(Page page, String folder, List<Long> offsets) throws IOException {
    assertThat(tray(page)).containsText("1 transfer complete", patiently());
    assertEquals(-1, Files.mismatch(film, stage.folder().resolve(folder).resolve("film.bin")));
    assertTrue(!offsets.isEmpty() && offsets.getLast() > 0, "began anew: " + offsets);
    assertTrue(temporaryBytes(folder) == 0, "something is left behind");
    awaitRow(page, "film.bin");
    System.out.println(folder + ": went on at " + offsets + " of " + SIZE_BYTES + " bytes");
    // That requests failed in between is what it is about.
    stage.forgetErrors();
    Stage.end(page);
  }

  @Test
  void aLostNetworkIsWaitedFor() throws IOException {
    try (Relay network = new Relay(URI.create(stage.url("/")).getPort())) {
      Page page = begun("offline", "files", "http://127.0.0.1:" + network.port() + "/");
      List<Long> offsets = offsetsFromNowOn(page);
      network.cut();
      assertThat(tray(page)).containsText("Connection lost: trying again by itself");
      Stage.screenshot(page, "3-connection-lost-light");
      network.resume();
      assertWentOn(page, "offline", offsets);
    }
  }

  @Test
  void aReloadAsksForTheFileAndGoesOn() throws IOException {
    Page page = begun("reload", "files");
    page.onDialog(leaving -> leaving.accept());
    page.reload();
    List<Long> offsets = offsetsFromNowOn(page);
    assertThat(tray(page)).containsText("choose the file again to continue");
    Stage.screenshot(page, "3-interrupted-light");
    Stage.assertAccessible(page);
    Path other = Files.writeString(disk.resolve("other.bin"), "another file");
    FileChooser wrong = page.waitForFileChooser(() -> button(page, "Continue film.bin").click());
    wrong.setFiles(other);
    assertThat(tray(page)).containsText("That is not the file that was being sent");
    FileChooser chooser = page.waitForFileChooser(() -> button(page, "Continue film.bin").click());
    chooser.setFiles(film);
    assertWentOn(page, "reload", offsets);
    assertEquals(1, offsets.size(), offsets.toString());
  }

  /// The gateway is killed, so that nothing of it could prepare for that; the session of whoever
  /// had signed in is still there afterwards.
  @Test
  void aGatewayThatCrashesIsWaitedForToo() throws IOException {
    Page page = begun("restart", "private");
    List<Long> offsets = offsetsFromNowOn(page);
    stage.crashAndRestart();
    assertWentOn(page, "restart", offsets);
  }

  @Test
  void itPausesAndGoesOn() throws IOException {
    Page page = begun("pause", "files");
    button(page, "Pause film.bin").click();
    assertThat(tray(page)).containsText("1 upload paused");
    List<Long> offsets = offsetsFromNowOn(page);
    button(page, "Continue film.bin").click();
    assertWentOn(page, "pause", offsets);
  }

  @Test
  void cancelledItLeavesNothing() {
    Page page = begun("cancel", "files");
    button(page, "Cancel film.bin").click();
    assertThat(tray(page)).containsText("Cancelled");
    page.waitForCondition(() -> temporaryBytes("cancel") == 0);
    page.reload();
    page.locator(".empty").waitFor();
    assertThat(tray(page)).hasCount(0);
    Stage.end(page);
  }

  /// What has arrived under a hidden name.
  private long temporaryBytes(String folder) {
    try (Stream<Path> all = Files.list(stage.folder().resolve(folder))) {
      long sum = 0;
      for (Path each : all.toList()) {
        if (each.getFileName().toString().startsWith(".")) {
          sum += Files.size(each);
        }
      }
      return sum;
    } catch (IOException e) {
      return 0;
    }
  }

  private static ContainsTextOptions patiently() {
    return new ContainsTextOptions().setTimeout(60_000);
  }
}
