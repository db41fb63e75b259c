package io.sallyport.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Environment variables laid over a configuration file: `SALLYPORT_DRAIN` is `drain`,
/// `SALLYPORT_TLS__CERTIFICATE` is `certificate` below `tls`, and
/// `SALLYPORT_BACKENDS__LEGACY__LOGIN__PASSWORD_FILE` is a secret of one backend. Two underscores
/// lead one level down, one is a hyphen, and case does not matter.
final class Environment {

  private static final String PREFIX = "SALLYPORT_";
  private static final String FILE = "-file";

  /// What may stand there without leading down. Others are left alone: where a service is called
  /// sallyport, orchestrators set variables of their own that begin like this.
  private static final Set<String> KEYS =
      Set.of(
          "management",
          "access-log",
          "drain",
          "trusted-proxies",
          "base-path",
          "plain-logins",
          "state-file");

  private Environment() {}

  /// The document with what the variables say. What they add stands in line 0.
  static YamlNode over(YamlNode document, Map<String, String> variables) {
    YamlNode all = document;
    for (Map.Entry<String, String> each : new TreeMap<>(variables).entrySet()) {
      if (!each.getKey().startsWith(PREFIX) || each.getValue().isBlank()) {
        continue;
      }
      List<String> path = path(each.getKey().substring(PREFIX.length()));
      if (path.size() > 1 || KEYS.contains(path.getFirst())) {
        all = put(all, path, each.getValue());
      }
    }
    return all;
  }

  private static List<String> path(String name) {
    return List.of(name.split("__", -1)).stream().map(Environment::key).toList();
  }

  private static String key(String text) {
    return text.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static YamlNode put(YamlNode node, List<String> path, String value) {
    if (path.isEmpty()) {
      return new YamlNode.Scalar(0, 0, value);
    }
    String key = path.getFirst();
    List<String> rest = path.subList(1, path.size());
    // A secret is in one place only, here or in a file.
    String instead =
        key.endsWith(FILE) ? key.substring(0, key.length() - FILE.length()) : key + FILE;
    List<YamlNode.Entry> entries = new ArrayList<>();
    boolean found = false;
    if (node instanceof YamlNode.Mapping mapping) {
      for (YamlNode.Entry entry : mapping.entries()) {
        String name = key(entry.key().text());
        if (name.equals(key) && !found) {
          found = true;
          entries.add(new YamlNode.Entry(entry.key(), put(entry.value(), rest, value)));
        } else if (!name.equals(instead) || !rest.isEmpty()) {
          entries.add(entry);
        }
      }
    }
    if (!found) {
      YamlNode nothing = new YamlNode.Nothing(0, 0);
      entries.add(new YamlNode.Entry(new YamlNode.Scalar(0, 0, key), put(nothing, rest, value)));
    }
    return new YamlNode.Mapping(node.line(), node.column(), entries);
  }
}
