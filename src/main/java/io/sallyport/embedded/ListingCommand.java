package io.sallyport.embedded;

import io.sallyport.files.LosslessUtf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.ftpserver.command.AbstractCommand;
import org.apache.ftpserver.ftplet.DataConnection;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;

/// LIST, NLST and MLSD, streamed from the disk. Names are literal: no patterns, and options (`LIST
/// -la`) only where no such name exists. Dot files are listed. A missing folder is 550 before a
/// data connection is opened.
final class ListingCommand extends AbstractCommand {

  /// What a line looks like.
  enum Form {
    LIST,
    NLST,
    MLSD
  }

  private final Form form;

  ListingCommand(Form form) {
    this.form = form;
  }

  @Override
  public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request)
      throws IOException {
    session.resetState();
    try {
      FolderFile target = target(session, request);
      if (!target.doesExist()) {
        reply(session, 550, "No such file or directory.");
      } else if (form == Form.MLSD && !target.isDirectory()) {
        reply(session, 501, "Not a directory.");
      } else if (session.getDataConnection().getInetAddress() == null) {
        reply(session, 503, "PORT or PASV must be issued first.");
      } else {
        send(session, target);
      }
    } catch (FtpException e) {
      reply(session, 550, "No such file or directory.");
    } finally {
      session.getDataConnection().closeDataConnection();
    }
  }

  private static FolderFile target(FtpIoSession session, FtpRequest request) throws FtpException {
    String argument = request.hasArgument() ? request.getArgument() : ".";
    FolderFile literal = (FolderFile) session.getFileSystemView().getFile(argument);
    if (literal.doesExist() || !argument.startsWith("-")) {
      return literal;
    }
    String plain = argument.replaceFirst("^(-\\w+ *)+", "");
    return (FolderFile) session.getFileSystemView().getFile(plain.isEmpty() ? "." : plain);
  }

  private void send(FtpIoSession session, FolderFile target) {
    try (Lines lines = new Lines(form, target)) {
      reply(session, 150, "Here comes the listing.");
      DataConnection data;
      try {
        data = session.getDataConnection().openConnection();
      } catch (Exception e) {
        reply(session, 425, "Can't open data connection.");
        return;
      }
      data.transferToClient(session.getFtpletSession(), lines);
      reply(session, 226, "Directory send OK.");
    } catch (Lines.Unreadable e) {
      reply(session, 550, "Permission denied.");
    } catch (IOException | DirectoryIteratorException e) {
      reply(session, 426, "The listing broke off.");
    }
  }

  private static void reply(FtpIoSession session, int code, String text) {
    session.write(new DefaultFtpReply(code, text));
  }

  /// The listing as bytes, one line after the other.
  private static final class Lines extends InputStream {

    /// The folder could not even be opened.
    static final class Unreadable extends IOException {
      private static final long serialVersionUID = 1;

      Unreadable(IOException cause) {
        super(cause);
      }
    }

    private final Form form;
    private final Path root;
    private final Instant now = Instant.now();
    private final Iterator<Path> members;
    private final AutoCloseable source;
    private byte[] line = new byte[0];
    private int at;

    @SuppressWarnings("StreamResourceLeak") // close() closes it.
    Lines(Form form, FolderFile target) throws Unreadable {
      this.form = form;
      this.root = target.root();
      try {
        if (target.isDirectory()) {
          DirectoryStream<Path> stream = Files.newDirectoryStream(target.path());
          source = stream;
          members = stream.iterator();
        } else {
          source = () -> {};
          members = List.of(target.path()).iterator();
        }
      } catch (IOException e) {
        throw new Unreadable(e);
      }
    }

    @Override
    public int read() throws IOException {
      return fill() ? line[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int some = Math.min(length, line.length - at);
      System.arraycopy(line, at, target, offset, some);
      at += some;
      return some;
    }

    private boolean fill() throws IOException {
      while (at == line.length) {
        if (!members.hasNext()) {
          return false;
        }
        Path member = members.next();
        try {
          Optional<Listed> listed = Listed.at(root, member, FolderView.name(member));
          if (listed.isPresent()) {
            line = LosslessUtf8.encode(text(listed.get()) + "\r\n");
            at = 0;
          }
        } catch (NoSuchFileException e) {
          // Deleted since the folder was read: as if it had never been seen.
          at = line.length;
        }
      }
      return true;
    }

    private String text(Listed listed) {
      return switch (form) {
        case LIST -> listed.unixLine(now);
        case NLST -> listed.name();
        case MLSD -> listed.facts();
      };
    }

    @Override
    public void close() throws IOException {
      try {
        source.close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }
}
