package io.sallyport;

import io.sallyport.auth.SignInLimits;
import io.sallyport.config.StateSettings;
import io.sallyport.files.Failure;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears every second who guessed passwords at the other nodes, where nodes share a database.
final class Neighbours implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);
  private static final Duration GLANCE = Duration.ofSeconds(1);

  private final Thread thread;

  private Neighbours(Thread thread) {
    this.thread = thread;
  }

  /// Begins to listen; whoever guessed before this start is known first.
  static Neighbours follow(SignInLimits limits, StateSettings state) {
    hear(limits);
    boolean shared =
        switch (state) {
          case StateSettings.Folder _ -> false;
          case StateSettings.Database _ -> true;
        };
    return new Neighbours(
        Thread.ofVirtual()
            .name("neighbours")
            .start(() -> {
              if (shared) {
                listen(limits);
              }
            }));
  }

  private static void listen(SignInLimits limits) {
    try {
      while (true) {
        Thread.sleep(GLANCE);
        hear(limits);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void hear(SignInLimits limits) {
    try {
      limits.hear();
    } catch (Failure.Busy e) {
      LOG.debug("the store is away, so each node counts for itself", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      // Before the store is closed under it.
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
