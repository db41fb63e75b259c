package io.sallyport.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The figures, and the Markdown table made of them: for each row and contender the median of the
/// rounds, how far they spread, and the ratio to the first contender.
final class Table {

  private final Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();
  private final List<String> contenders;

  /// @param contenders their names; the first is what the others are compared with
  Table(List<String> contenders) {
    this.contenders = contenders;
  }

  void add(Row.Reading reading, String contender) {
    figures
        .computeIfAbsent(reading.title(), _ -> new LinkedHashMap<>())
        .computeIfAbsent(contender, _ -> new ArrayList<>())
        .add(reading.value());
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("| |");
    contenders.forEach(name -> text.append(' ').append(name).append(" |"));
    text.append("\n|---|").append("---|".repeat(contenders.size())).append('\n');
    figures.forEach((title, cells) -> {
      text.append("| ").append(title).append(" |");
      OptionalDouble first = median(cells.get(contenders.getFirst()));
      for (String name : contenders) {
        text.append(' ').append(cell(cells.get(name), first)).append(" |");
      }
      text.append('\n');
    });
    return text.toString();
  }

  private static String cell(@Nullable List<Double> rounds, OptionalDouble first) {
    OptionalDouble median = median(rounds);
    if (rounds == null || median.isEmpty()) {
      return "-";
    }
    double middle = median.getAsDouble();
    String text = shown(middle);
    if (rounds.size() > 1) {
      text += " [" + shown(Collections.min(rounds)) + "-" + shown(Collections.max(rounds)) + "]";
    }
    return first.isPresent() && first.getAsDouble() > 0
        ? text + " " + String.format(Locale.ROOT, "(%.2f)", middle / first.getAsDouble())
        : text;
  }

  private static OptionalDouble median(@Nullable List<Double> rounds) {
    if (rounds == null || rounds.isEmpty()) {
      return OptionalDouble.empty();
    }
    double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
  }

  private static String shown(double figure) {
    return String.format(Locale.ROOT, figure < 10 && figure > 0 ? "%.2f" : "%.0f", figure);
  }
}
