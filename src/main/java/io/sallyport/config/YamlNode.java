package io.sallyport.config;

import java.util.List;

/// A piece of a YAML document that remembers where it stands.
sealed interface YamlNode {

  /// Counted from 1.
  int line();

  /// Counted from 1.
  int column();

  /// Text, a number, a boolean: as it was written.
  record Scalar(int line, int column, String text) implements YamlNode {}

  /// Nothing, or `null`.
  record Nothing(int line, int column) implements YamlNode {}

  /// A list.
  record Sequence(int line, int column, List<YamlNode> items) implements YamlNode {}

  /// Keys with values, in the order of the text; a key may stand twice.
  record Mapping(int line, int column, List<Entry> entries) implements YamlNode {}

  /// One key with its value.
  record Entry(Scalar key, YamlNode value) {}
}
