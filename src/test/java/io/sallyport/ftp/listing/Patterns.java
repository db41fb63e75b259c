package io.sallyport.ftp.listing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.function.Function;

/// Holds what reads a line byte by byte against what the patterns say of it.
final class Patterns {

  private Patterns() {}

  /// The reader takes the line, and says what the patterns say.
  static void assertSame(
      String text, Function<byte[], Optional<Parsed>> reader, HumanFormat patterns) {
    Optional<Parsed> read = reader.apply(text.getBytes(UTF_8));
    assertTrue(read.isPresent(), text);
    assertEquals(patterns.parseByPatterns(text.getBytes(UTF_8)), read.get(), text);
  }
}
