package io.sallyport.ground;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The real FTP servers that the tests know how to run.
///
/// ```java
/// @BeforeAll
/// static void start() {
///   server = FtpSoftware.VSFTPD.over(folder).passiveEnabled(false).start();
/// }
/// ```
public enum FtpSoftware {
  /// vsftpd. Cannot: MLSD, MFMT.
  VSFTPD("vsftpd"),
  /// ProFTPD.
  PROFTPD("proftpd"),
  /// Pure-FTPd. Cannot: switch active mode off.
  PUREFTPD("pureftpd"),
  /// pyftpdlib. Cannot: TLS.
  PYFTPDLIB("pyftpdlib");

  private final String provisionedName;

  FtpSoftware(String provisionedName) {
    this.provisionedName = provisionedName;
  }

  /// A server of this kind over a folder, to be adjusted and started.
  public FtpServerSetup over(Path folder) {
    return new FtpServerSetup(this, folder);
  }

  /// Skips the test if this server is not on the machine.
  public Path require() {
    return Provisioned.require(provisionedName);
  }

  /// Writes the configuration, and gives the command line that runs the server in the foreground.
  List<String> prepare(FtpServerSetup setup, Launch launch) throws IOException {
    return switch (this) {
      case VSFTPD -> Vsftpd.prepare(setup, launch);
      case PROFTPD -> Proftpd.prepare(setup, launch);
      case PUREFTPD -> Pureftpd.prepare(setup, launch);
      case PYFTPDLIB -> Pyftpdlib.prepare(setup, launch);
    };
  }
}
