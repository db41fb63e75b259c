package io.sallyport.ftp.session;

import java.lang.Character.UnicodeScript;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which charset names are written in that are not UTF-8, judged by what they would say in each.
/// Nearly any bytes are valid in several charsets, but only in the right one do they make the
/// characters that names are made of. Where two readings are left, there is no answer: an
/// unreadable name is better than one that reads wrong.
final class CharsetGuess {

  /// One charset.
  ///
  /// @param charset how it is written
  /// @param usual the characters that its names are mostly made of
  /// @param script what its letters are; [UnicodeScript#HAN] stands for all of East Asia
  private record Candidate(Charset charset, Set<Integer> usual, UnicodeScript script) {

    boolean isAlphabet() {
      return script != UnicodeScript.HAN;
    }

    /// How many of a right text's characters are usual at least.
    double enough() {
      return isAlphabet() ? 0.8 : 0.4;
    }
  }

  /// @param score how much of the text is made of usual characters, 0 to 1
  private record Reading(Candidate candidate, List<String> texts, double score, int characters) {

    boolean isPlausible() {
      return score >= candidate.enough() && characters >= MIN_CHARACTERS;
    }
  }

  /// A name of two characters proves nothing.
  private static final int MIN_CHARACTERS = 3;

  /// By so much the best reading is better than any other.
  private static final double LEAD = 0.3;

  /// Signs that stand in names of any language.
  private static final String SIGNS =
      "\u00a0 «»„“”‘’…–—·°№§€，。、；：！？（）【】《》〈〉「」『』〔〕［］＋－＿～　￥％＆＃＠０１２３４５６７８９";

  private static final List<Candidate> CANDIDATES = candidates();

  private CharsetGuess() {}

  /// The charsets that can be told.
  static List<Charset> charsets() {
    return CANDIDATES.stream().map(Candidate::charset).toList();
  }

  /// The one charset in which `names` make sense; empty if there is none, or more than one.
  static Optional<Charset> of(Collection<byte[]> names) {
    List<Reading> readings = new ArrayList<>();
    for (Candidate candidate : CANDIDATES) {
      read(candidate, names).ifPresent(readings::add);
    }
    Optional<Reading> best = Optional.empty();
    for (Reading reading : readings) {
      boolean better = best.isEmpty() || reading.score() > best.get().score();
      if (reading.isPlausible() && better) {
        best = Optional.of(reading);
      }
    }
    return best.filter(b -> readings.stream().allMatch(other -> leavesNoDoubt(b, other)))
        .map(b -> b.candidate().charset());
  }

  private static boolean leavesNoDoubt(Reading best, Reading other) {
    // Where two charsets read the same, either will do.
    return other.score() <= best.score() - LEAD || other.texts().equals(best.texts());
  }

  private static Optional<Reading> read(Candidate candidate, Collection<byte[]> names) {
    List<String> texts = new ArrayList<>(names.size());
    int invalid = 0;
    for (byte[] name : names) {
      Optional<String> text = decode(candidate.charset(), name);
      if (text.isEmpty()) {
        invalid++;
      } else {
        texts.add(text.get());
      }
    }
    // One odd name among many may be damaged.
    if (invalid > names.size() / 50) {
      return Optional.empty();
    }
    int all = 0;
    int usual = 0;
    Set<Integer> different = new HashSet<>();
    for (String text : texts) {
      if (candidate.isAlphabet() && !isSpelled(candidate.script(), text)) {
        return Optional.of(new Reading(candidate, texts, 0, 0));
      }
      for (int c : text.codePoints().filter(c -> c >= 0x80).toArray()) {
        if (SIGNS.indexOf(c) < 0) {
          all++;
          usual += candidate.usual().contains(c) ? 1 : 0;
          different.add(c);
        }
      }
    }
    int characters = candidate.isAlphabet() ? all : different.size();
    return Optional.of(
        new Reading(candidate, texts, all == 0 ? 0 : (double) usual / all, characters));
  }

  /// Strictly: the same bytes must come back.
  static Optional<String> decode(Charset charset, byte[] bytes) {
    try {
      String text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      return java.util.Arrays.equals(text.getBytes(charset), bytes)
          ? Optional.of(text)
          : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /// Whether the words of `text` are spelled as words are: letters of one script, small, capital,
  /// or with a capital in front; Latin words have letters without accents too.
  private static boolean isSpelled(UnicodeScript script, String text) {
    int[] all = text.codePoints().toArray();
    for (int from = 0; from < all.length; ) {
      int to = from;
      while (to < all.length && Character.isLetter(all[to])) {
        to++;
      }
      if (to == from) {
        if (all[from] >= 0x80 && SIGNS.indexOf(all[from]) < 0) {
          return false;
        }
        from++;
      } else if (!isWord(script, all, from, to)) {
        return false;
      } else {
        from = to;
      }
    }
    return true;
  }

  private static boolean isWord(UnicodeScript script, int[] all, int from, int to) {
    int ascii = 0;
    int capitals = 0;
    for (int i = from; i < to; i++) {
      int c = all[i];
      if (c < 0x80) {
        ascii++;
      } else if (UnicodeScript.of(c) != script) {
        return false;
      }
      capitals += Character.isUpperCase(c) ? 1 : 0;
    }
    int length = to - from;
    if (ascii == length) {
      return true;
    }
    boolean cased =
        capitals == 0 || capitals == length || (capitals == 1 && Character.isUpperCase(all[from]));
    boolean mixed = script == UnicodeScript.LATIN ? length == 1 || length <= 4 * ascii : ascii == 0;
    return cased && mixed;
  }

  private static List<Candidate> candidates() {
    List<Candidate> all = new ArrayList<>();
    add(all, "GB18030", UnicodeScript.HAN, UsualCharacters.SIMPLIFIED_CHINESE);
    add(all, "Big5", UnicodeScript.HAN, UsualCharacters.TRADITIONAL_CHINESE);
    add(all, "windows-31j", UnicodeScript.HAN, UsualCharacters.JAPANESE);
    add(all, "x-windows-949", UnicodeScript.HAN, UsualCharacters.KOREAN);
    add(all, "windows-1252", UnicodeScript.LATIN, "éèêëàâäáãåçñöôóõòüûùúíîïìßæøœÉÈÀÁÂÄÖÜÅØÆÇÑÓÚÎÔ");
    // Letters that windows-1252 has at the same place are left out where they tell nothing.
    add(all, "windows-1250", UnicodeScript.LATIN, "áčďéěíľňóőřšťúůűýžąćęłńśźżăşţČŁŘŚŠŻŽÁÉÍÓÚÝ");
    add(all, "windows-1254", UnicodeScript.LATIN, "çğıöşüâîûÇĞİÖŞÜé");
    add(all, "windows-1257", UnicodeScript.LATIN, "āčēģīķļņšūžąęėįųĀČĒĢĪĶĻŅŠŪŽ");
    add(all, "windows-1251", UnicodeScript.CYRILLIC, bothCases("оеаинтсрвлкмдпуяыьгзбчі"));
    add(all, "windows-1253", UnicodeScript.GREEK, bothCases("ατοεινσρκπμλςυηγδάέήίόύώ"));
    add(all, "windows-1255", UnicodeScript.HEBREW, "אבגדהוזחטיכלמנסעפצקרשתםןךףץ");
    add(all, "windows-1256", UnicodeScript.ARABIC, "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأؤإئ");
    return List.copyOf(all);
  }

  private static void add(List<Candidate> all, String charset, UnicodeScript script, String usual) {
    // A small runtime image may lack some.
    if (Charset.isSupported(charset)) {
      Set<Integer> characters = new HashSet<>();
      usual.codePoints().forEach(characters::add);
      all.add(new Candidate(Charset.forName(charset), Set.copyOf(characters), script));
    }
  }

  private static String bothCases(String letters) {
    return letters + letters.toUpperCase(java.util.Locale.ROOT);
  }
}
