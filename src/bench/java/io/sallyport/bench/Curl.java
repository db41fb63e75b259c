package io.sallyport.bench;

import io.sallyport.ground.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// curl as the common client: what it says of its last transfer. Its own start does not count, and
/// for FTP neither does the login, where a transfer before it brought that.
///
/// @param firstByte seconds until then
/// @param total seconds until the end
/// @param bytes how many came or went
record Curl(double firstByte, double total, long bytes) {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String TOLD =
      "%{time_starttransfer} %{time_total} %{size_download} %{size_upload}\\n";

  /// Gets paths one after the other on kept connections, and tells of the last.
  static Curl get(Contender contender, List<String> options, String... paths) {
    List<String> words = words(contender);
    words.addAll(options);
    for (String path : paths) {
      words.addAll(List.of("-o", "/dev/null", contender.url(path)));
    }
    return last(words);
  }

  /// Puts a local file.
  static Curl put(Contender contender, String file, String path) {
    List<String> words = words(contender);
    words.addAll(List.of("-T", file, "-o", "/dev/null", contender.url(path)));
    return last(words);
  }

  /// Gets paths all at once.
  ///
  /// @return seconds until the last has ended
  static double together(Contender contender, List<String> paths) {
    List<String> words = words(contender);
    words.addAll(List.of("--parallel", "--parallel-immediate", "--parallel-max", "64"));
    for (String path : paths) {
      words.addAll(List.of("-o", "/dev/null", contender.url(path)));
    }
    long begin = System.nanoTime();
    last(words);
    return (System.nanoTime() - begin) / 1e9;
  }

  private static List<String> words(Contender contender) {
    List<String> words = new ArrayList<>(List.of("curl", "-sS", "--fail", "-w", TOLD));
    words.addAll(contender.curlOptions());
    return words;
  }

  private static Curl last(List<String> words) {
    List<String> lines = Command.of(words).within(PATIENCE).run().lines();
    String[] told = lines.getLast().split(" ", -1);
    return new Curl(
        Double.parseDouble(told[0]),
        Double.parseDouble(told[1]),
        Long.parseLong(told[2]) + Long.parseLong(told[3]));
  }
}
