package io.sallyport.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.files.Failure;
import io.sallyport.http.Refusal;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IfHeaderTest {

  /// What is so: the request's resource is locked by `urn:t` and has the tag `"e"`, `/m/other` is
  /// locked by `urn:o`.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "(<urn:t>)                                    | true",
        "(<urn:x>)                                    | false",
        "(<urn:t> [\"e\"])                            | true",
        "(<urn:t> [\"f\"])                            | false",
        "(<urn:t>[W/\"e\"])                           | true",
        "(<urn:x>) (<urn:t>)                          | true",
        "(Not <urn:x>)                                | true",
        "(Not<urn:t>)                                 | false",
        "(<urn:x>) (Not <DAV:no-lock>)                | true",
        "(<DAV:no-lock> [\"e\"])                      | false",
        "(Not [\"f\"] Not <urn:x>)                    | true",
        "</m/other> (<urn:o>)                         | true",
        "</m/other> (<urn:t>)                         | false",
        "<http://front.example:8443/m/other> (<urn:o>)| true",
        "<https://h/m/other>(<urn:t>)(<urn:o>)        | true",
        "</m/other> (<urn:x>) </m/other/> (<urn:o>)   | true",
        "</m/nothing> (<urn:o>) </m/other?q#f> (<urn:x>) | false",
      })
  void header_holdsOrNot(String header, boolean holds) {
    assertEquals(holds, IfHeader.parse(header).holds(IfHeaderTest::isSo));
  }

  private static boolean isSo(
      Optional<io.sallyport.http.Place> resource, IfHeader.Condition condition) {
    String where = resource.map(place -> place.path().toString()).orElse("own");
    return switch (condition) {
      case IfHeader.Condition.Token(boolean _, String token) ->
          token.equals(where.equals("own") ? "urn:t" : where.equals("/other") ? "urn:o" : "");
      case IfHeader.Condition.Tag(boolean _, String etag) ->
          where.equals("own") && etag.equals("\"e\"");
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "()",
        "<urn:t>",
        "(<urn:t>",
        "(urn:t)",
        "([e])",
        "([\"e\")",
        "(<>)",
        "(Not)",
        "</m/a>",
        "</m/a> </m/b> (<urn:t>)",
        "</m/a> (<urn:t>) </m/b>",
        "(<urn:t>) </m/a> (<urn:t>)",
        "<m/a> (<urn:t>)",
        "(<urn:t>) junk",
      })
  void malformedHeader_is400(String header) {
    assertEquals(400, assertThrows(Refusal.class, () -> IfHeader.parse(header)).status());
  }

  @Test
  void pathThatIsRefused_isRefusedHereToo() {
    assertThrows(Failure.Malformed.class, () -> IfHeader.parse("</m/../x> (<urn:t>)"));
  }

  @Test
  void everyTokenIsSubmitted() {
    assertEquals(
        Set.of("urn:a", "urn:b", "urn:c"),
        IfHeader.parse("</m> (<urn:a>) (Not <urn:b>) </m/x> (<urn:c> [\"e\"])").tokens());
  }

  @Test
  void bracketsInsideATag_areItsOwn() {
    assertEquals(
        new IfHeader.Condition.Tag(false, "\"a]b)\""),
        IfHeader.parse("([\"a]b)\"])").lists().getFirst().conditions().getFirst());
  }
}
