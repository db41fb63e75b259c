package io.sallyport.web;

import io.sallyport.ground.FtpServerSetup;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.web.Stage.Plan;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Tests of the application in one browser, before one gateway and one FTP server a class: vsftpd
/// if it does not matter. No page may complain on its console, whatever a test does.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class BrowserContract {

  Stage stage;

  /// What the server's folder holds at first.
  abstract void fill(Path folder) throws IOException;

  FtpSoftware software() {
    return FtpSoftware.VSFTPD;
  }

  FtpServerSetup configured(FtpServerSetup setup) {
    return setup;
  }

  Plan planned(Plan plan) {
    return plan;
  }

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    fill(folder);
    stage = Stage.of(planned(Plan.of(configured(software().over(folder)), folder)));
  }

  @AfterEach
  void nothingWentWrong() {
    stage.assertNoErrors();
  }

  @AfterAll
  void stop() {
    if (stage != null) {
      stage.close();
    }
  }
}
