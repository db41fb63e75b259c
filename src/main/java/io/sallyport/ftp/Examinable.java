package io.sallyport.ftp;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.DataMode;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;

/// Files on an FTP server that the doctor can look at: how the server is reached, as whom. A power
/// that files have or have not.
public interface Examinable {

  /// How the server is reached.
  FtpSettings settings();

  /// As whom.
  Login login();

  /// Tries `mode` first from now on, for everybody who uses this server. Logs in, which proves that
  /// the caller may.
  ///
  /// @throws Failure.Unsupported if the configuration allows other modes only
  /// @throws Failure as [io.sallyport.files.RemoteFiles#stat]
  void prefer(DataMode mode);
}
