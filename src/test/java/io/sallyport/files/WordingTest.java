package io.sallyport.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.files.Verdict.Code;
import io.sallyport.files.Verdict.Weight;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class WordingTest {

  private static final Pattern PLACE = Pattern.compile("\\{\\w+\\}");

  @Test
  void bothLanguages_sayTheSameThingsWithTheSamePlaces() throws IOException {
    Properties english = words("verdicts.properties");
    Properties chinese = words("verdicts_zh.properties");
    assertEquals(
        new TreeSet<>(english.stringPropertyNames()), new TreeSet<>(chinese.stringPropertyNames()));
    for (String key : english.stringPropertyNames()) {
      assertEquals(places(english.getProperty(key)), places(chinese.getProperty(key)), key);
    }
  }

  @Test
  void everyCode_hasWholeWordsAndOneSentence() {
    for (Code code : Code.values()) {
      Verdict verdict = new Verdict(code, Weight.NOTE, Map.of());
      for (Wording words : Set.of(Wording.ENGLISH, Wording.CHINESE)) {
        assertEquals(false, words.text(verdict).isBlank(), code.text());
        assertEquals(false, words.brief(verdict).isBlank(), code.text());
      }
    }
  }

  @Test
  void placesAreFilledOnce_withWhateverAServerSaid() {
    Verdict verdict = new Verdict(Code.BUSY, Weight.BLOCKED, Map.of("reply", "421 {reply} $1 \\"));
    assertEquals(
        "The server has no connection free (421 {reply} $1 \\).", Wording.ENGLISH.brief(verdict));
  }

  @Test
  void languageIsToldByTagsAndLocales() {
    assertSame(Wording.CHINESE, Wording.of("zh-CN"));
    assertSame(Wording.CHINESE, Wording.of("zh_CN.UTF-8"));
    assertSame(Wording.ENGLISH, Wording.of("C.UTF-8"));
    assertSame(Wording.ENGLISH, Wording.of("de_DE"));
    assertThrows(IllegalArgumentException.class, () -> Wording.ENGLISH.say("no-such-words"));
  }

  private static Set<String> places(String words) {
    return PLACE.matcher(words).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static Properties words(String name) throws IOException {
    Properties words = new Properties();
    try (InputStream in = Wording.class.getResourceAsStream(name)) {
      words.load(new InputStreamReader(java.util.Objects.requireNonNull(in), UTF_8));
    }
    return words;
  }
}
