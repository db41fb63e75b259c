package io.sallyport.api;

import io.sallyport.files.Login;
import io.sallyport.ground.FtpSoftware;
import io.sallyport.ground.RealFtpServer;
import java.nio.file.Path;

final class VsftpdTusIT extends TusContract {

  @Override
  Running start(Path folder) {
    RealFtpServer server = FtpSoftware.VSFTPD.over(folder).start();
    return new Running(server.port(), new Login(server.user(), server.password()), server);
  }
}
