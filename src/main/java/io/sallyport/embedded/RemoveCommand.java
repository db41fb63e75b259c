package io.sallyport.embedded;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import org.apache.ftpserver.command.AbstractCommand;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;

/// DELE and RMD. What cannot be removed is 550 with the reason: MINA's own says 450, "try again",
/// for a missing file and for a folder that is not empty.
final class RemoveCommand extends AbstractCommand {

  private final boolean folders;

  RemoveCommand(boolean folders) {
    this.folders = folders;
  }

  @Override
  public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
    session.resetState();
    session.write(reply(session, request));
  }

  private DefaultFtpReply reply(FtpIoSession session, FtpRequest request) {
    if (!request.hasArgument()) {
      return new DefaultFtpReply(501, "A name is missing.");
    }
    try {
      FolderFile file = (FolderFile) session.getFileSystemView().getFile(request.getArgument());
      boolean folder = Files.isDirectory(file.path(), LinkOption.NOFOLLOW_LINKS);
      if (!Files.exists(file.path(), LinkOption.NOFOLLOW_LINKS)) {
        return new DefaultFtpReply(550, "No such file or directory.");
      }
      if (folder != folders) {
        return new DefaultFtpReply(550, folder ? "Is a directory." : "Not a directory.");
      }
      if (!file.isRemovable()) {
        return new DefaultFtpReply(550, "Permission denied.");
      }
      Files.delete(file.path());
      return new DefaultFtpReply(250, "Removed.");
    } catch (FtpException | NoSuchFileException e) {
      return new DefaultFtpReply(550, "No such file or directory.");
    } catch (DirectoryNotEmptyException e) {
      return new DefaultFtpReply(550, "Directory not empty.");
    } catch (IOException e) {
      return new DefaultFtpReply(550, "Permission denied.");
    }
  }
}
