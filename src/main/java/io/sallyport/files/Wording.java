package io.sallyport.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of one language for verdicts and for what surrounds them. Immutable.
public final class Wording {

  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)\\}");

  /// The parameter that names the mode which steps in.
  public static final String MEANWHILE = "meanwhile";

  /// English.
  public static final Wording ENGLISH = new Wording("verdicts.properties");

  /// Simplified Chinese.
  public static final Wording CHINESE = new Wording("verdicts_zh.properties");

  private final Properties words = new Properties();

  private Wording(String resource) {
    try (InputStream in = Wording.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing in this build");
      }
      words.load(new InputStreamReader(in, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The language that a tag (`zh-CN`) or a locale's name (`zh_CN.UTF-8`) asks for; English for
  /// what is not spoken here.
  public static Wording of(String language) {
    return language.toLowerCase(Locale.ROOT).startsWith("zh") ? CHINESE : ENGLISH;
  }

  /// The whole verdict: what is so, whose matter it is, what to do.
  public String text(Verdict verdict) {
    String text = say(verdict.code().text(), verdict.parameters());
    return verdict.parameters().containsKey(MEANWHILE)
        ? text + " " + say(MEANWHILE, verdict.parameters())
        : text;
  }

  /// The verdict in one sentence.
  public String brief(Verdict verdict) {
    return say(verdict.code().text() + ".brief", verdict.parameters());
  }

  /// Other words.
  ///
  /// @param parameters fill the places in them; a place without one becomes `?`
  /// @throws IllegalArgumentException if there are no such words
  public String say(String key, Map<String, String> parameters) {
    String pattern = words.getProperty(key);
    if (pattern == null) {
      throw new IllegalArgumentException("there are no words for " + key);
    }
    return PLACE
        .matcher(pattern)
        .replaceAll(
            place -> Matcher.quoteReplacement(parameters.getOrDefault(place.group(1), "?")));
  }

  /// Other words without places.
  public String say(String key) {
    return say(key, Map.of());
  }
}
