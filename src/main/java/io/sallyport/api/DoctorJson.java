package io.sallyport.api;

import io.sallyport.doctor.Finding;
import io.sallyport.doctor.Picture;
import io.sallyport.doctor.Remedy;
import io.sallyport.doctor.Report;
import io.sallyport.doctor.Step;
import io.sallyport.files.Attempt;
import io.sallyport.files.DataMode;
import io.sallyport.files.Reply;
import io.sallyport.files.Verdict;
import io.sallyport.files.Wording;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the doctor says as JSON, as `doctor/report.schema.json` describes it. Thread-safe.
public final class DoctorJson {

  private static final int SCHEMA = 1;

  private final JsonMapper json = JsonMapper.builder().build();

  /// A report over several lines.
  public String text(Report report) {
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(report(report));
  }

  /// One line: `{"step": ...}`.
  String line(Step step) {
    ObjectNode line = json.createObjectNode();
    line.set("step", step(step));
    return json.writeValueAsString(line) + "\n";
  }

  /// One line: `{"report": ...}`.
  String line(Report report) {
    ObjectNode line = json.createObjectNode();
    line.set("report", report(report));
    return json.writeValueAsString(line) + "\n";
  }

  private ObjectNode report(Report report) {
    ObjectNode node = json.createObjectNode();
    node.put("schema", SCHEMA);
    node.put("url", report.url());
    node.put("software", Verdict.text(report.software()));
    node.put("softwareTitle", report.software().title());
    node.put("usable", report.isUsable());
    if (report.mode() != null) {
      node.put("mode", report.mode().name());
    }
    ObjectNode modes = node.putObject("modes");
    for (Map.Entry<DataMode, String> each : new TreeMap<>(report.modes()).entrySet()) {
      modes.put(each.getKey().name(), each.getValue());
    }
    node.set("verdict", finding(report.findings().getFirst()));
    ArrayNode verdicts = node.putArray("verdicts");
    report.findings().forEach(finding -> verdicts.add(finding(finding)));
    node.set("picture", picture(report.picture()));
    ArrayNode steps = node.putArray("steps");
    report.steps().forEach(step -> steps.add(step(step)));
    node.put("started", report.started().toString());
    node.put("millis", report.took().toMillis());
    return node;
  }

  private ObjectNode step(Step step) {
    ObjectNode node = json.createObjectNode();
    node.put("id", Verdict.text(step.id()));
    node.put("state", Verdict.text(step.state()));
    node.put("millis", step.took().toMillis());
    ArrayNode dialogue = node.putArray("dialogue");
    for (Step.Said said : step.dialogue()) {
      dialogue
          .addObject()
          .put("command", said.command())
          .put("reply", whole(said.reply()))
          .put("millis", said.took().toMillis());
    }
    if (step.attempt() != null) {
      node.set("attempt", attempt(step.attempt()));
    }
    node.set("facts", json.valueToTree(step.facts()));
    return node;
  }

  private ObjectNode attempt(Attempt attempt) {
    ObjectNode node = json.createObjectNode();
    node.put("mode", attempt.mode().name());
    if (attempt.address() != null) {
      node.put("address", attempt.address());
    }
    node.put("outcome", Verdict.text(attempt.outcome()));
    if (attempt.reply() != null) {
      node.put("reply", attempt.reply().oneLine());
    }
    return node.put("millis", attempt.took().toMillis());
  }

  private ObjectNode finding(Finding finding) {
    Verdict verdict = finding.verdict();
    ObjectNode node = json.createObjectNode();
    node.put("code", verdict.code().text());
    node.put("weight", Verdict.text(verdict.weight()));
    node.put("side", Verdict.text(verdict.code().side()));
    node.set("parameters", json.valueToTree(verdict.parameters()));
    node.put("brief", Wording.ENGLISH.brief(verdict));
    node.put("text", Wording.ENGLISH.text(verdict));
    ArrayNode remedies = node.putArray("remedies");
    for (Remedy remedy : finding.remedies()) {
      ObjectNode one = remedies.addObject();
      one.put("side", Verdict.text(remedy.side()));
      one.put("kind", Verdict.text(remedy.kind()));
      one.put("option", remedy.option());
      one.put("file", remedy.file());
      remedy.lines().forEach(one.putArray("lines")::add);
    }
    return node;
  }

  private ObjectNode picture(Picture picture) {
    ObjectNode node = json.createObjectNode();
    node.put("gateway", picture.gateway());
    node.put("server", picture.server());
    ArrayNode links = node.putArray("links");
    for (Picture.Link link : picture.links()) {
      ObjectNode one = links.addObject();
      one.put("kind", Verdict.text(link.kind()));
      switch (link.kind()) {
        case HTTP -> one.put("from", "browser").put("to", "gateway");
        case CONTROL, PASSIVE -> one.put("from", "gateway").put("to", "server");
        case ACTIVE -> one.put("from", "server").put("to", "gateway");
      }
      link.ports().forEach(one.putArray("ports")::add);
      one.put("state", Verdict.text(link.state()));
    }
    return node;
  }

  /// Several lines stay several lines.
  private static String whole(Reply reply) {
    return reply.code() + " " + reply.text();
  }
}
