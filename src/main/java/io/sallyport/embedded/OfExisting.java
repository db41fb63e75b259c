package io.sallyport.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import org.apache.ftpserver.command.AbstractCommand;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;

/// A command of MINA's that forgets to ask whether the file is there (RNFR says 350 to anything).
final class OfExisting extends AbstractCommand {

  private final Command command;

  OfExisting(Command command) {
    this.command = command;
  }

  @Override
  public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request)
      throws IOException, FtpException {
    if (request.hasArgument() && !isThere(session, request)) {
      session.resetState();
      session.write(new DefaultFtpReply(550, "No such file or directory."));
    } else {
      command.execute(session, context, request);
    }
  }

  private static boolean isThere(FtpIoSession session, FtpRequest request) {
    try {
      FolderFile file = (FolderFile) session.getFileSystemView().getFile(request.getArgument());
      return Files.exists(file.path(), LinkOption.NOFOLLOW_LINKS);
    } catch (FtpException e) {
      return false;
    }
  }
}
