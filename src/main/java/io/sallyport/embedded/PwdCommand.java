package io.sallyport.embedded;

import org.apache.ftpserver.command.AbstractCommand;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;

/// PWD with quotes in names doubled (RFC 959, appendix II); MINA's own leaves them single.
final class PwdCommand extends AbstractCommand {

  @Override
  public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request)
      throws FtpException {
    session.resetState();
    String path = session.getFileSystemView().getWorkingDirectory().getAbsolutePath();
    session.write(
        new DefaultFtpReply(257, "\"" + path.replace("\"", "\"\"") + "\" is current directory."));
  }
}
