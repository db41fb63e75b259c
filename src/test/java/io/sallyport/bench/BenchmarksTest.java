package io.sallyport.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// The small benchmarks run, once each; what they measure here means nothing.
@Timeout(120)
final class BenchmarksTest {

  @Test
  void eachRunsOnce() throws Exception {
    System.setProperty("jmh.ignoreLock", "true");
    Set<String> ran = new TreeSet<>();
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(1))
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .run()) {
      String name = result.getParams().getBenchmark();
      assertTrue(result.getPrimaryResult().getScore() > 0, name);
      ran.add(name.replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1"));
    }
    assertEquals(
        Set.of(
            "CopyBenchmark.buffer",
            "CopyBenchmark.kernel",
            "ListingBenchmark.human",
            "ListingBenchmark.machine",
            "ListingBenchmark.windows",
            "PropfindBenchmark.all",
            "PropfindBenchmark.named"),
        ran);
  }
}
