package io.sallyport.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.sallyport.web.Screens.awaitRow;
import static io.sallyport.web.Screens.button;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.sallyport.ground.FtpServerSetup;
import io.sallyport.ground.Netns;
import io.sallyport.web.Stage.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The doctor's page where firewalls really drop packets: the FTP server in one network namespace,
/// the gateway and the browser in another, nft in between.
final class FirewalledBrowserIT extends BrowserContract {

  private static final String PASSIVE_PORTS = "40000-40010";

  private @Nullable Netns net;

  private Netns net() {
    if (net == null) {
      net = Netns.create();
    }
    return net;
  }

  @Override
  void fill(Path folder) throws IOException {
    Files.writeString(folder.resolve("a.txt"), "a");
    Files.createDirectories(folder.resolve("never listed before"));
  }

  @Override
  FtpServerSetup configured(FtpServerSetup setup) {
    return setup.in(net().server()).passivePorts(40000, 40010);
  }

  @Override
  Plan planned(Plan plan) {
    return plan.in(net().client());
  }

  @BeforeEach
  void nothingInTheWay() {
    net().client().open();
    net().server().open();
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    if (net != null) {
      net.close();
    }
  }

  /// The examination waits for what will not come, once for each mode.
  private static void awaitVerdict(Page page) {
    page.locator("article.verdict")
        .first()
        .waitFor(new Locator.WaitForOptions().setTimeout(60_000));
  }

  @Test
  void passivePortsAreClosed_theVerdictSaysWhoseAndTheModeThatWorksIsTaken() {
    net().server().dropIncoming(PASSIVE_PORTS);
    Page page = stage.open("/-/doctor?server=%2Ffiles%2F");
    // It is drawn while it goes on.
    assertThat(page.locator(".picture")).containsText("trying…");
    awaitVerdict(page);
    assertThat(page.locator(".picture")).containsText("dropped on the way");
    assertThat(page.locator(".picture .active, .picture .link").last()).containsText("works");
    Locator verdict = page.locator("article.verdict").first();
    assertThat(verdict).containsText("firewall");
    assertThat(verdict).containsText(net().client().ipv4());
    assertThat(verdict).containsText("pasv_min_port");
    Stage.screenshot(page, "6-doctor-passive-dropped-light");
    Stage.assertAccessible(page);

    Locator use = page.getByText("from now on");
    String mode = use.textContent().replaceAll(".*(EPRT|PORT).*", "$1");
    assertTrue(List.of("EPRT", "PORT").contains(mode), mode);
    int before = passiveCommands();
    use.click();
    assertThat(page.getByText(mode + " is used from now on").first()).isVisible();
    button(page, "Open the files").click();
    awaitRow(page, "a.txt");
    page.reload();
    awaitRow(page, "a.txt");
    assertEquals(before, passiveCommands(), "passive mode was tried all the same");
    page.navigate(stage.url("/-/status"));
    assertThat(page.locator("ul.servers li").first()).containsText(mode);
    Stage.end(page);
  }

  @Test
  void nothingGetsThrough_theErrorLeadsToTheDoctorWhoSaysWhatToOpen() {
    net().server().dropIncoming(PASSIVE_PORTS);
    net().client().dropNewIncoming();
    Page page = stage.open("/files/never%20listed%20before/");
    Locator alert = page.locator("[role=alert]");
    alert.waitFor(new Locator.WaitForOptions().setTimeout(60_000));
    assertThat(alert).containsText("a firewall blocks its data connection");
    assertThat(alert).containsText("no answer");
    Stage.screenshot(page, "2-error-firewall-light");
    Stage.assertAccessible(page);
    stage.forgetErrors();
    button(page, "Find out why").click();
    awaitVerdict(page);
    assertThat(
            page.locator("[role=status]")
                .filter(new Locator.FilterOptions().setHasText("Not usable")))
        .hasCount(1);
    assertThat(page.locator("article.verdict").first())
        .containsText("nft", new LocatorAssertions.ContainsTextOptions().setIgnoreCase(true));
    assertThat(page.getByText("from now on")).hasCount(0);
    Stage.screenshot(page, "6-doctor-both-dropped-light");
    Stage.assertAccessible(page);

    // Mended, the same page says so.
    net().client().open();
    net().server().open();
    button(page, "Examine again").click();
    page.locator("[role=status]")
        .filter(new Locator.FilterOptions().setHasText("Usable"))
        .waitFor(new Locator.WaitForOptions().setTimeout(60_000));
    Stage.end(page);
  }

  private int passiveCommands() {
    return (int)
        stage.server().log().lines().filter(line -> line.matches(".*\"(EPSV|PASV)\".*")).count();
  }
}
