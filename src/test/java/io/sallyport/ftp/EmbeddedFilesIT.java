package io.sallyport.ftp;

import io.sallyport.config.EmbeddedSettings;
import io.sallyport.config.FtpSettings;
import io.sallyport.embedded.EmbeddedFtpServer;
import io.sallyport.files.Login;
import io.sallyport.ground.OddNames;
import java.nio.file.Path;
import java.util.List;

final class EmbeddedFilesIT extends RemoteFilesContract {

  @Override
  Running start(Path folder) throws Exception {
    Login login = new Login("tester", "embedded secret");
    EmbeddedFtpServer server = EmbeddedFtpServer.start(EmbeddedSettings.of(folder, login));
    return new Running(FtpSettings.of("127.0.0.1", server.port()), login, server);
  }

  @Override
  boolean tellsSpace() {
    return true;
  }

  @Override
  List<String> oddNames() {
    return OddNames.all();
  }

  @Override
  boolean tellsLinks() {
    return false;
  }
}
