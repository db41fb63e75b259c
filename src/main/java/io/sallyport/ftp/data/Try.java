package io.sallyport.ftp.data;

import io.sallyport.files.Attempt;
import io.sallyport.files.DataMode;
import io.sallyport.files.Reply;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What came of one mode on one session.
///
/// @param attempt what is told of it
/// @param channel the data connection; the server has answered 1yz and owes the final reply. Absent
///   if there is none
/// @param poisoned whether the session's next reply may belong to what failed
record Try(Attempt attempt, @Nullable SocketChannel channel, boolean poisoned) {

  static Try connected(
      DataMode mode, InetSocketAddress address, Reply reply, long start, SocketChannel channel) {
    return new Try(attempt(mode, address, Attempt.Outcome.CONNECTED, reply, start), channel, false);
  }

  static Try failed(
      DataMode mode,
      @Nullable InetSocketAddress address,
      Attempt.Outcome outcome,
      @Nullable Reply reply,
      long start,
      boolean poisoned) {
    return new Try(attempt(mode, address, outcome, reply, start), null, poisoned);
  }

  private static Attempt attempt(
      DataMode mode,
      @Nullable InetSocketAddress address,
      Attempt.Outcome outcome,
      @Nullable Reply reply,
      long start) {
    return new Attempt(
        mode,
        address == null ? null : Endpoints.text(address),
        outcome,
        reply,
        Duration.ofNanos(System.nanoTime() - start));
  }
}
