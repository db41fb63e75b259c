package io.sallyport.ftp;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Login;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.OddNames;
import io.sallyport.ground.RealFtpServer;
import java.nio.file.Path;
import java.util.List;

final class ProftpdFilesIT extends RemoteFilesContract {

  @Override
  Running start(Path folder) {
    RealFtpServer server = FtpSoftware.PROFTPD.over(folder).start();
    return new Running(
        FtpSettings.of(server.host(), server.port()),
        new Login(server.user(), server.password()),
        server);
  }

  @Override
  List<String> oddNames() {
    return OddNames.heldBy(FtpSoftware.PROFTPD);
  }

  /// ProFTPD 1.3.8 answers MKD of a name with an asterisk with "550 Invalid directory name".
  @Override
  List<String> oddFolderNames() {
    return oddNames().stream().filter(name -> !name.contains("*")).toList();
  }

  /// By mod_copy.
  @Override
  boolean copiesFiles() {
    return true;
  }
}
