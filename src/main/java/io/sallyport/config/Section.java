package io.sallyport.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The keys of one YAML mapping, taken one by one; every mistake is noted and reading goes on.
final class Section {

  /// Stands for every name, where keys are names and what they may hold is written down.
  static final String ANY = "*";

  private final List<Mistake> mistakes;
  private final YamlNode where;
  private final @Nullable Shape shape;
  private final Map<String, YamlNode> values = new HashMap<>();
  private final List<YamlNode.Scalar> keys = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  /// A node that is no mapping is a mistake and reads as an empty one.
  Section(String name, YamlNode node, List<Mistake> mistakes) {
    this(name, node, mistakes, null);
  }

  /// One that holds nothing, and writes down what it is asked for.
  static Section recording(Shape shape) {
    return new Section("", new YamlNode.Nothing(1, 1), new ArrayList<>(), shape);
  }

  private Section(String name, YamlNode node, List<Mistake> mistakes, @Nullable Shape shape) {
    this.mistakes = mistakes;
    this.shape = shape;
    this.where = node;
    switch (node) {
      case YamlNode.Mapping mapping -> {
        for (YamlNode.Entry entry : mapping.entries()) {
          if (values.putIfAbsent(entry.key().text(), entry.value()) != null) {
            note(entry.key(), "the key \"" + entry.key().text() + "\" stands here a second time");
          } else {
            keys.add(entry.key());
          }
        }
      }
      case YamlNode.Nothing _ -> {}
      case YamlNode.Scalar _, YamlNode.Sequence _ ->
          note(node, name + " takes keys with values, as in \"key: value\"");
    }
  }

  /// Notes that something is wrong at `node`.
  void note(YamlNode node, String text) {
    String where = node.line() == 0 ? "in the environment: " : "";
    mistakes.add(new Mistake(node.line(), node.column(), where + text));
  }

  /// Notes that something is wrong with this section.
  void note(String text) {
    note(where, text);
  }

  /// Whether it holds nothing and only writes down.
  boolean isRecording() {
    return shape != null;
  }

  /// Every key, in the order of the text, for sections whose keys are names.
  List<YamlNode.Scalar> names() {
    if (shape != null) {
      return List.of(new YamlNode.Scalar(1, 1, ANY));
    }
    known.addAll(values.keySet());
    return keys;
  }

  /// The value of `key`, whatever it is.
  Optional<YamlNode> node(String key) {
    known.add(key);
    if (shape != null) {
      shape.lookedAt(key);
    }
    return Optional.ofNullable(values.get(key)).filter(n -> !(n instanceof YamlNode.Nothing));
  }

  /// The mapping below `key`; absent if the key is.
  Optional<Section> section(String key) {
    if (shape != null) {
      return Optional.of(recording(shape.section(key)));
    }
    return node(key).map(node -> new Section("\"" + key + "\"", node, mistakes));
  }

  /// The value of `key` as `read` understands it; absent if the key is, or if the value is a
  /// mistake.
  ///
  /// @param read throws [IllegalArgumentException] with the reason
  /// @param words what it understands, where that is no more than some words
  <T> Optional<T> value(String key, Function<String, T> read, String... words) {
    if (shape != null) {
      shape.scalar(key, words);
      return Optional.empty();
    }
    return node(key).flatMap(node -> value(key, node, read));
  }

  private <T> Optional<T> value(String key, YamlNode node, Function<String, T> read) {
    if (node instanceof YamlNode.Scalar scalar) {
      try {
        return Optional.of(read.apply(scalar.text()));
      } catch (IllegalArgumentException e) {
        note(node, "\"" + key + "\": " + e.getMessage());
      }
    } else {
      note(node, "\"" + key + "\" takes one value");
    }
    return Optional.empty();
  }

  /// The values of `key`, which may also be a single one; absent if the key is.
  ///
  /// @param words what each may be, where that is no more than some words
  <T> Optional<List<T>> list(String key, Function<String, T> read, String... words) {
    if (shape != null) {
      shape.list(key, words);
      return Optional.empty();
    }
    return node(key)
        .map(node -> {
          List<YamlNode> items =
              switch (node) {
                case YamlNode.Sequence sequence -> sequence.items();
                case YamlNode.Scalar scalar when scalar.line() == 0 -> commas(scalar);
                default -> List.of(node);
              };
          return items.stream().flatMap(item -> value(key, item, read).stream()).toList();
        });
  }

  /// A variable of the environment has no other way to be a list.
  private static List<YamlNode> commas(YamlNode.Scalar scalar) {
    return Stream.of(scalar.text().split(",", -1))
        .<YamlNode>map(item -> new YamlNode.Scalar(0, 0, item.strip()))
        .toList();
  }

  /// Yes or no.
  boolean flag(String key, boolean otherwise) {
    if (shape != null) {
      shape.flag(key);
      return otherwise;
    }
    return value(
            key,
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new IllegalArgumentException("it is true or false, not " + text);
                })
        .orElse(otherwise);
  }

  /// A whole number of at least `least`.
  int number(String key, int least, int otherwise) {
    if (shape != null) {
      shape.number(key, least);
      return otherwise;
    }
    return value(
            key,
            text -> {
              if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < least) {
                throw new IllegalArgumentException(
                    "it is a whole number from " + least + " on, not " + text);
              }
              return Integer.parseInt(text);
            })
        .orElse(otherwise);
  }

  /// Keys that are planned: named as such rather than as unknown.
  void notYet(String... later) {
    for (String key : later) {
      node(key).ifPresent(node -> note(node, "\"" + key + "\" is not supported by this version"));
    }
  }

  /// Notes every key that nobody asked for, with the one that was probably meant.
  void finish() {
    for (YamlNode.Scalar key : keys) {
      if (!known.contains(key.text())) {
        String meant = nearest(key.text());
        note(
            key,
            "unknown key \""
                + key.text()
                + "\""
                + (meant == null ? "" : "; did you mean \"" + meant + "\"?"));
      }
    }
  }

  private @Nullable String nearest(String key) {
    String best = null;
    int least = Math.max(2, key.length() / 3) + 1;
    for (String candidate : known.stream().sorted().toList()) {
      int distance = distance(key, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  /// Levenshtein's: how many letters to add, drop or change.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
