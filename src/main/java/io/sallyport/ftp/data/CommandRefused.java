package io.sallyport.ftp.data;

import io.sallyport.files.Reply;
import java.io.IOException;

/// The server refused a data command for a reason that is about the file, not about the data
/// connection. The control connection is in step. Stays within the engine.
public final class CommandRefused extends IOException {

  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Crosses no process.
  private final Reply reply;

  CommandRefused(Reply reply) {
    super(reply.oneLine());
    this.reply = reply;
  }

  /// What it said.
  public Reply reply() {
    return reply;
  }
}
