package io.sallyport.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Many clients that begin a download and then hardly read.
final class SlowDownloads {

  private static final int SECONDS = 8;
  private static final int BYTES_EACH_SECOND = 1000;

  private SlowDownloads() {}

  /// @param served how many got a 200 and went on getting bytes
  /// @param residentMebibytes the most that the gateway had in memory meanwhile
  record Seen(int served, double residentMebibytes) {}

  static Seen run(Contender.Http place, ProcessHandle gateway, int clients, String path)
      throws IOException {
    AtomicInteger served = new AtomicInteger();
    List<HttpConnection> connections = new ArrayList<>();
    double most = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < clients; i++) {
        connections.add(new HttpConnection(place));
      }
      for (HttpConnection connection : connections) {
        var _ = threads.submit(() -> read(connection, path, served));
      }
      for (int i = 0; i < SECONDS * 4; i++) {
        TimeUnit.MILLISECONDS.sleep(250);
        most = Math.max(most, Usage.of(gateway).residentMebibytes());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      for (HttpConnection connection : connections) {
        connection.close();
      }
    }
    return new Seen(served.get(), most);
  }

  private static @Nullable Void read(HttpConnection connection, String path, AtomicInteger served)
      throws IOException, InterruptedException {
    connection.ask(path);
    byte[] some = new byte[BYTES_EACH_SECOND];
    boolean ok = true;
    for (int second = 0; second < SECONDS - 1; second++) {
      int read = connection.some(some);
      ok &= read > 0;
      if (second == 0) {
        ok &= new String(some, StandardCharsets.US_ASCII).contains(" 200 ");
      }
      TimeUnit.SECONDS.sleep(1);
    }
    if (ok) {
      served.incrementAndGet();
    }
    return null;
  }
}
