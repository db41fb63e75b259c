package io.sallyport.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.sallyport.ground.FtpServerSetup;
import io.sallyport.ground.Namespace;
import io.sallyport.ground.PackagedGateway;
import io.sallyport.ground.Provisioned;
import io.sallyport.ground.RealFtpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// A browser in front of the packaged gateway in front of a real FTP server. Every message on the
/// browser's console that is an error is remembered, and so is every uncaught exception.
///
/// The gateway serves the server twice: at `/files/` with a fixed login, at `/private/` for whoever
/// signs in. What else it is to serve, and how, a [Plan] says.
final class Stage implements AutoCloseable {

  /// What a page may complain about: the browser reports every refused request as an error of the
  /// console, also those that are asked for to find out.
  private static final List<String> EXPECTED =
      List.of("Failed to load resource: the server responded with a status of 4");

  private static final Path SCREENS =
      Path.of(System.getProperty("sallyport.build", "target"), "screens");

  static {
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
  }

  private final RealFtpServer server;
  private final Playwright playwright;
  private final Browser browser;
  private final List<String> errors = new ArrayList<>();
  private final Plan plan;
  private PackagedGateway gateway;

  /// What stands behind the browser.
  ///
  /// @param setup the FTP server
  /// @param folder what it shows as `/`
  /// @param settings further lines at the top of the gateway's configuration
  /// @param backends further lines of its `backends`, indented
  /// @param place where the gateway and the browser run; absent for this machine's own network
  record Plan(
      FtpServerSetup setup,
      Path folder,
      String settings,
      String backends,
      @Nullable Namespace place) {

    static Plan of(FtpServerSetup setup, Path folder) {
      return new Plan(setup, folder, "", "", null);
    }

    Plan withSettings(String lines) {
      return new Plan(setup, folder, lines, backends, place);
    }

    Plan withBackends(String lines) {
      return new Plan(setup, folder, settings, lines, place);
    }

    Plan in(Namespace namespace) {
      return new Plan(setup, folder, settings, backends, namespace);
    }

    private String configuration(RealFtpServer server) {
      String address = server.url().substring("ftp://".length());
      return settings
          + "backends:\n  files:\n    url: ftp://"
          + server.user()
          + ":"
          + server.password()
          + "@"
          + address
          + "\n  private:\n    url: ftp://"
          + address
          + "\n"
          + backends;
    }
  }

  /// How a page looks.
  record Look(String locale, ColorScheme scheme, int width, int height) {
    static final Look PLAIN = new Look("en-US", ColorScheme.LIGHT, 1280, 800);
    static final Look DARK = new Look("en-US", ColorScheme.DARK, 1280, 800);
    static final Look CHINESE = new Look("zh-CN", ColorScheme.LIGHT, 1280, 800);
    static final Look PHONE = new Look("en-US", ColorScheme.LIGHT, 390, 844);

    String name() {
      return locale.equals("zh-CN")
          ? "zh-CN"
          : width == 390 ? "phone" : scheme == ColorScheme.DARK ? "dark" : "light";
    }
  }

  private Stage(Plan plan, RealFtpServer server, PackagedGateway gateway) throws IOException {
    this.plan = plan;
    this.server = server;
    this.gateway = gateway;
    Path chromium = Provisioned.require("chromium");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        "/usr/bin/node")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(plan.place() == null ? chromium : within(plan, chromium))
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  /// A program that starts the browser in the plan's namespace; Playwright speaks to it by pipes.
  private static Path within(Plan plan, Path chromium) throws IOException {
    Path program = Files.createTempDirectory("sallyport-browser").resolve("chromium");
    String name = Objects.requireNonNull(plan.place()).name();
    Files.writeString(
        program, "#!/bin/sh\nexec ip netns exec " + name + " " + chromium + " \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  /// Starts everything in front of a server over `folder`.
  static Stage over(FtpServerSetup setup, Path folder) {
    return of(Plan.of(setup, folder));
  }

  /// Starts everything.
  static Stage of(Plan plan) {
    RealFtpServer server = plan.setup().start();
    try {
      Path workspace = Files.createTempDirectory("sallyport-stage");
      Path configuration = workspace.resolve("sallyport.yaml");
      Files.writeString(configuration, plan.configuration(server));
      String[] arguments = {
        "--config", configuration.toString(), "--state", workspace.resolve("state").toString()
      };
      PackagedGateway gateway =
          plan.place() == null
              ? PackagedGateway.serving(arguments)
              : PackagedGateway.in(plan.place(), arguments);
      try {
        return new Stage(plan, server, gateway);
      } catch (RuntimeException | IOException | Error e) {
        gateway.close();
        throw e;
      }
    } catch (IOException e) {
      server.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  /// The folder that the server shows as `/`.
  Path folder() {
    return plan.folder();
  }

  RealFtpServer server() {
    return server;
  }

  /// The gateway dies and comes back, on the same port and with the same state.
  void crashAndRestart() {
    gateway = gateway.crashedAndStartedAgain();
  }

  /// An absolute URL of the gateway.
  String url(String path) {
    return gateway.url() + path.substring(1);
  }

  /// A page of its own, with storage of its own.
  Page open(Look look, String path) {
    return openAt(look, url(path));
  }

  /// The same by a whole URL, such as one of a way round to the gateway.
  Page openAt(Look look, String url) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setLocale(look.locale())
                .setTimezoneId("UTC")
                .setColorScheme(look.scheme())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setHasTouch(look.width() == 390)
                .setViewportSize(look.width(), look.height())
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
    Page page = context.newPage();
    page.setDefaultTimeout(20_000);
    page.onPageError(error -> errors.add(page.url() + ": " + error));
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") && EXPECTED.stream().noneMatch(message.text()::contains)) {
        errors.add(page.url() + ": " + message.text());
      }
    });
    page.navigate(url);
    return page;
  }

  /// A page with the plain look.
  Page open(String path) {
    return open(Look.PLAIN, path);
  }

  /// Ends a page and what it stored.
  static void end(Page page) {
    page.context().close();
  }

  /// Writes what is on screen to `target/screens`.
  static void screenshot(Page page, String name) {
    try {
      Files.createDirectories(SCREENS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve(name + ".png")));
  }

  /// Whether something has more than a few colours: a picture, a page of text and what is around
  /// it.
  static boolean isDrawn(Locator part) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(part.screenshot()));
      return IntStream.range(0, image.getWidth() * image.getHeight())
              .map(at -> image.getRGB(at % image.getWidth(), at / image.getWidth()))
              .distinct()
              .limit(100)
              .count()
          == 100;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Holds the page against the rules of WCAG 2.2, levels A and AA.
  static void assertAccessible(Page page) {
    assertClean(
        new AxeBuilder(page)
            .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")));
  }

  /// Holds the page's colours against the same rules, for a look that differs in nothing else.
  static void assertLegible(Page page) {
    assertClean(new AxeBuilder(page).withRules(List.of("color-contrast")));
  }

  private static void assertClean(AxeBuilder rules) {
    // Without a second page for what frames say; the only frame here is the browser's own.
    AxeResults results = rules.setLegacyMode(true).analyze();
    List<String> violations =
        results.getViolations().stream()
            .map(rule ->
                rule.getId()
                    + ": "
                    + rule.getNodes().stream()
                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                        .toList())
            .toList();
    assertEquals(List.of(), violations);
  }

  /// Nothing went wrong on any page so far, neither by our code nor by the security policy.
  void assertNoErrors() {
    assertEquals(List.of(), errors);
  }

  /// Takes note that an error was meant to happen.
  void forgetErrors() {
    errors.clear();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
    gateway.close();
    server.close();
  }
}
