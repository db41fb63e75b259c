package io.sallyport.ground;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// What a [ScriptedFtpServer] does when a certain command comes in. Answers are values: one can
/// serve many commands on many connections at once. A test may write its own as a lambda over
/// [Exchange].
///
/// ```java
/// server.on("EPSV", reply("500 what?"));
/// server.once("RETR", transfer().upTo(1000).resetting());
/// server.once("SIZE", reply("226 Too late.").then(usual()));
/// ```
@FunctionalInterface
public interface Answer {

  /// Answers one command. An [IOException] ends the connection quietly, as when the client has
  /// gone; anything else fails the test when the server is closed.
  void to(Exchange exchange) throws IOException, InterruptedException;

  /// This answer, then another one to the same command.
  default Answer then(Answer next) {
    return exchange -> {
      to(exchange);
      next.to(exchange);
    };
  }

  /// What the server does when no script says otherwise.
  static Answer usual() {
    return exchange -> UsualAnswers.to(exchange);
  }

  /// A reply of one or more lines, separated by `\n` and sent with CR LF. Characters stand for
  /// bytes (ISO-8859-1).
  static Answer reply(String text) {
    return exchange -> exchange.reply(text);
  }

  /// Exactly these bytes.
  static Answer raw(byte[] bytes) {
    byte[] copy = bytes.clone();
    return exchange -> exchange.send(copy);
  }

  /// Exactly these characters as ISO-8859-1, with no line end added.
  static Answer raw(String text) {
    return raw(text.getBytes(ISO_8859_1));
  }

  /// A reply that ends its lines with a bare LF.
  static Answer bareLineFeed(String text) {
    return raw(text + "\n");
  }

  /// A reply that leaves in packets of one byte.
  static Answer byteByByte(String text) {
    return exchange -> {
      for (byte b : (text + "\r\n").getBytes(ISO_8859_1)) {
        exchange.send(new byte[] {b});
      }
    };
  }

  /// No reply at all; the connection stays open.
  static Answer silence() {
    return exchange -> {};
  }

  /// The same line again and again until the client goes.
  static Answer endlessly(String line) {
    byte[] lines = (line + "\r\n").repeat(1000).getBytes(ISO_8859_1);
    return exchange -> {
      while (true) {
        exchange.send(lines);
      }
    };
  }

  /// A start and then a line that never ends, until the client goes.
  static Answer endlessLine(String start) {
    byte[] more = "x".repeat(8192).getBytes(ISO_8859_1);
    return exchange -> {
      exchange.send(start.getBytes(ISO_8859_1));
      while (true) {
        exchange.send(more);
      }
    };
  }

  /// Ends the control connection with FIN.
  static Answer hangUp() {
    return Exchange::hangUp;
  }

  /// Ends the control connection with RST.
  static Answer resetControl() {
    return Exchange::resetControl;
  }

  /// Waits until the test opens the gate.
  static Answer after(CountDownLatch gate) {
    return exchange -> gate.await();
  }

  /// Waits by the clock. Prefer [#after] where the test can decide when to go on.
  static Answer delay(Duration time) {
    return exchange -> Thread.sleep(time);
  }

  /// The usual transfer of RETR, LIST, NLST, MLSD, STOR or APPE, ready to be spoilt.
  static Transfer transfer() {
    return Transfer.USUAL;
  }

  /// A listing of these bytes (ISO-8859-1) for LIST, NLST or MLSD.
  static Transfer listing(String text) {
    return transfer().sending(text);
  }

  /// Opens a port for passive data and says so in a text of the test's choice, where `{port}`,
  /// `{p1}` and `{p2}` stand for the port, its high and its low byte: `227 Here
  /// (10,255,255,1,{p1},{p2})`, `229 Here (|||{port}|)`.
  static Answer passive(String text) {
    return exchange -> exchange.offer(DataChannel.listening(exchange.localAddress()), text);
  }

  /// Names a port that refuses connections.
  static Answer passiveRefused(String text) {
    return exchange -> exchange.offer(DataChannel.refusing(exchange.localAddress()), text);
  }

  /// Names a port that leaves a SYN unanswered, as behind a firewall that drops (Linux).
  static Answer passiveDropped(String text) {
    return exchange -> exchange.offer(DataChannel.dropping(exchange.localAddress()), text);
  }

  /// Accepts PORT or EPRT and never connects: the transfer that follows hangs until the client does
  /// something.
  static Answer activeDropped() {
    return exchange -> {
      exchange.use(new DataChannel.Dropped());
      exchange.reply("200 Active data connection will be tried.");
    };
  }

  /// Accepts PORT or EPRT and connects at once, before there is anything to transfer.
  static Answer activeAtOnce() {
    return usual().then(exchange -> exchange.connection().connectAtOnce());
  }

  /// Accepts PORT or EPRT; the transfer that follows gets 425 at once.
  static Answer activeRefused() {
    return exchange -> {
      exchange.use(new DataChannel.Refused());
      exchange.reply("200 Active data connection will be tried.");
    };
  }
}
