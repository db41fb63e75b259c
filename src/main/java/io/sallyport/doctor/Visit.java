package io.sallyport.doctor;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.ftp.Probe;
import io.sallyport.ftp.Probes;
import io.sallyport.ftp.session.ControlLost;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A login that is renewed when a trial has spoilt it. For one thread; close it.
final class Visit implements AutoCloseable {

  /// A server that allows one login at a time takes a moment to notice that the last one has ended.
  private static final int TRIES = 5;

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final FtpSettings settings;
  private final Probes probes;
  private final Login login;
  private Hearing hearing;
  private @Nullable Probe probe;

  /// Logs in.
  ///
  /// @throws Failure as [Probes#logIn]
  Visit(FtpSettings settings, Probes probes, Login login, Hearing hearing) {
    this.settings = settings;
    this.probes = probes;
    this.login = login;
    this.hearing = hearing;
    this.probe = probes.logIn(login, hearing);
  }

  /// What is heard of the present login.
  Hearing hearing() {
    return hearing;
  }

  /// The login, in step and in the backend's folder.
  ///
  /// @throws Failure if it had to be renewed and could not
  Probe probe() throws ControlLost, InterruptedException {
    if (probe != null && probe.isInStep()) {
      return probe;
    }
    close();
    for (int i = 1; ; i++) {
      try {
        hearing = new Hearing(settings, _ -> {});
        Probe fresh = probes.logIn(login, hearing);
        probe = fresh;
        fresh.enterRoot();
        return fresh;
      } catch (Failure.Busy e) {
        if (i == TRIES) {
          throw e;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  @Override
  public void close() {
    if (probe != null) {
      probe.close();
      probe = null;
    }
  }
}
