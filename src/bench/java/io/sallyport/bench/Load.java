package io.sallyport.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What several clients achieve who ask for one small file after the other.
///
/// @param perSecond requests
/// @param p99Millis 99 of 100 requests took at most this long
record Load(double perSecond, double p99Millis) {

  /// One client; it is used by one thread.
  interface Client extends AutoCloseable {

    /// Gets a file and throws its bytes away.
    ///
    /// @throws IOException if it got anything but the file
    void get(String path) throws IOException;

    @Override
    void close() throws IOException;
  }

  /// Makes a client.
  interface Maker {
    Client make() throws IOException;
  }

  /// Runs clients against paths `folder/0` ... for some time.
  static Load of(int clients, Duration time, String folder, int files, Maker maker)
      throws IOException {
    List<Future<List<Long>>> running = new ArrayList<>();
    List<Client> made = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      for (int i = 0; i < clients; i++) {
        made.add(maker.make());
      }
      long end = System.nanoTime() + time.toNanos();
      for (int i = 0; i < clients; i++) {
        int first = i * 31;
        Client client = made.get(i);
        running.add(threads.submit(() -> loop(client, end, folder, files, first)));
      }
      List<Long> nanos = new ArrayList<>();
      for (Future<List<Long>> one : running) {
        nanos.addAll(one.get());
      }
      long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
      double p99 = sorted.length == 0 ? Double.NaN : sorted[sorted.length * 99 / 100] / 1e6;
      return new Load(Arrays.stream(sorted).count() / (time.toNanos() / 1e9), p99);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      for (Client client : made) {
        client.close();
      }
    }
  }

  private static List<Long> loop(Client client, long end, String folder, int files, int first)
      throws IOException {
    List<Long> nanos = new ArrayList<>();
    for (int i = first; System.nanoTime() < end; i++) {
      long begin = System.nanoTime();
      client.get(folder + "/" + i % files);
      nanos.add(System.nanoTime() - begin);
    }
    return nanos;
  }
}
