package io.sallyport.doctor;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Login;
import java.time.Duration;

/// Looks at FTP servers: one after the other everything that has to work between a browser and a
/// file, and says who must change what. Sends passwords to the server only, and only as the
/// settings allow it.
public final class Doctor {

  private static final Duration CONNECT = Duration.ofSeconds(6);
  private static final Duration REPLY = Duration.ofSeconds(12);
  private static final Duration STALL = Duration.ofSeconds(10);

  private Doctor() {}

  /// Begins to look at a server. Returns at once; who gets it closes it, which also ends it.
  ///
  /// @param settings how the gateway reaches it
  /// @param login as whom
  /// @param write whether to upload a small file into the folder, measure, rename and delete it
  public static Examination examine(FtpSettings settings, Login login, boolean write) {
    return examine(settings, login, write, false);
  }

  /// The same.
  ///
  /// @param discreet whether the login's user is told to nobody
  public static Examination examine(
      FtpSettings settings, Login login, boolean write, boolean discreet) {
    return new Examination(
        settings.withTimeouts(impatient(settings.timeouts())), login, write, discreet);
  }

  /// Nobody waits for an answer as long as for a transfer.
  private static FtpSettings.Timeouts impatient(FtpSettings.Timeouts usual) {
    return new FtpSettings.Timeouts(
        shorter(usual.connect(), CONNECT),
        shorter(usual.reply(), REPLY),
        usual.dataConnect(),
        shorter(usual.stall(), STALL),
        usual.lease(),
        usual.idle());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
