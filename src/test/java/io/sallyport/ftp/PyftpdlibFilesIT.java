package io.sallyport.ftp;

import io.sallyport.config.FtpSettings;
import io.sallyport.files.Login;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.OddNames;
import io.sallyport.ground.RealFtpServer;
import java.nio.file.Path;
import java.util.List;

final class PyftpdlibFilesIT extends RemoteFilesContract {

  @Override
  Running start(Path folder) {
    RealFtpServer server = FtpSoftware.PYFTPDLIB.over(folder).start();
    return new Running(
        FtpSettings.of(server.host(), server.port()),
        new Login(server.user(), server.password()),
        server);
  }

  @Override
  List<String> oddNames() {
    return OddNames.heldBy(FtpSoftware.PYFTPDLIB);
  }

  /// pyftpdlib 1.5.7 takes such a name and lists nothing at all then.
  @Override
  boolean holdsAnyBytes() {
    return false;
  }

  @Override
  boolean tellsLinks() {
    return false;
  }
}
