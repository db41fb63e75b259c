package io.sallyport.embedded;

import java.io.IOException;
import java.util.Optional;
import org.apache.ftpserver.command.AbstractCommand;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;

/// MLST (RFC 3659 §7): the facts of one file or folder. A missing one is 550; MINA's own says 501
/// and takes `-` and `[` in names for options and patterns.
final class MlstCommand extends AbstractCommand {

  @Override
  public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
    session.resetState();
    String argument = request.hasArgument() ? request.getArgument() : ".";
    try {
      FolderFile file = (FolderFile) session.getFileSystemView().getFile(argument);
      Optional<Listed> listed = Listed.at(file.root(), file.path(), file.getAbsolutePath());
      session.write(
          listed.isPresent()
              ? new Facts(listed.get().facts())
              : new DefaultFtpReply(550, "No such file or directory."));
    } catch (IOException | FtpException e) {
      session.write(new DefaultFtpReply(550, "No such file or directory."));
    }
  }

  /// The facts stand on a line of their own that starts with a space; MINA's own reply class would
  /// put a code before it.
  private record Facts(String line) implements FtpReply {

    @Override
    public int getCode() {
      return 250;
    }

    @Override
    public String getMessage() {
      return line;
    }

    @Override
    public boolean isPositive() {
      return true;
    }

    @Override
    public long getSentTime() {
      return 0;
    }

    @Override
    public String toString() {
      return "250-Begin\r\n " + line + "\r\n250 End.\r\n";
    }
  }
}
