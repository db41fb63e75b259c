package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sallyport.files.ByteRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RangeHeaderTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=2-5, 2, 4",
    "bytes=7-, 7, 3",
    "bytes=-3, 7, 3",
    "bytes=-30, 0, 10",
    "bytes=5-99999999999999999999, 5, 5",
    "BYTES=9-9, 9, 1",
  })
  void part_ofTenBytes(String header, long offset, long length) {
    assertEquals(
        new RangeHeader.Part(new ByteRange(offset, length)), RangeHeader.parse(header, 10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=",
        "bytes=-",
        "bytes=5-2",
        "bytes=a-b",
        "bytes=1-x",
        "lines=1-2",
        "bytes=0-1,3-4",
        "junk",
        ""
      })
  void whatCannotBeRead_isTheWholeFile(String header) {
    assertInstanceOf(RangeHeader.Whole.class, RangeHeader.parse(header, 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=99999999999999999999-", "bytes=-0"})
  void nothingInRange_isUnsatisfiable(String header) {
    assertInstanceOf(RangeHeader.Unsatisfiable.class, RangeHeader.parse(header, 10));
  }

  @Test
  void emptyFile_hasNoRange() {
    assertInstanceOf(RangeHeader.Unsatisfiable.class, RangeHeader.parse("bytes=0-", 0));
    assertInstanceOf(RangeHeader.Unsatisfiable.class, RangeHeader.parse("bytes=-5", 0));
  }
}
