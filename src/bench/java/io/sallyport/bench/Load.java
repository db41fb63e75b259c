package io.sallyport.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

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

  /// Says which path is next.
  private interface Way {
    /// Absent at the end.
    @Nullable String next();
  }

  /// Runs clients against paths `folder/0` ... for some time, again and again.
  static Load of(int clients, Duration time, String folder, int files, Maker maker)
      throws IOException {
    return of(
        clients,
        time,
        client -> {
          AtomicInteger next = new AtomicInteger(client * 31);
          return () -> folder + "/" + next.getAndIncrement() % files;
        },
        maker);
  }

  /// The same, but each path is asked for once by one of them; ends with the last one.
  static Load once(int clients, Duration time, String folder, int files, Maker maker)
      throws IOException {
    AtomicInteger next = new AtomicInteger();
    return of(
        clients,
        time,
        client ->
            () -> {
              int file = next.getAndIncrement();
              return file < files ? folder + "/" + file : null;
            },
        maker);
  }

  private static Load of(int clients, Duration time, IntFunction<Way> ways, Maker maker)
      throws IOException {
    List<Future<List<Long>>> running = new ArrayList<>();
    List<Client> made = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      for (int i = 0; i < clients; i++) {
        made.add(maker.make());
      }
      long begin = System.nanoTime();
      long end = begin + time.toNanos();
      for (int i = 0; i < clients; i++) {
        Way way = ways.apply(i);
        Client client = made.get(i);
        running.add(threads.submit(() -> loop(client, end, way)));
      }
      List<Long> nanos = new ArrayList<>();
      for (Future<List<Long>> one : running) {
        nanos.addAll(one.get());
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
      double p99 = sorted.length == 0 ? Double.NaN : sorted[sorted.length * 99 / 100] / 1e6;
      return new Load(sorted.length / seconds, p99);
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

  private static List<Long> loop(Client client, long end, Way way) throws IOException {
    List<Long> nanos = new ArrayList<>();
    String path = way.next();
    while (path != null && System.nanoTime() < end) {
      long begin = System.nanoTime();
      client.get(path);
      nanos.add(System.nanoTime() - begin);
      path = way.next();
    }
    return nanos;
  }
}
