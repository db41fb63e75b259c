package io.sallyport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What is measured.
final class Rows {

  private static final double MEGA = 1e6;
  private static final double MILLIS = 1e3;
  private static final int IDLE_SECONDS = 3;

  private Rows() {}

  static List<Row> all() {
    return List.of(
        new Row("get", "GET of the big file, MB/s", true, Rows::get),
        new Row("get-cpu", "the gateway's CPU seconds for it", false, Rows::getCpu),
        new Row("put", "PUT of the big file, MB/s", true, Rows::put),
        new Row("together", "32 files of 10 MiB at once, MB/s", true, Rows::together),
        new Row("small-1", "small files, one client, requests/s", true, load(1, Load::perSecond)),
        new Row("small-16", "small files, 16 clients, requests/s", true, load(16, Load::perSecond)),
        new Row("small-64", "small files, 64 clients, requests/s", true, load(64, Load::perSecond)),
        new Row("p99", "small files, 64 clients, p99 in ms", false, load(64, Load::p99Millis)),
        new Row("list-cold-first", "listing, cold, first byte in ms", false, Rows::coldFirst),
        new Row("list-cold", "listing, cold, ms", false, Rows::cold),
        new Row("list-warm-first", "listing, warm, first byte in ms", false, Rows::warmFirst),
        new Row("list-warm", "listing, warm, ms", false, Rows::warm),
        new Row("range", "1 MiB from the middle, ms", false, Rows::range),
        new Row("first-byte", "small file, warm, first byte in ms", false, Rows::firstByte),
        new Row("slow", "slow downloads served at once", true, (c, s, _) -> slow(c, s, false)),
        new Row("slow-memory", "resident MiB during them", false, (c, s, _) -> slow(c, s, true)),
        new Row("idle", "resident MiB, idle", false, Rows::idle),
        new Row("start", "start to first answer, s", false, Rows::start));
  }

  private static OptionalDouble get(Contender contender, Scene scene, int round) {
    Curl got = Curl.get(contender, List.of(), smallFile(round), Scene.BIG);
    return OptionalDouble.of(got.bytes() / got.total() / MEGA);
  }

  private static OptionalDouble getCpu(Contender contender, Scene scene, int round) {
    Optional<ProcessHandle> process = contender.process();
    if (process.isEmpty()) {
      return OptionalDouble.empty();
    }
    double before = Usage.of(process.get()).cpuSeconds();
    var _ = Curl.get(contender, List.of(), Scene.BIG);
    return OptionalDouble.of(Usage.of(process.get()).cpuSeconds() - before);
  }

  private static OptionalDouble put(Contender contender, Scene scene, int round)
      throws IOException {
    if (!contender.writes()) {
      return OptionalDouble.empty();
    }
    Path target = scene.folder().resolve("uploaded");
    Files.deleteIfExists(target);
    Curl put = Curl.put(contender, scene.folder().resolve(Scene.BIG).toString(), "uploaded");
    if (Files.size(target) != scene.size().bigBytes()) {
      throw new IOException(contender.name() + " left a short file");
    }
    return OptionalDouble.of(scene.size().bigBytes() / put.total() / MEGA);
  }

  private static OptionalDouble together(Contender contender, Scene scene, int round) {
    List<String> paths = IntStream.range(0, Scene.TENS).mapToObj(i -> Scene.TEN + "/" + i).toList();
    double seconds = Curl.together(contender, paths);
    return OptionalDouble.of(scene.size().tenBytes() * Scene.TENS / seconds / MEGA);
  }

  private interface Figure {
    double of(Load load);
  }

  private static Row.Measure load(int clients, Figure figure) {
    return (contender, scene, _) -> {
      Load.Maker maker =
          contender.http().isPresent()
              ? () -> overHttp(contender.http().get())
              : () -> overFtp(new FtpConnection(scene.server()));
      Load load = Load.of(clients, scene.size().load(), Scene.SMALL, Scene.SMALL_FILES, maker);
      return OptionalDouble.of(figure.of(load));
    };
  }

  private static Load.Client overHttp(Contender.Http place) throws IOException {
    HttpConnection connection = new HttpConnection(place);
    return new Load.Client() {
      @Override
      public void get(String path) throws IOException {
        int status = connection.get(path);
        if (status != 200) {
          throw new IOException("status " + status + " for " + path);
        }
      }

      @Override
      public void close() throws IOException {
        connection.close();
      }
    };
  }

  private static Load.Client overFtp(FtpConnection connection) {
    return new Load.Client() {
      @Override
      public void get(String path) throws IOException {
        connection.get(path);
      }

      @Override
      public void close() throws IOException {
        connection.close();
      }
    };
  }

  private static String smallFile(int round) {
    return Scene.SMALL + "/" + round % Scene.SMALL_FILES;
  }

  /// A folder that this round is the first to list.
  private static String many(Scene scene, int which) {
    return Scene.MANY + "-" + which % scene.size().folders() + "/";
  }

  private static OptionalDouble coldFirst(Contender contender, Scene scene, int round) {
    Curl got = Curl.get(contender, List.of(), many(scene, 2 * round + 1));
    return OptionalDouble.of(got.firstByte() * MILLIS);
  }

  private static OptionalDouble cold(Contender contender, Scene scene, int round) {
    Curl got = Curl.get(contender, List.of(), many(scene, 2 * round + 2));
    return OptionalDouble.of(got.total() * MILLIS);
  }

  private static OptionalDouble warmFirst(Contender contender, Scene scene, int round) {
    return OptionalDouble.of(listedAgain(contender, scene).firstByte() * MILLIS);
  }

  private static OptionalDouble warm(Contender contender, Scene scene, int round) {
    return OptionalDouble.of(listedAgain(contender, scene).total() * MILLIS);
  }

  private static Curl listedAgain(Contender contender, Scene scene) {
    return Curl.get(contender, List.of(), many(scene, 0), many(scene, 0), many(scene, 0));
  }

  private static OptionalDouble range(Contender contender, Scene scene, int round) {
    long middle = scene.size().bigBytes() / 2;
    String range = middle + "-" + (middle + (1 << 20) - 1);
    Curl got = Curl.get(contender, List.of("-r", range), Scene.BIG, Scene.BIG);
    if (got.bytes() != 1 << 20) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(got.total() * MILLIS);
  }

  private static OptionalDouble firstByte(Contender contender, Scene scene, int round) {
    Curl got =
        Curl.get(contender, List.of(), smallFile(1), smallFile(2), smallFile(3), smallFile(round));
    return OptionalDouble.of(got.firstByte() * MILLIS);
  }

  private static OptionalDouble slow(Contender contender, Scene scene, boolean memory)
      throws IOException {
    if (contender.http().isEmpty() || contender.process().isEmpty()) {
      return OptionalDouble.empty();
    }
    SlowDownloads.Seen seen =
        SlowDownloads.run(
            contender.http().get(), contender.process().get(), scene.size().slow(), Scene.BIG);
    return OptionalDouble.of(memory ? seen.residentMebibytes() : seen.served());
  }

  private static OptionalDouble idle(Contender contender, Scene scene, int round) {
    if (contender.process().isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return OptionalDouble.of(Usage.of(contender.process().get()).residentMebibytes());
  }

  private static OptionalDouble start(Contender contender, Scene scene, int round) {
    return contender
        .secondsToFirstAnswer(smallFile(round))
        .map(OptionalDouble::of)
        .orElseGet(OptionalDouble::empty);
  }
}
