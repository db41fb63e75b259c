package io.sallyport.doctor;

import io.sallyport.files.Verdict;
import io.sallyport.files.Wording;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A report for a terminal, in plain characters. What a server said may be anything: nothing of it
/// ends a line or moves the cursor.
public final class TextReport {

  private static final int REPLY_LENGTH = 100;

  /// Between browser and gateway, and between gateway and server.
  private static final int NEAR = 16;

  private static final int FAR = 34;

  private final Wording words;

  public TextReport(Wording words) {
    this.words = words;
  }

  /// One line: a step as it happens.
  public String step(Step step) {
    String what =
        String.format(
            Locale.ROOT,
            "  %-8s %-17s %6d ms",
            Verdict.text(step.state()),
            Verdict.text(step.id()),
            step.took().toMillis());
    String detail = detail(step);
    return (detail.isEmpty() ? what : what + "  " + detail) + "\n";
  }

  private static String detail(Step step) {
    Map<String, Object> facts = step.facts();
    Object fact =
        switch (step.id()) {
          case RESOLVE -> facts.get("addresses");
          case TCP -> facts.get("address");
          case TLS -> facts.get("version");
          case CERTIFICATE -> facts.get("subject");
          case FEATURES -> facts.get("features");
          case CHARSET -> facts.getOrDefault("charset", "UTF-8");
          case WRITE -> facts.get("done");
          default -> null;
        };
    StringBuilder detail = new StringBuilder(fact == null ? "" : text(fact));
    boolean counted = facts.containsKey("entries");
    if (counted) {
      detail.append(facts.get("entries")).append(" entries");
    }
    if (facts.get("reason") != null) {
      detail.append(detail.isEmpty() ? "" : ": ").append(text(facts.get("reason")));
    } else if (!counted && fact == null && !step.dialogue().isEmpty()) {
      detail.append(step.dialogue().getLast().reply().oneLine());
    }
    if (step.attempt() != null && step.attempt().address() != null) {
      detail.insert(0, step.attempt().address() + (detail.isEmpty() ? "" : "  "));
    }
    String line = plain(detail.toString());
    return line.length() <= REPLY_LENGTH ? line : line.substring(0, REPLY_LENGTH) + "...";
  }

  private static String text(Object fact) {
    return fact instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
        : String.valueOf(fact);
  }

  /// The picture and the verdicts with their remedies.
  public String conclusion(Report report) {
    StringBuilder text = new StringBuilder();
    text.append('\n').append(picture(report.picture())).append('\n');
    for (Finding finding : report.findings()) {
      text.append(finding(finding));
    }
    String mode = report.mode() == null ? "" : ": " + report.mode();
    return text.append(words.say(report.isUsable() ? "usable" : "unusable"))
        .append(mode)
        .append('\n')
        .toString();
  }

  /// Who stands on the way, and which connections get through.
  public String picture(Picture picture) {
    StringBuilder text = new StringBuilder();
    text.append("  browser")
        .append(" ".repeat(NEAR - 6))
        .append(cell("gateway " + picture.gateway(), FAR + 1))
        .append("server ")
        .append(picture.server())
        .append('\n');
    for (Picture.Link link : picture.links()) {
      boolean near = link.kind() == Picture.Kind.HTTP;
      String name = Verdict.text(link.kind()).toUpperCase(Locale.ROOT);
      String label = near ? name : label(link);
      String first = near ? arrow(label, link, NEAR) : " ".repeat(NEAR);
      String second = near ? " ".repeat(FAR) : arrow(label, link, FAR);
      String state = near ? "" : "  " + state(link.state());
      text.append("     |" + first + "|" + second + "|" + state).append('\n');
    }
    return text.toString();
  }

  private static String label(Picture.Link link) {
    String ports = link.ports().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return Verdict.text(link.kind()) + (ports.isEmpty() ? "" : ", port " + ports);
  }

  private String state(Picture.State state) {
    return words.say("picture." + Verdict.text(state));
  }

  /// A connection that gets through ends in an arrow's head, one that does not ends on the way.
  private static String arrow(String label, Picture.Link link, int width) {
    boolean comesBack = link.kind() == Picture.Kind.ACTIVE;
    String shown =
        label.length() <= width - 8 ? label : label.substring(0, Math.max(0, width - 11)) + "...";
    String body = "-- " + shown + " --";
    String drawn =
        switch (link.state()) {
          case OK -> {
            String line = body + "-".repeat(width - body.length() - 1);
            yield comesBack ? "<" + line : line + ">";
          }
          case DROPPED, REJECTED -> comesBack ? "x" + body : body + "x";
          case FAILED -> comesBack ? "?" + body : body + "?";
          case REFUSED, UNTRIED -> "   " + shown;
        };
    String gap = " ".repeat(width - drawn.length());
    boolean fromTheRight =
        comesBack && link.state() != Picture.State.REFUSED && link.state() != Picture.State.UNTRIED;
    return fromTheRight ? gap + drawn : drawn + gap;
  }

  private static String cell(String text, int width) {
    return text.length() < width ? text + " ".repeat(width - text.length()) : text + " ";
  }

  private String finding(Finding finding) {
    Verdict verdict = finding.verdict();
    String mark =
        switch (verdict.weight()) {
          case BLOCKED -> "x ";
          case WARNING -> "! ";
          case GOOD -> "+ ";
          case NOTE -> "- ";
        };
    StringBuilder text = new StringBuilder(mark + plain(words.text(verdict)) + "\n");
    for (Remedy remedy : finding.remedies()) {
      text.append("    ").append(heading(remedy)).append('\n');
      remedy.lines().forEach(line -> text.append("        ").append(plain(line)).append('\n'));
    }
    return text.append('\n').toString();
  }

  private String heading(Remedy remedy) {
    String kind = words.say("remedy." + Verdict.text(remedy.kind()), Map.of("file", remedy.file()));
    return (remedy.option().isEmpty() ? "" : "(" + remedy.option() + ") ")
        + words.say("side." + Verdict.text(remedy.side()))
        + ", "
        + kind
        + ":";
  }

  private static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e]+", " ");
  }
}
