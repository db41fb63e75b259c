package io.sallyport.api;

import io.sallyport.files.Failure;
import io.sallyport.http.Failures;
import io.sallyport.http.Place;
import io.sallyport.http.Problem;
import io.sallyport.http.Refusal;
import io.sallyport.store.Job;
import io.sallyport.store.Jobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How far a job is, told to the store every second so that every node can answer for it. For the
/// job's one thread.
final class Progress {

  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final long REPORT_NANOS = Duration.ofSeconds(1).toNanos();

  /// More problems than a person reads; the rest is counted.
  private static final int MAX_PROBLEMS = 500;

  private final Jobs jobs;
  private final UUID id;
  private final String base;
  private final List<ObjectNode> problems = new ArrayList<>();
  private long unlisted;
  private long files;
  private long bytes;
  private @Nullable Long filesTotal;
  private @Nullable Long bytesTotal;
  private String current = "";
  private long reportedNanos = System.nanoTime();

  /// @param base what all URL paths of the gateway begin with
  Progress(Jobs jobs, UUID id, String base) {
    this.jobs = jobs;
    this.id = id;
    this.base = base;
  }

  /// Somebody asked the job to stop.
  static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;

    Cancelled() {
      super("The job was cancelled.", null, false, false);
    }
  }

  /// What there is to do in all.
  void total(long ofFiles, long ofBytes) {
    filesTotal = ofFiles;
    bytesTotal = ofBytes;
  }

  /// What it is at now.
  ///
  /// @throws Cancelled as [#moved]
  void at(Place place) {
    current = base + place.href();
    report();
  }

  /// Some bytes have gone through.
  ///
  /// @throws Cancelled if the job is to stop
  void moved(long count) {
    bytes += count;
    report();
  }

  /// A file, or a folder in one piece, is done.
  void done() {
    files++;
  }

  /// Something did not work; the job goes on with the rest.
  void problem(Place place, Failure failure) {
    problem(place, Failures.problem(failure, "COPY"));
  }

  /// Something is not allowed; the job goes on with the rest.
  void problem(Place place, Refusal refusal) {
    problem(place, Failures.problem(refusal));
  }

  private void problem(Place place, Problem problem) {
    if (problems.size() >= MAX_PROBLEMS) {
      unlisted++;
      return;
    }
    ObjectNode node =
        Json.object()
            .put("path", base + place.href())
            .put("code", problem.code())
            .put("detail", problem.detail());
    if (problem.reply() != null) {
      node.put("reply", problem.reply().oneLine());
    }
    problems.add(node);
  }

  /// The problems so far, each as a line for a person.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (ObjectNode problem : problems) {
      String reply = problem.path("reply").asString("");
      lines.add(
          problem.path("path").asString()
              + ": "
              + problem.path("detail").asString()
              + (reply.isEmpty() ? "" : " (" + reply + ")"));
    }
    if (unlisted > 0) {
      lines.add("... and " + unlisted + " more.");
    }
    return lines;
  }

  /// The job is over.
  void end(Job.State state) {
    current = "";
    try {
      jobs.end(id, state, text());
    } catch (Failure.Busy e) {
      // The work itself is done; that it is not known will be taken for silence.
      LOG.warn("event=job-end-unnoted id={} detail=\"{}\"", id, e.getMessage());
    }
  }

  private void report() {
    long now = System.nanoTime();
    if (now - reportedNanos < REPORT_NANOS) {
      return;
    }
    reportedNanos = now;
    boolean goesOn;
    try {
      goesOn = jobs.report(id, text());
    } catch (Failure.Busy e) {
      LOG.debug("event=job-unreported id={}", id, e);
      goesOn = true;
    }
    if (!goesOn) {
      throw new Cancelled();
    }
  }

  private String text() {
    ObjectNode node = Json.object().put("files", files).put("bytes", bytes);
    if (filesTotal != null && bytesTotal != null) {
      node.put("filesTotal", filesTotal).put("bytesTotal", bytesTotal);
    }
    if (!current.isEmpty()) {
      node.put("current", current);
    }
    ArrayNode list = node.putArray("problems");
    problems.forEach(list::add);
    if (unlisted > 0) {
      node.put("problemsUnlisted", unlisted);
    }
    return Json.text(node);
  }

  /// What the API answers about `job`.
  static ObjectNode describe(Job job) {
    ObjectNode node =
        Json.object()
            .put("id", job.id().toString())
            .put("kind", job.kind())
            .put("state", job.state().name().toLowerCase(Locale.ROOT));
    if (job.progress().isEmpty()) {
      node.put("files", 0).put("bytes", 0).putArray("problems");
    } else {
      node.setAll(Json.parse(job.progress(), ObjectNode.class));
    }
    return node;
  }
}
