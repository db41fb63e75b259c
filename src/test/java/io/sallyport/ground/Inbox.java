package io.sallyport.ground;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Commands of one control connection that have come in and are not yet answered.
final class Inbox {
  private final Deque<Received> waiting = new ArrayDeque<>();
  private boolean closed;

  synchronized void put(Received command) {
    waiting.add(command);
    notifyAll();
  }

  /// No more will come.
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /// The next command; empty once the client has gone. Blocks.
  synchronized Optional<Received> take() throws InterruptedException {
    awaitArrival();
    return Optional.ofNullable(waiting.poll());
  }

  /// Blocks until there is a next command or the client has gone.
  synchronized void awaitArrival() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
  }

  synchronized boolean holds(String verb) {
    return waiting.stream().anyMatch(command -> command.verb().equals(verb));
  }
}
