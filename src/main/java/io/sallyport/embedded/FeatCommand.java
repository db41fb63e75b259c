package io.sallyport.embedded;

import org.apache.ftpserver.command.AbstractCommand;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;

/// FEAT (RFC 2389): what this server does, no more; MINA's own promises TLS and MD5 in every case.
final class FeatCommand extends AbstractCommand {

  private final String features;

  FeatCommand(boolean passive, boolean active) {
    features =
        "Features:\n AVBL\n"
            + (active ? " EPRT\n" : "")
            + (passive ? " EPSV\n" : "")
            + " MDTM\n MFMT\n MLST type*;size*;modify*;UNIX.mode*;\n"
            + (passive ? " PASV\n" : "")
            + " REST STREAM\n SIZE\n TVFS\n UTF8\nEnd";
  }

  @Override
  public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
    session.resetState();
    session.write(new DefaultFtpReply(211, features));
  }
}
