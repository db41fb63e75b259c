package io.sallyport.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a process and its children use, from Linux's `/proc`.
///
/// @param cpuSeconds user and system time so far
/// @param residentMebibytes memory in RAM now
record Usage(double cpuSeconds, double residentMebibytes) {

  /// `USER_HZ`, which is 100 on every Linux that Java runs on.
  private static final double TICKS_PER_SECOND = 100;

  private static final double KIBIBYTES = 1024;

  static Usage of(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(Usage::ofOne)
        .reduce(
            new Usage(0, 0),
            (a, b) ->
                new Usage(a.cpuSeconds + b.cpuSeconds, a.residentMebibytes + b.residentMebibytes));
  }

  private static Usage ofOne(ProcessHandle process) {
    Path facts = Path.of("/proc", "" + process.pid());
    try {
      String stat = Files.readString(facts.resolve("stat"));
      // The name in parentheses may hold spaces; utime and stime are fields 14 and 15.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
      double resident =
          Files.readAllLines(facts.resolve("status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIBIBYTES)
              .sum();
      return new Usage(cpu, resident);
    } catch (NoSuchFileException e) {
      return new Usage(0, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
