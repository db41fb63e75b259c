package io.sallyport.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.Provisioned;
import io.sallyport.ground.RealFtpServer;
import io.sallyport.ground.RunningGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A Chromium in whose profile this gateway is the handler of `ftp:` links, as
/// `registerProtocolHandler` leaves it there once the user has agreed: a click on such a link on
/// somebody else's page opens the folder, or asks for the login.
@Timeout(180)
final class FtpLinksBrowserIT {

  @TempDir Path temp;

  private static void remember(Path profile, String handler) throws IOException {
    Files.writeString(
        Files.createDirectories(profile.resolve("Default")).resolve("Preferences"),
        """
        {"custom_handlers": {"enabled": true, "ignored_protocol_handlers": [],
         "registered_protocol_handlers": [
          {"default": true, "protocol": "ftp", "title": "Sallyport", "url": "%s"}]}}
        """
            .formatted(handler));
  }

  /// Another site with links.
  private static HttpServer page(String html) throws IOException {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          byte[] body = html.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    site.start();
    return site;
  }

  @Test
  void aClickOnAnFtpLinkLandsInTheFolder() throws IOException {
    Path chromium = Provisioned.require("chromium");
    Path folder = Files.createDirectory(temp.resolve("ftp"));
    Files.writeString(
        Files.createDirectory(folder.resolve("a b")).resolve("inside 中.txt"), "found");
    Path locked = Files.createDirectory(temp.resolve("locked"));
    Files.writeString(locked.resolve("mine.txt"), "mine");
    try (RealFtpServer server = FtpSoftware.VSFTPD.over(folder).anonymous().start();
        RealFtpServer closed = FtpSoftware.VSFTPD.over(locked).start();
        RunningGateway gateway =
            RunningGateway.of(
                temp,
                "ad-hoc: {allow: [\"127.0.0.1:%d\", \"127.0.0.1:%d\"], plain: always}\n"
                    .formatted(server.port(), closed.port()))) {
      Path profile = temp.resolve("profile");
      remember(profile, gateway.url() + "-/open?url=%s");
      String login = closed.url().replace("//", "//" + closed.user() + ":wrong-s3cret@");
      HttpServer site =
          page(
              "<!doctype html><title>links</title><a href='%sa%%20b/'>folder</a> <a href='%s'>login</a>"
                  .formatted(server.url(), login));
      try (Playwright playwright = Playwright.create();
          BrowserContext browser =
              playwright
                  .chromium()
                  .launchPersistentContext(
                      profile,
                      new BrowserType.LaunchPersistentContextOptions()
                          .setExecutablePath(chromium)
                          .setLocale("en-US")
                          .setArgs(
                              List.of(
                                  "--no-sandbox",
                                  "--disable-gpu",
                                  "--disable-quic",
                                  "--no-first-run",
                                  "--disable-background-networking",
                                  "--disable-component-update",
                                  "--disable-sync")))) {
        Page page = browser.pages().getFirst();
        page.setDefaultTimeout(60_000);
        String links = "http://127.0.0.1:" + site.getAddress().getPort() + "/";

        page.navigate(links);
        page.getByText("folder").click();
        page.getByRole(
                AriaRole.GRIDCELL,
                new Page.GetByRoleOptions().setName("inside 中.txt").setExact(true))
            .waitFor();
        assertEquals(
            gateway.url() + "~127.0.0.1%3A" + server.port() + "/a%20b/",
            page.url().replace("~127.0.0.1:", "~127.0.0.1%3A"));
        screenshot(page, "ftp-link-folder");

        page.navigate(links);
        page.getByText("login").click();
        page.getByLabel("User name").fill(closed.user());
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true))
            .fill(closed.password());
        page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in").setExact(true))
            .click();
        page.getByRole(
                AriaRole.GRIDCELL, new Page.GetByRoleOptions().setName("mine.txt").setExact(true))
            .waitFor();
        assertTrue(!gateway.log().contains("wrong-s3cret"), "the log holds a password");
      } finally {
        site.stop(0);
      }
    }
  }

  private static void screenshot(Page page, String name) throws IOException {
    Path screens =
        Files.createDirectories(
            Path.of(System.getProperty("sallyport.build", "target"), "screens"));
    page.screenshot(new Page.ScreenshotOptions().setPath(screens.resolve(name + ".png")));
  }
}
