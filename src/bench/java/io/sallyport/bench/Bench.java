package io.sallyport.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures Sallyport from its jar beside plain FTP and the peers that are installed, round by
/// round and interleaved, and prints a Markdown table of medians, spreads and ratios.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures Sallyport beside plain FTP and the peers that are installed.")
public final class Bench implements Callable<Integer> {

  @Option(names = "--only", split = ",", paramLabel = "ROW", description = "These rows alone.")
  private List<String> only = List.of();

  @Option(names = "--peers", split = ",", paramLabel = "NAME", description = "These peers alone.")
  private List<String> peers = List.of();

  @Option(
      names = "--against",
      paramLabel = "NAME=JAR",
      description = "Another build of Sallyport, measured beside this one.")
  private Map<String, String> against = Map.of();

  @Option(names = "--rounds", defaultValue = "3", description = "How often (${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(
      names = "--minutes",
      defaultValue = "30",
      description = "No round begins after this time (${DEFAULT-VALUE}).")
  private int minutes = 30;

  @Option(names = "--smoke", description = "Little of everything, to see that it works.")
  private boolean smoke;

  private final PrintStream out;

  /// @param out where the table goes
  public Bench(PrintStream out) {
    this.out = out;
  }

  /// The command.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench(System.out)).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    List<Row> rows =
        Rows.all().stream().filter(row -> only.isEmpty() || only.contains(row.key())).toList();
    if (rows.isEmpty()) {
      System.err.println("No such row; there are " + keys() + ".");
      return 2;
    }
    List<Contender> contenders = new ArrayList<>();
    try (Scene scene = Scene.set(smoke ? Scene.Size.smoke() : Scene.Size.whole())) {
      try {
        start(scene, contenders);
        Table table = new Table(contenders.stream().map(Contender::name).toList());
        measure(rows, contenders, scene, table);
        out.print(table.markdown());
      } finally {
        contenders.forEach(Contender::close);
      }
    }
    return 0;
  }

  private static String keys() {
    return String.join(", ", Rows.all().stream().map(Row::key).toList());
  }

  private void start(Scene scene, List<Contender> contenders) {
    contenders.add(new PlainFtp(scene.server()));
    List<Daemon.Kind> kinds = new ArrayList<>();
    kinds.add(Contenders.sallyport());
    against.forEach((name, jar) -> kinds.add(Contenders.sallyport(name, jar)));
    Contenders.peers().stream()
        .filter(peer -> peers.isEmpty() || peers.contains(peer.name()))
        .forEach(kinds::add);
    for (Daemon.Kind kind : kinds) {
      try {
        Contender contender = Daemon.start(kind, scene.server(), Scene.SMALL + "/0");
        contenders.add(contender);
        warmUp(contender, scene);
      } catch (IllegalStateException | AssertionError e) {
        System.err.println(kind.name() + " is left out: " + e.getMessage());
      }
    }
  }

  /// A peer that fails at something then is measured at the rest all the same.
  private static void warmUp(Contender contender, Scene scene) {
    try {
      Rows.warmUp(contender, scene);
    } catch (IOException | AssertionError e) {
      System.err.println(contender.name() + " failed at the warm-up: " + e.getMessage());
    }
  }

  private void measure(List<Row> rows, List<Contender> contenders, Scene scene, Table table) {
    long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
    for (int round = 0; round < rounds && (round == 0 || System.nanoTime() < end); round++) {
      for (Row row : rows) {
        for (Contender contender : contenders) {
          measure(row, contender, scene, round, table);
        }
      }
    }
  }

  /// A peer that fails at a row has no figure there; that is a finding, not the end.
  private static void measure(Row row, Contender contender, Scene scene, int round, Table table) {
    try {
      for (Row.Reading reading : row.measure().of(contender, scene, round)) {
        table.add(reading, contender.name());
        System.err.println(contender.name() + ", " + reading.title() + ": " + reading.value());
      }
    } catch (IOException | AssertionError e) {
      System.err.println(contender.name() + ", " + row.key() + " failed: " + e.getMessage());
    }
  }
}
