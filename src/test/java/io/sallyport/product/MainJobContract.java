package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import io.sallyport.files.RemotePath;
import io.sallyport.ground.Command;
import io.sallyport.ground.DavMount;
import io.sallyport.ground.FtpServerSetup;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.OddNames;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.Provisioned;
import io.sallyport.ground.RealFtpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The main job of the product: curl, rclone, a davfs2 drive, litmus and a browser reach a real
/// vsftpd through the packaged jar, whichever data modes it allows, with nothing said of that in
/// Sallyport's configuration.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
abstract class MainJobContract {

  private static final long GIBIBYTE = 1L << 30;

  private Path folder;
  private RealFtpServer server;
  private PackagedGateway gateway;
  private String url;

  @TempDir Path temp;

  /// Allows or forbids data modes.
  abstract FtpServerSetup configured(FtpServerSetup setup);

  @BeforeAll
  void start(@TempDir Path made) {
    folder = made;
    server = configured(FtpSoftware.VSFTPD.over(folder)).start();
    gateway =
        PackagedGateway.serving("ftp://" + server.user() + "@127.0.0.1:" + server.port() + "/");
    url = gateway.url() + "127.0.0.1/";
  }

  @AfterAll
  void stop() {
    if (gateway != null) {
      gateway.close();
      assertFalse(gateway.log().contains(server.password()), "the log holds the password");
      assertFalse(gateway.log().contains("\tat "), gateway.log());
    }
    if (server != null) {
      server.close();
    }
  }

  // curl.

  @Test
  void curlDoesEveryMethod() throws IOException {
    Path upload = Files.writeString(temp.resolve("upload"), "0123456789");
    assertEquals("201", curl("-X", "MKCOL", url + "curl/"));
    assertEquals("405", curl("-X", "MKCOL", url + "curl/"));
    assertEquals("201", curl("-T", upload.toString(), url + "curl/a.txt"));
    assertEquals("204", curl("-T", upload.toString(), url + "curl/a.txt"));
    assertEquals("0123456789", fetch(url + "curl/a.txt"));
    assertEquals("345", fetch("-r", "3-5", url + "curl/a.txt"));
    assertEquals("89", fetch("-r", "-2", url + "curl/a.txt"));
    assertEquals("416", curl("-r", "10-", url + "curl/a.txt"));
    assertEquals(
        "201", curl("-X", "COPY", "-H", "Destination: " + url + "curl/b.txt", url + "curl/a.txt"));
    assertEquals(
        "201", curl("-X", "MOVE", "-H", "Destination: " + url + "curl/c.txt", url + "curl/b.txt"));
    assertEquals(
        "412",
        curl(
            "-X",
            "MOVE",
            "-H",
            "Overwrite: F",
            "-H",
            "Destination: " + url + "curl/a.txt",
            url + "curl/c.txt"));
    assertEquals("201", curl("-X", "COPY", "-H", "Destination: " + url + "copied/", url + "curl/"));
    assertEquals(List.of("a.txt", "c.txt"), members(folder.resolve("copied")));
    String found = fetch("-X", "PROPFIND", "-H", "Depth: 1", url + "curl/");
    assertTrue(found.contains("<D:href>/127.0.0.1/curl/a.txt</D:href>"), found);
    assertTrue(found.contains("10</D:getcontentlength>"), found);
    assertEquals("204", curl("-X", "DELETE", url + "curl/"));
    assertEquals("204", curl("-X", "DELETE", url + "copied/"));
    assertEquals("404", curl(url + "curl/a.txt"));
    assertEquals("304", curl("-z", "Tue, 01 Jan 2030 00:00:00 GMT", urlOf("dated", "x")));
    assertFalse(Files.exists(folder.resolve("curl")));
  }

  @Test
  void deletingAFolder_leavesAloneWhatItsLinksLeadTo() throws IOException {
    Path kept = Files.createDirectories(folder.resolve("kept"));
    Files.writeString(kept.resolve("k"), "K");
    Path tree = Files.createDirectories(folder.resolve("tree/sub"));
    Files.createSymbolicLink(tree.resolve("link"), kept);
    Files.createSymbolicLink(folder.resolve("tree/relative"), Path.of("../kept"));
    assertEquals("204", curl("-X", "DELETE", url + "tree/"));
    assertFalse(Files.exists(folder.resolve("tree")));
    assertEquals("K", Files.readString(kept.resolve("k")));
  }

  @Test
  void aGibibyteGoesBothWays() throws IOException {
    Path big = temp.resolve("big");
    try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
      file.setLength(GIBIBYTE);
      for (long at = 0; at < GIBIBYTE; at += GIBIBYTE / 8) {
        file.seek(at + 12_345);
        file.writeUTF("mark at " + at);
      }
    }
    assertEquals("201", curl("-T", big.toString(), url + "big.bin"));
    assertEquals(-1, Files.mismatch(big, folder.resolve("big.bin")));
    Path back = temp.resolve("back");
    fetch("-o", back.toString(), url + "big.bin");
    assertEquals(-1, Files.mismatch(big, back));
    String mark =
        fetch(
            "-r", (GIBIBYTE / 8 * 5 + 12_347) + "-" + (GIBIBYTE / 8 * 5 + 12_354), url + "big.bin");
    assertEquals("mark at ", mark);
    assertEquals("204", curl("-X", "DELETE", url + "big.bin"));
  }

  @Test
  void tenThousandFilesAreListed() throws IOException {
    Path many = Files.createDirectory(folder.resolve("many"));
    for (int i = 0; i < 10_000; i++) {
      Files.createFile(many.resolve("file-" + i));
    }
    assertEquals(
        10_000, count("\"name\":", fetch("-H", "Accept: application/json", url + "many/")));
    assertEquals(
        10_001, count("<D:response>", fetch("-X", "PROPFIND", "-H", "Depth: 1", url + "many/")));
    assertEquals(10_000, count("<a href=\"file-", fetch(url + "many/")));
  }

  @Test
  void oddNamesGoThroughEveryDoor() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("odd"));
    Path upload = Files.writeString(temp.resolve("upload"), "x");
    for (String name : OddNames.all()) {
      String place = url + "odd/" + RemotePath.encodeSegment(name);
      assertEquals("201", curl("-T", upload.toString(), place), name);
      assertEquals("x", fetch(place), name);
    }
    assertEquals(OddNames.all().stream().sorted().toList(), members(odd));
    String listing = fetch("-H", "Accept: application/json", url + "odd/");
    String found = fetch("-X", "PROPFIND", "-H", "Depth: 1", url + "odd/");
    for (String name : OddNames.all()) {
      String encoded = RemotePath.encodeSegment(name);
      assertTrue(listing.contains("\"href\":\"" + encoded + "\""), name);
      assertTrue(found.contains("<D:href>/127.0.0.1/odd/" + encoded + "</D:href>"), name);
      assertEquals(
          "201",
          curl("-X", "MOVE", "-H", "Destination: " + url + "odd/moved", url + "odd/" + encoded));
      assertEquals(
          "201",
          curl("-X", "MOVE", "-H", "Destination: " + url + "odd/" + encoded, url + "odd/moved"),
          name);
      assertEquals("204", curl("-X", "DELETE", url + "odd/" + encoded), name);
    }
    assertEquals(List.of(), members(odd));
  }

  // Drives and sync.

  @Test
  void rcloneCopiesATreeBothWays_andItsCheckAgrees() throws IOException {
    Path tree = Files.createDirectory(temp.resolve("tree"));
    for (int i = 0; i < 40; i++) {
      Path inner = Files.createDirectories(tree.resolve("dir " + i % 7).resolve("中 " + i % 3));
      Files.writeString(
          inner.resolve("file #" + i + ".txt"), "content " + i + "\n".repeat(i * 1000));
    }
    rclone("copy", tree.toString(), ":webdav:rclone");
    rclone("check", "--download", tree.toString(), ":webdav:rclone");
    Path back = temp.resolve("back");
    rclone("copy", ":webdav:rclone", back.toString());
    rclone("check", back.toString(), ":webdav:rclone");
    rclone("purge", ":webdav:rclone");
    assertFalse(Files.exists(folder.resolve("rclone")));
  }

  @Test
  void aDriveIsMounted_andFilesAreCopiedMovedReadAndRemoved() throws IOException {
    Files.createDirectory(folder.resolve("drive"));
    try (DavMount drive = DavMount.of(url + "drive/", server.user(), server.password())) {
      Path root = drive.folder();
      Path local = Files.writeString(temp.resolve("local"), "from the drive");
      Command.of("cp", local.toString(), root.resolve("a b.txt").toString()).run();
      Command.of("mkdir", root.resolve("inner").toString()).run();
      Command.of("mv", root.resolve("a b.txt").toString(), root.resolve("inner/c.txt").toString())
          .run();
      assertEquals(
          "from the drive", Command.of("cat", root.resolve("inner/c.txt").toString()).run().out());
      Command.of("cp", root.resolve("inner/c.txt").toString(), root.resolve("中文.txt").toString())
          .run();
      drive.flush();
      assertEquals("from the drive", Files.readString(folder.resolve("drive/中文.txt")));
      Command.of("rm", "-r", root.resolve("inner").toString(), root.resolve("中文.txt").toString())
          .run();
      assertEquals("", Command.of("ls", root.toString()).run().out().replace("lost+found\n", ""));
    }
    assertEquals(List.of(), members(folder.resolve("drive")));
  }

  @Test
  void litmusHasNothingToSay() {
    Litmus.run(url, server.user(), server.password(), temp);
  }

  // A person.

  @Test
  void aBrowserSignsInListsUploadsAndDownloads() throws IOException {
    Path chromium = Provisioned.require("chromium");
    Path site = Files.createDirectory(folder.resolve("site"));
    Files.writeString(site.resolve("hello 中.txt"), "hello from FTP");
    Path upload = Files.writeString(temp.resolve("up loaded.txt"), "hello from the browser");
    try (Playwright playwright = Playwright.create();
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(
                            List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")))) {
      Page page = browser.newContext(new Browser.NewContextOptions().setLocale("en-US")).newPage();
      page.setDefaultTimeout(30_000);
      List<String> errors = new ArrayList<>();
      page.onPageError(errors::add);
      page.onConsoleMessage(message -> {
        // The 401 that makes the application show its sign-in form is reported as one, too.
        if (message.type().equals("error") && !message.text().contains("401")) {
          errors.add(message.text());
        }
      });
      page.navigate(url + "site/");
      page.getByLabel("User name").fill(server.user());
      page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true))
          .fill(server.password());
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in").setExact(true))
          .click();
      page.getByRole(AriaRole.GRIDCELL, exactly("hello 中.txt")).waitFor();

      page.getByTestId("upload-files").setInputFiles(upload);
      page.getByRole(AriaRole.GRIDCELL, exactly("up loaded.txt")).waitFor();
      assertEquals("hello from the browser", Files.readString(site.resolve("up loaded.txt")));

      page.getByRole(AriaRole.GRIDCELL, exactly("hello 中.txt")).click();
      Download download =
          page.waitForDownload(
              () -> page.getByRole(AriaRole.BUTTON, exactly("Download")).first().click());
      assertEquals("hello 中.txt", download.suggestedFilename());
      assertEquals("hello from FTP", Files.readString(download.path()));
      Path screens =
          Files.createDirectories(
              Path.of(System.getProperty("sallyport.build", "target"), "screens"));
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(screens.resolve("files-" + getClass().getSimpleName() + ".png")));
      assertEquals(List.of(), errors);
    }
  }

  private static Page.GetByRoleOptions exactly(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  // Tools.

  /// The status of a request.
  private String curl(String... arguments) {
    return run(List.of("-sS", "-o", "/dev/null", "-w", "%{http_code}"), arguments);
  }

  /// The body of a request that succeeds.
  private String fetch(String... arguments) {
    return run(List.of("-sS", "--fail"), arguments);
  }

  private String run(List<String> options, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("curl", "-u", server.user() + ":" + server.password()));
    command.addAll(options);
    command.addAll(List.of(arguments));
    return Command.of(command).within(Duration.ofMinutes(2)).run().out();
  }

  private void rclone(String... arguments) {
    Provisioned.require("rclone");
    String hidden = Command.of("rclone", "obscure", server.password()).run().out().strip();
    Command.of("rclone")
        .and(arguments)
        .and(
            "--webdav-url",
            url,
            "--webdav-vendor",
            "other",
            "--webdav-user",
            server.user(),
            "--webdav-pass",
            hidden)
        .with("RCLONE_CONFIG", "/dev/null")
        .within(Duration.ofMinutes(3))
        .run();
  }

  private String urlOf(String directory, String name) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve(directory)).resolve(name), "x");
    return url + directory + "/" + name;
  }

  private static List<String> members(Path place) throws IOException {
    try (Stream<Path> all = Files.list(place)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static long count(String what, String where) {
    return Pattern.compile(Pattern.quote(what)).matcher(where).results().count();
  }
}
