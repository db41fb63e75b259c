package io.sallyport.bench;

import io.sallyport.ground.RealFtpServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;

/// A client's login at the FTP server that is kept for one RETR after the other. Not thread-safe.
final class FtpConnection implements AutoCloseable {

  private final FTPClient client = new FTPClient();

  FtpConnection(RealFtpServer server) throws IOException {
    client.connect(server.host(), server.port());
    if (!client.login(server.user(), server.password())) {
      throw new IOException("login: " + client.getReplyString());
    }
    client.setFileType(FTP.BINARY_FILE_TYPE);
    client.enterLocalPassiveMode();
    client.setUseEPSVwithIPv4(true);
    client.setTcpNoDelay(true);
  }

  /// Gets a file and throws its bytes away.
  void get(String path) throws IOException {
    try (InputStream bytes = client.retrieveFileStream(path)) {
      if (bytes == null) {
        throw new EOFException(client.getReplyString());
      }
      bytes.transferTo(OutputStream.nullOutputStream());
    }
    if (!client.completePendingCommand()) {
      throw new IOException(client.getReplyString());
    }
  }

  @Override
  public void close() throws IOException {
    client.disconnect();
  }
}
