package io.sallyport.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Many clients that begin a download at once and then hardly read. Closing ends them.
final class SlowDownloads implements AutoCloseable {

  private static final int BYTES_EACH_SECOND = 1000;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Contender gateway;
  private final List<HttpConnection> connections = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger served = new AtomicInteger();
  private double mostMebibytes;

  private SlowDownloads(Contender gateway) {
    this.gateway = gateway;
  }

  /// Begins them.
  static SlowDownloads begin(Contender gateway, int clients, String path) throws IOException {
    Contender.Http place = gateway.http().orElseThrow();
    SlowDownloads slow = new SlowDownloads(gateway);
    boolean whole = false;
    try {
      for (int i = 0; i < clients; i++) {
        slow.connections.add(new HttpConnection(place));
      }
      for (HttpConnection connection : slow.connections) {
        var _ = slow.threads.submit(() -> slow.read(connection, path));
      }
      whole = true;
      return slow;
    } finally {
      if (!whole) {
        slow.close();
      }
    }
  }

  /// Lets them go on for some time.
  void goOn(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      while (System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(250);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until all of them have got the first bytes, for as long as one of them would.
  void awaitAll() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (served.get() < connections.size() && System.nanoTime() < end) {
      goOn(Duration.ofMillis(250));
    }
  }

  private void look() {
    gateway
        .process()
        .ifPresent(process ->
            mostMebibytes = Math.max(mostMebibytes, Usage.of(process).residentMebibytes()));
  }

  /// How many get bytes of their file at the moment.
  int served() {
    look();
    return served.get();
  }

  /// The most that the gateway had in memory so far.
  double residentMebibytes() {
    return mostMebibytes;
  }

  private @Nullable Void read(HttpConnection connection, String path)
      throws IOException, InterruptedException {
    connection.ask(path);
    byte[] some = new byte[BYTES_EACH_SECOND];
    int read = connection.some(some);
    if (read <= 0 || !new String(some, StandardCharsets.US_ASCII).contains(" 200 ")) {
      return null;
    }
    served.incrementAndGet();
    try {
      while (read > 0) {
        TimeUnit.SECONDS.sleep(1);
        read = connection.some(some);
      }
    } finally {
      served.decrementAndGet();
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (HttpConnection connection : connections) {
      connection.close();
    }
    threads.close();
  }
}
