package io.sallyport.bench;

import io.sallyport.bench.Row.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// What is measured.
final class Rows {

  private static final double MEGA = 1e6;
  private static final double MILLIS = 1e3;
  private static final int IDLE_SECONDS = 3;

  /// So many slices of the warm-up without getting noticeably faster end it.
  private static final int PATIENCE = 3;

  private static final double NOTICEABLY = 1.05;

  private Rows() {}

  static List<Row> all() {
    return List.of(
        new Row("get", Rows::get),
        new Row("put", Rows::put),
        new Row("together", Rows::together),
        new Row("small-1", small(1, "one client")),
        new Row("small-16", small(16, "16 clients")),
        new Row("small-64", small(64, "64 clients")),
        new Row("fetch-1", fetch(1, "one client")),
        new Row("fetch-16", fetch(16, "16 clients")),
        new Row("fetch-64", fetch(64, "64 clients")),
        new Row("list-cold", Rows::cold),
        new Row("list-warm", Rows::warm),
        new Row("range", Rows::range),
        new Row("first-byte", Rows::firstByte),
        new Row("slow", Rows::slow),
        new Row("slow-1000", Rows::crowd),
        new Row("idle", Rows::idle),
        new Row("start", Rows::start));
  }

  private static List<Reading> get(Contender contender, Scene scene, int round) {
    return transfer(
        "GET of the big file",
        contender,
        () -> Curl.get(contender, List.of(), smallFile(round), Scene.BIG));
  }

  private static List<Reading> put(Contender contender, Scene scene, int round) throws IOException {
    if (!contender.writes()) {
      return List.of();
    }
    Path target = scene.folder().resolve("uploaded");
    Files.deleteIfExists(target);
    String file = scene.folder().resolve(Scene.BIG).toString();
    List<Reading> readings =
        transfer("PUT of the big file", contender, () -> Curl.put(contender, file, "uploaded"));
    if (Files.size(target) != scene.size().bigBytes()) {
      throw new IOException(contender.name() + " left a short file");
    }
    return readings;
  }

  private static List<Reading> transfer(
      String title, Contender contender, Supplier<Curl> transfer) {
    double before = cpuSeconds(contender);
    Curl done = transfer.get();
    List<Reading> readings = new ArrayList<>();
    readings.add(new Reading(title + ", MB/s", done.bytes() / done.total() / MEGA));
    if (contender.process().isPresent()) {
      readings.add(
          new Reading(title + ", the gateway's CPU seconds", cpuSeconds(contender) - before));
    }
    return readings;
  }

  private static double cpuSeconds(Contender contender) {
    return contender.process().map(Usage::of).map(Usage::cpuSeconds).orElse(0.0);
  }

  private static List<Reading> together(Contender contender, Scene scene, int round) {
    List<String> paths = IntStream.range(0, Scene.TENS).mapToObj(i -> Scene.TEN + "/" + i).toList();
    double seconds = Curl.together(contender, paths);
    return List.of(
        new Reading(
            "32 files of 10 MiB at once, MB/s",
            scene.size().tenBytes() * Scene.TENS / seconds / MEGA));
  }

  private static Row.Measure small(int clients, String who) {
    return (contender, scene, _) -> {
      Load load = load(contender, scene, clients, scene.size().load());
      return List.of(
          new Reading("small files, " + who + ", requests/s", load.perSecond()),
          new Reading("small files, " + who + ", p99 in ms", load.p99Millis()));
    };
  }

  /// Each file is one that nobody has asked for before, so that nothing can come from memory.
  private static Row.Measure fetch(int clients, String who) {
    return (contender, scene, _) -> {
      scene.renew();
      Load load =
          Load.once(
              clients,
              scene.size().load(),
              Scene.FRESH,
              scene.size().fresh(),
              maker(contender, scene));
      return List.of(
          new Reading("small files never asked for, " + who + ", requests/s", load.perSecond()),
          new Reading("small files never asked for, " + who + ", p99 in ms", load.p99Millis()));
    };
  }

  static Load load(Contender contender, Scene scene, int clients, Duration time)
      throws IOException {
    return Load.of(clients, time, Scene.SMALL, Scene.SMALL_FILES, maker(contender, scene));
  }

  private static Load.Maker maker(Contender contender, Scene scene) {
    return contender.http().isPresent()
        ? () -> overHttp(contender.http().get())
        : () -> overFtp(new FtpConnection(scene.server()));
  }

  /// What everybody may do before anything counts: programs that compile themselves while they run
  /// are measured as they are for the rest of their day, so they go on until that makes them no
  /// faster.
  static void warmUp(Contender contender, Scene scene) throws IOException {
    Duration slice = scene.size().load();
    long end = System.nanoTime() + scene.size().warmUp().toNanos();
    double best = 0;
    int inVain = 0;
    while (inVain < PATIENCE && System.nanoTime() < end) {
      double now = load(contender, scene, 8, slice).perSecond();
      inVain = now > best * NOTICEABLY ? 0 : inVain + 1;
      best = Math.max(best, now);
    }
    for (int i = 0; i < 3; i++) {
      var _ = Curl.get(contender, List.of(), Scene.BIG, many(scene, 0));
    }
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

  private static List<Reading> cold(Contender contender, Scene scene, int round) {
    return listing("cold", Curl.get(contender, List.of(), many(scene, round + 1)));
  }

  private static List<Reading> warm(Contender contender, Scene scene, int round) {
    String folder = many(scene, 0);
    return listing("warm", Curl.get(contender, List.of(), folder, folder, folder));
  }

  private static List<Reading> listing(String how, Curl got) {
    return List.of(
        new Reading("listing, " + how + ", first byte in ms", got.firstByte() * MILLIS),
        new Reading("listing, " + how + ", ms", got.total() * MILLIS));
  }

  private static List<Reading> range(Contender contender, Scene scene, int round) {
    long middle = scene.size().bigBytes() / 2;
    String range = middle + "-" + (middle + (1 << 20) - 1);
    Curl got = Curl.get(contender, List.of("-r", range), Scene.BIG, Scene.BIG);
    return got.bytes() == 1 << 20
        ? List.of(new Reading("1 MiB from the middle, ms", got.total() * MILLIS))
        : List.of();
  }

  private static List<Reading> firstByte(Contender contender, Scene scene, int round) {
    Curl got =
        Curl.get(contender, List.of(), smallFile(1), smallFile(2), smallFile(3), smallFile(round));
    return List.of(new Reading("small file, warm, first byte in ms", got.firstByte() * MILLIS));
  }

  private static List<Reading> slow(Contender contender, Scene scene, int round)
      throws IOException {
    if (contender.http().isEmpty() || contender.process().isEmpty()) {
      return List.of();
    }
    int clients = scene.size().slow();
    try (SlowDownloads slow = SlowDownloads.begin(contender, clients, Scene.BIG)) {
      slow.goOn(scene.size().slowTime());
      String title = clients + " slow downloads at once";
      return List.of(
          new Reading(title + ", served", slow.served()),
          new Reading(title + ", resident MiB", slow.residentMebibytes()));
    }
  }

  /// What others notice of so many. Only who can serve them is asked.
  private static List<Reading> crowd(Contender contender, Scene scene, int round)
      throws IOException {
    if (contender.http().isEmpty() || !contender.bearsCrowds()) {
      return List.of();
    }
    int clients = scene.size().crowd();
    Load before = load(contender, scene, 1, scene.size().load());
    try (SlowDownloads slow = SlowDownloads.begin(contender, clients, Scene.BIG)) {
      slow.awaitAll();
      slow.goOn(scene.size().slowTime());
      Load meanwhile = load(contender, scene, 1, scene.size().load());
      String title = clients + " slow downloads at once";
      return List.of(
          new Reading(title + ", served", slow.served()),
          new Reading(title + ", resident MiB", slow.residentMebibytes()),
          new Reading("small file without them, p99 in ms", before.p99Millis()),
          new Reading("small file beside them, p99 in ms", meanwhile.p99Millis()));
    }
  }

  private static List<Reading> idle(Contender contender, Scene scene, int round) {
    if (contender.process().isEmpty()) {
      return List.of();
    }
    try {
      TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.of(
        new Reading(
            "resident MiB after all that",
            Usage.of(contender.process().get()).residentMebibytes()));
  }

  private static List<Reading> start(Contender contender, Scene scene, int round) {
    return contender
        .begun(smallFile(round))
        .map(begun ->
            List.of(
                new Reading("start to first answer, s", begun.seconds()),
                new Reading("resident MiB, idle", begun.residentMebibytes())))
        .orElseGet(List::of);
  }
}
