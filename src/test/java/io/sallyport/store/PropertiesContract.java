package io.sallyport.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What [Properties] promises, on whichever database.
abstract class PropertiesContract extends StoreContract {

  private Properties properties() {
    return store().properties();
  }

  private static PropertyKey name(String local) {
    return new PropertyKey("urn:x", local);
  }

  private static DeadProperty property(String local, String value) {
    return new DeadProperty(
        name(local), "<x:" + local + " xmlns:x=\"urn:x\">" + value + "</x:" + local + ">");
  }

  private static PropertyChange set(String local, String value) {
    return new PropertyChange.Set(property(local, value));
  }

  private static PropertyChange remove(String local) {
    return new PropertyChange.Remove(name(local));
  }

  private void given(ResourcePath... resources) {
    Stream.of(resources)
        .forEach(each -> properties().change(each, "ann", List.of(set("where", each.toString()))));
  }

  private void has(ResourcePath resource, ResourcePath origin) {
    assertEquals(List.of(property("where", origin.toString())), properties().of(resource));
  }

  private void hasNone(ResourcePath resource) {
    assertEquals(List.of(), properties().of(resource), resource::toString);
  }

  @Test
  void set_comesBackRawAndInOrder() {
    String odd = "\u00E4 \uD83D\uDE00 <b xmlns=\"\"><![CDATA[<]]></b>&#10;\n";
    properties().change(at("a"), "ann", List.of(set("z", odd), set("a", ""), set("m", "1")));
    properties().change(at("a"), "ann", List.of(set("a", "2"), set("b", "3"), remove("m")));
    assertEquals(
        List.of(property("z", odd), property("a", "2"), property("b", "3")),
        properties().of(at("a")));
    hasNone(at("a/b"));
    hasNone(at(""));
    hasNone(elsewhere("a"));
  }

  @Test
  void names_differByNamespaceAndCase() {
    properties()
        .change(
            at("a"),
            "ann",
            List.of(
                new PropertyChange.Set(new DeadProperty(new PropertyKey("", "p"), "1")),
                new PropertyChange.Set(new DeadProperty(new PropertyKey("urn:x", "p"), "2")),
                new PropertyChange.Set(new DeadProperty(new PropertyKey("urn:x", "P"), "3"))));
    assertEquals(3, properties().of(at("a")).size());
  }

  @Test
  void changes_takeEffectInTheirOrder() {
    properties().change(at("a"), "ann", List.of(set("p", "1"), remove("p"), remove("none")));
    hasNone(at("a"));
    properties().change(at("a"), "ann", List.of(remove("p"), set("p", "2")));
    assertEquals(List.of(property("p", "2")), properties().of(at("a")));
  }

  @Test
  void tooLong_changesNothing() {
    given(at("a"));
    String fits = "x".repeat(JdbcProperties.MAX_BYTES - 40);
    properties().change(at("a/b"), "ann", List.of(set("big", fits)));
    assertEquals(List.of(property("big", fits)), properties().of(at("a/b")));
    LimitExceeded refused =
        assertThrows(
            LimitExceeded.class,
            () ->
                properties()
                    .change(at("a"), "ann", List.of(remove("where"), set("big", fits + fits))));
    assertEquals(LimitExceeded.Limit.PROPERTY_BYTES, refused.limit());
    has(at("a"), at("a"));
  }

  @Test
  void tooMany_changesNothing() {
    given(at("a"));
    List<PropertyChange> many =
        IntStream.range(0, JdbcProperties.MAX_OF_RESOURCE).mapToObj(i -> set("p" + i, "")).toList();
    LimitExceeded refused =
        assertThrows(LimitExceeded.class, () -> properties().change(at("a"), "ann", many));
    assertEquals(LimitExceeded.Limit.PROPERTIES_OF_RESOURCE, refused.limit());
    has(at("a"), at("a"));
    properties().change(at("b"), "ann", many);
    assertEquals(many.size(), properties().of(at("b")).size());
  }

  @Test
  void ofMembers_namesThoseThatHaveSome() {
    given(at("f"), at("f/a"), at("f/b"), at("f/b/c"), at("g/a"));
    assertEquals(
        Map.of(
            "a", List.of(property("where", at("f/a").toString())),
            "b", List.of(property("where", at("f/b").toString()))),
        properties().ofMembers(at("f"), List.of("a", "b", "c", "z")));
    assertEquals(Map.of(), properties().ofMembers(at("f"), List.of()));
  }

  @Test
  void areWithin_isTheTreeAndNothingBeside() {
    given(at("a/b/c"), at("ab"));
    for (String path : List.of("a", "a/b", "a/b/c")) {
      assertTrue(properties().areWithin(at(path)), path);
    }
    for (String path : List.of("a/b/c/d", "b", "a/bc", "a/b/cc")) {
      assertFalse(properties().areWithin(at(path)), path);
    }
  }

  @Test
  void moved_takesTheTreeAlongAndReplaces() {
    given(at("a"), at("a/x"), at("a/x/y"), at("a0"), at("a-"), at("b"), at("b/old"));
    properties().moved(at("a"), at("b"), "ann");
    has(at("b"), at("a"));
    has(at("b/x"), at("a/x"));
    has(at("b/x/y"), at("a/x/y"));
    hasNone(at("b/old"));
    hasNone(at("a"));
    hasNone(at("a/x"));
    has(at("a0"), at("a0"));
    has(at("a-"), at("a-"));
    properties().moved(at("a0"), at("a0"), "ann");
    has(at("a0"), at("a0"));
  }

  @Test
  void moved_toAnotherBackendAndToLongPaths() {
    String deep = ("x".repeat(200) + "/").repeat(20);
    given(at("a"), at("a/b"));
    properties().moved(at("a"), elsewhere(deep + "q"), "ann");
    hasNone(at("a/b"));
    has(elsewhere(deep + "q/b"), at("a/b"));
    properties().moved(elsewhere(deep + "q"), at("c"), "ann");
    has(at("c"), at("a"));
    has(at("c/b"), at("a/b"));
  }

  @Test
  void copied_infiniteCopiesTheTree() {
    given(at("a"), at("a/x"), at("b/old"));
    properties().copied(at("a"), at("b"), true, "ann");
    has(at("b"), at("a"));
    has(at("b/x"), at("a/x"));
    hasNone(at("b/old"));
    has(at("a/x"), at("a/x"));
  }

  @Test
  void copied_zeroDepthCopiesOne() {
    given(at("a"), at("a/x"), at("b"), at("b/old"));
    properties().copied(at("a"), at("b"), false, "ann");
    has(at("b"), at("a"));
    hasNone(at("b/x"));
    hasNone(at("b/old"));
    properties().copied(at("a"), at("a/x/below"), false, "ann");
    has(at("a/x/below"), at("a"));
    has(at("a/x"), at("a/x"));
  }

  @Test
  void oneInTheOther_isRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> properties().moved(at("a"), at("a/b"), "ann"));
    assertThrows(
        IllegalArgumentException.class, () -> properties().copied(at("a/b"), at("a"), true, "ann"));
  }

  @Test
  void deleted_isTheTreeAndNothingBeside() {
    given(at("a"), at("a/x"), at("a0"), at("b"));
    properties().deleted(at("a"));
    hasNone(at("a"));
    hasNone(at("a/x"));
    has(at("a0"), at("a0"));
    has(at("b"), at("b"));
  }

  @Test
  void unseen_isWhatItsUserSetLongAgo() {
    given(at("a"), at("b"));
    properties().change(at("c"), "bob", List.of(set("p", "1")));
    assertEquals(List.of(), properties().unseen(at("").backend(), "ann", Duration.ofHours(1), 10));
    pass(Duration.ofMinutes(30));
    properties().seen(at("b"));
    pass(Duration.ofMinutes(45));
    assertEquals(
        List.of(at("a")), properties().unseen(at("").backend(), "ann", Duration.ofHours(1), 10));
    assertEquals(
        List.of(at("c")), properties().unseen(at("").backend(), "bob", Duration.ofHours(1), 10));
    pass(Duration.ofHours(2));
    assertEquals(
        List.of(at("a")), properties().unseen(at("").backend(), "ann", Duration.ofHours(1), 1));
    assertEquals(
        List.of(at("a"), at("b")),
        properties().unseen(at("").backend(), "ann", Duration.ofHours(1), 10));
    assertEquals(List.of(), properties().unseen(elsewhere("").backend(), "ann", Duration.ZERO, 10));
    properties().moved(at("a"), at("z"), "bob");
    properties().copied(at("b"), at("y"), true, "bob");
    assertEquals(
        List.of(at("b")), properties().unseen(at("").backend(), "ann", Duration.ofHours(1), 10));
  }

  @Test
  void oddNames_eachIsItsOwn() {
    for (String name : ODD_NAMES) {
      given(at("odd").child(name));
    }
    for (String name : ODD_NAMES) {
      has(at("odd").child(name), at("odd").child(name));
    }
    assertEquals(ODD_NAMES.length, properties().ofMembers(at("odd"), List.of(ODD_NAMES)).size());
    properties().moved(at("odd"), at("even"), "ann");
    for (String name : ODD_NAMES) {
      has(at("even").child(name), at("odd").child(name));
    }
  }
}
