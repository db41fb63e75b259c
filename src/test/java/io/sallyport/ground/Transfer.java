package io.sallyport.ground;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;

/// The answer to a command that moves data, and the ways in which it can go wrong. Immutable; start
/// from [Answer#transfer].
///
/// ```java
/// transfer().upTo(1000).stalling()                          // 150, 1000 bytes, then nothing
/// transfer().upTo(1000).closing("452 Disk full.")          // 150, takes 1000 bytes, closes, 452
/// transfer().withoutFinalReply()                            // everything moved, never a 226
/// ```
///
/// @param content what to send instead of the file or listing, bytes as ISO-8859-1
/// @param opening the preliminary reply
/// @param limitBytes how many bytes move before the ending
/// @param ending what becomes of the data connection
/// @param closing the completing reply; empty for none
/// @param aftermath what becomes of the control connection
public record Transfer(
    Optional<String> content,
    Optional<String> opening,
    long limitBytes,
    Ending ending,
    Optional<String> closing,
    Aftermath aftermath)
    implements Answer {

  /// How the data connection ends.
  public enum Ending {
    /// FIN.
    CLOSE,
    /// RST.
    RESET,
    /// Stays open and silent until the client sends another command or goes.
    STALL
  }

  /// What follows on the control connection.
  public enum Aftermath {
    /// The next command is awaited.
    GO_ON,
    /// FIN.
    CLOSE,
    /// RST.
    RESET
  }

  private static final Set<String> UPLOADS = Set.of("STOR", "APPE", "STOU");

  static final Transfer USUAL =
      new Transfer(
          Optional.empty(),
          Optional.of("150 Here it comes."),
          Long.MAX_VALUE,
          Ending.CLOSE,
          Optional.of("226 Transfer complete."),
          Aftermath.GO_ON);

  /// Sends this instead of the file or listing; one character is one byte.
  public Transfer sending(String text) {
    return new Transfer(Optional.of(text), opening, limitBytes, ending, closing, aftermath);
  }

  /// Sends this instead of the file or listing.
  public Transfer sending(byte[] bytes) {
    return sending(new String(bytes, ISO_8859_1));
  }

  /// Another preliminary reply than 150.
  public Transfer opening(String reply) {
    return new Transfer(content, Optional.of(reply), limitBytes, ending, closing, aftermath);
  }

  /// No preliminary reply at all.
  public Transfer withoutOpening() {
    return new Transfer(content, Optional.empty(), limitBytes, ending, closing, aftermath);
  }

  /// Moves so many bytes, then ends although there were more.
  public Transfer upTo(long bytes) {
    return new Transfer(content, opening, bytes, ending, closing, aftermath);
  }

  /// Ends the data connection with RST.
  public Transfer resetting() {
    return new Transfer(content, opening, limitBytes, Ending.RESET, closing, aftermath);
  }

  /// Leaves the data connection open and silent; no completing reply follows unless the client
  /// sends a command.
  public Transfer stalling() {
    return new Transfer(content, opening, limitBytes, Ending.STALL, closing, aftermath);
  }

  /// Another completing reply than 226.
  public Transfer closing(String reply) {
    return new Transfer(content, opening, limitBytes, ending, Optional.of(reply), aftermath);
  }

  /// No completing reply; the control connection stays open.
  public Transfer withoutFinalReply() {
    return new Transfer(content, opening, limitBytes, ending, Optional.empty(), aftermath);
  }

  /// Ends the control connection with FIN afterwards.
  public Transfer hangingUp() {
    return new Transfer(content, opening, limitBytes, ending, closing, Aftermath.CLOSE);
  }

  /// Ends the control connection with RST afterwards.
  public Transfer resettingControl() {
    return new Transfer(content, opening, limitBytes, ending, closing, Aftermath.RESET);
  }

  @Override
  public void to(Exchange exchange) throws IOException, InterruptedException {
    ScriptedConnection connection = exchange.connection();
    try (InputStream source = source(exchange);
        OutputStream sink = sink(exchange)) {
      boolean completed = move(exchange, source, sink);
      if (!completed) {
        exchange.reply("426 Transfer aborted.");
      } else if (closing.isPresent()) {
        exchange.reply(closing.get());
      }
    } catch (DataChannel.NoDataConnection e) {
      exchange.reply("425 " + e.getMessage());
    } catch (DataChannel.Stalled e) {
      connection.awaitNextCommand();
    } catch (FileTree.Refusal e) {
      connection.dropData();
      exchange.reply("550 " + e.getMessage());
    }
    switch (aftermath) {
      case GO_ON -> {}
      case CLOSE -> exchange.hangUp();
      case RESET -> exchange.resetControl();
    }
  }

  private InputStream source(Exchange exchange) throws FileTree.Refusal {
    if (isUpload(exchange)) {
      return InputStream.nullInputStream();
    }
    return content.isPresent()
        ? new ByteArrayInputStream(content.get().getBytes(ISO_8859_1))
        : UsualAnswers.source(exchange);
  }

  private static OutputStream sink(Exchange exchange) throws FileTree.Refusal {
    return isUpload(exchange) ? UsualAnswers.sink(exchange) : OutputStream.nullOutputStream();
  }

  private static boolean isUpload(Exchange exchange) {
    return UPLOADS.contains(exchange.command().verb());
  }

  /// False if the client aborted.
  private boolean move(Exchange exchange, InputStream source, OutputStream sink)
      throws IOException, InterruptedException {
    ScriptedConnection connection = exchange.connection();
    try (Socket data = connection.openData()) {
      if (opening.isPresent()) {
        exchange.reply(opening.get());
      }
      try (Socket over = connection.protect(data)) {
        if (isUpload(exchange)) {
          copy(over.getInputStream(), sink);
        } else {
          copy(source, over.getOutputStream());
        }
        switch (ending) {
          case CLOSE -> {}
          case RESET -> data.setSoLinger(true, 0);
          case STALL -> connection.awaitNextCommand();
        }
      } catch (IOException e) {
        // The client closed the data connection early; a server says so on the control connection.
        connection.server().transferBrokenOff();
        return false;
      }
    } finally {
      connection.dropData();
    }
    return !connection.isAborting();
  }

  private void copy(InputStream from, OutputStream to) throws IOException {
    var buffer = new byte[65_536];
    long left = limitBytes;
    while (left > 0) {
      int count = from.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        break;
      }
      to.write(buffer, 0, count);
      left -= count;
    }
    to.flush();
  }
}
