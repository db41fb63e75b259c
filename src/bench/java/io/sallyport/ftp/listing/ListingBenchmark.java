package io.sallyport.ftp.listing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// A folder of 10,000 entries, from the bytes of the data connection to entries.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ListingBenchmark {

  private static final int ENTRIES = 10_000;
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final byte[] machine =
      listing("type=file;size=%d;modify=202611%02d1520%02d;UNIX.mode=0644; a file, number %d.txt");
  private final byte[] human =
      listing("-rw-r--r--    1 ftp      ftp      %8d Nov %02d 15:%02d a file, number %d.txt");
  private final byte[] windows =
      listing("%3$02d-%2$02d-26  03:20PM %1$20d a file, number %4$d.txt");

  private static byte[] listing(String line) {
    StringBuilder text = new StringBuilder(ENTRIES * 80);
    for (int i = 0; i < ENTRIES; i++) {
      text.append(String.format(Locale.ROOT, line, i * 7L, 1 + i % 12, 1 + i % 12, i))
          .append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// MLSD.
  @Benchmark
  public void machine(Blackhole entries) throws IOException {
    read(machine, new MachineFormat(), entries);
  }

  /// LIST of a Unix server.
  @Benchmark
  public void human(Blackhole entries) throws IOException {
    read(human, new HumanFormat(NOW, ZoneOffset.UTC), entries);
  }

  /// LIST of IIS.
  @Benchmark
  public void windows(Blackhole entries) throws IOException {
    read(windows, new HumanFormat(NOW, ZoneOffset.UTC), entries);
  }

  private static void read(byte[] listing, ListingFormat format, Blackhole entries)
      throws IOException {
    ByteBuffer connection = ByteBuffer.wrap(listing);
    Lines lines = new Lines(target -> some(connection, target));
    int members = 0;
    for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
      Parsed parsed = format.parse(line.get());
      members += parsed instanceof Parsed.Member ? 1 : 0;
      entries.consume(parsed);
    }
    if (members != ENTRIES) {
      throw new IOException(members + " entries were understood");
    }
  }

  private static int some(ByteBuffer connection, ByteBuffer target) {
    int length = Math.min(connection.remaining(), target.remaining());
    target.put(connection.slice(connection.position(), length));
    connection.position(connection.position() + length);
    return length == 0 ? -1 : length;
  }
}
