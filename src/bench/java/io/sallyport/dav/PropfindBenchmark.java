package io.sallyport.dav;

import io.sallyport.files.Entry;
import io.sallyport.files.RemotePath;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The answer to a PROPFIND of a folder of 10,000 files, from entries to the bytes of the XML.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PropfindBenchmark {

  private static final int ENTRIES = 10_000;
  private static final Instant BEGINNING = Instant.parse("2026-11-22T12:00:00Z");
  private static final PropfindRequest ALL = new PropfindRequest.All(List.of());

  /// What rclone asks for.
  private static final PropfindRequest NAMED =
      new PropfindRequest.Named(
          List.of(
              PropertyName.dav("displayname"),
              PropertyName.dav("getlastmodified"),
              PropertyName.dav("getcontentlength"),
              PropertyName.dav("resourcetype"),
              PropertyName.dav("getcontenttype"),
              new PropertyName("http://owncloud.org/ns", "checksums")));

  private final List<Entry> entries = entries();

  private static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(ENTRIES);
    for (int i = 0; i < ENTRIES; i++) {
      entries.add(Entry.file("a file, number " + i + ".txt", i * 7L, BEGINNING.plusSeconds(i)));
    }
    return entries;
  }

  /// All properties.
  @Benchmark
  public long all() {
    return written(ALL);
  }

  /// Some by name, of which one is missing.
  @Benchmark
  public long named() {
    return written(NAMED);
  }

  private long written(PropfindRequest request) {
    Counter counter = new Counter();
    MultiStatus response = new MultiStatus(counter, "");
    for (Entry entry : entries) {
      String href = "/server/folder/" + RemotePath.encodeSegment(entry.name());
      response.properties(
          new Subject("", href, entry.name(), entry, true, List.of(), List.of()), request);
    }
    response.end();
    return counter.bytes;
  }

  private static final class Counter extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] some, int offset, int length) {
      bytes += length;
    }
  }
}
