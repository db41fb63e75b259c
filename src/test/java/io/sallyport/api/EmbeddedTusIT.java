package io.sallyport.api;

import io.sallyport.config.EmbeddedSettings;
import io.sallyport.embedded.EmbeddedFtpServer;
import io.sallyport.files.Login;
import java.nio.file.Path;

final class EmbeddedTusIT extends TusContract {

  @Override
  Running start(Path folder) throws Exception {
    Login login = new Login("tester", "embedded secret");
    EmbeddedFtpServer server = EmbeddedFtpServer.start(EmbeddedSettings.of(folder, login));
    return new Running(server.port(), login, server);
  }
}
