package io.sallyport.embedded;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.ftpserver.command.AbstractCommand;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;

/// AVBL (draft-peterson-streamlined-ftp-command-extensions §4): how many bytes can still be written
/// to the disk that a folder is on.
final class AvailableCommand extends AbstractCommand {

  @Override
  public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
    session.resetState();
    String argument = request.hasArgument() ? request.getArgument() : ".";
    try {
      FolderFile folder = (FolderFile) session.getFileSystemView().getFile(argument);
      session.write(
          folder.isDirectory()
              ? new DefaultFtpReply(
                  213, Long.toString(Files.getFileStore(folder.path()).getUsableSpace()))
              : new DefaultFtpReply(550, "No such folder."));
    } catch (IOException | FtpException e) {
      session.write(new DefaultFtpReply(550, "No such folder."));
    }
  }
}
